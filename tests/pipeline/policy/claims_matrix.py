"""What each claim must bring, written down by hand from the sources, not from the tables that are tested.

Sources: PP 46/2015, Permenaker 4/2022 (JHT), 4/2023 and 1/2025 (JKM, JKK), PP 45/2015 (JP), Permenaker 2/2025
(JKP), and published branch and Lapak Asik checklists for KK and bank book. A paper is written ``type/whose``:
``P`` the participant's, ``H`` the heir's, nothing where it names several persons or none. ``a|b`` = either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

ID = "ktp|paspor|suket"
OWN = f"{ID}/P kpj/P buku_rekening/P"
BOTH_KK = "kk/H kk/P"
SURVIVOR = f"{ID}/H kpj/P {BOTH_KK} buku_rekening/H akta_kematian/P surat_ahli_waris"
TWO_KTP = f"{ID}/P"

BY_HEIR = {
    "pasangan": "akta_nikah",
    "anak": "akta_kelahiran",
    "orang_tua": "",
    "saudara": "",
    "mertua": "",
    "cucu": "",
    "kakek_nenek": "",
    "wasiat": "surat_wasiat",
    "wali": "penetapan akta_kelahiran",
}
"""Papers that depend on who the heir is; a guardian acts for a child, whose birth is certified."""


@dataclass(frozen=True)
class Cause:
    """One cause of one programme.

    Attributes:
        doors: channels that take it, separated by blanks.
        papers: what is always due.
        heirs: relationships that may claim; empty where the participant does.
        if_heir: what is due beside it where the worker, the employer or an heir may claim, and an heir does.
        npwp: due above 50 million.
        kk_at_the_door: not in the statute, but in the checklists of branches and Lapak Asik.
    """

    programme: str
    cause: str
    doors: str
    papers: str
    tahap: int | None = None
    heirs: tuple[str | None, ...] = ()
    if_heir: str = ""
    npwp: bool = False
    kk_at_the_door: bool = False

    @property
    def name(self) -> str:
        return f"{self.programme}-{self.cause}" + (f"-{self.tahap}" if self.tahap else "")

    def due(self, door: str, heir: str | None) -> list[str]:
        """Return the papers due at a door, an NPWP among them (the balance is above the limit)."""
        if door == "jmo":
            return ["selfie"]
        papers = self.papers.split() + BY_HEIR[heir or "saudara"].split()
        if heir and self.if_heir:
            papers = [*self.if_heir.split(), *(p.replace("rekening/P", "rekening/H") for p in papers)]
        papers += ["kk/P"] * self.kk_at_the_door + ["npwp"] * self.npwp
        return papers + ["selfie"] * (door == "lapak_asik")


def jht(cause: str, doors: str, papers: str, *, kk: bool = True) -> Cause:
    return Cause("JHT", cause, doors, f"{OWN} {papers}", npwp=True, kk_at_the_door=kk)


ONLINE_TOO = "lapak_asik kantor_cabang"
BRANCH = "kantor_cabang"
ANY_HEIR = tuple(BY_HEIR)

MATRIX = (
    jht("usia_pensiun", ONLINE_TOO, ""),
    jht("usia_pensiun_pkb", ONLINE_TOO, "paklaring|surat_phk|surat_pernyataan/P"),
    jht("mengundurkan_diri", f"jmo {ONLINE_TOO}", "paklaring/P"),
    jht("phk", f"jmo {ONLINE_TOO}", "surat_phk/P"),
    jht("kontrak_berakhir", ONLINE_TOO, "paklaring|surat_phk|surat_pernyataan/P"),
    jht("bpu_berhenti", ONLINE_TOO, "surat_pernyataan/P"),
    # a foreigner has no family card
    jht("meninggalkan_indonesia", ONLINE_TOO, "paspor/P surat_pernyataan/P", kk=False),
    jht("cacat_total_tetap", ONLINE_TOO, "surat_dokter/P"),
    Cause("JHT", "meninggal_dunia", ONLINE_TOO, SURVIVOR, heirs=ANY_HEIR, npwp=True),
    jht("sebagian_10", BRANCH, "paklaring|surat_pernyataan/P"),
    jht("sebagian_30", BRANCH, "dokumen_perumahan"),
    Cause("JKM", "meninggal_dunia", ONLINE_TOO, f"{SURVIVOR} {TWO_KTP}", heirs=ANY_HEIR, npwp=True),
    Cause("JKK", "kecelakaan_kerja", BRANCH, f"{TWO_KTP} kpj/P formulir kronologi_kecelakaan", tahap=1),
    Cause(
        "JKK",
        "kecelakaan_kerja",
        BRANCH,
        f"{OWN} formulir surat_dokter/P surat_pernyataan",
        tahap=2,
        heirs=(None, *ANY_HEIR),
        if_heir=f"{ID}/H {BOTH_KK} akta_kematian/P surat_ahli_waris",
    ),
    Cause(
        "JKK",
        "meninggal_dunia",
        BRANCH,
        f"{SURVIVOR} {TWO_KTP} formulir surat_dokter/P surat_pernyataan",
        heirs=ANY_HEIR,
    ),
    Cause("JP", "usia_pensiun", BRANCH, f"{OWN} kk/P formulir"),
    Cause(
        "JP",
        "cacat_total_tetap",
        BRANCH,
        f"{OWN} kk/P formulir surat_dokter/P paklaring|surat_pernyataan/P",
    ),
    Cause("JP", "janda_duda", BRANCH, f"{SURVIVOR} {TWO_KTP} formulir", heirs=("pasangan",)),
    Cause("JP", "anak", BRANCH, f"{SURVIVOR} {TWO_KTP} formulir", heirs=("anak", "wali")),
    Cause("JP", "orang_tua", BRANCH, f"{SURVIVOR} {TWO_KTP} formulir", heirs=("orang_tua",)),
    Cause("JKP", "bulan_1", "siap_kerja", f"{ID}/P surat_phk/P buku_rekening/P kapk/P"),
    Cause("JKP", "bulan_2_6", "siap_kerja", "bukti_lamaran"),
)

CLEAR_HEIRS = (None, "pasangan", "anak")
"""Heirs whom the law names first; every other goes to an officer, however complete the papers."""


def situations() -> Iterator[tuple[Cause, str, str | None]]:
    """Every cause at every door, claimed by every kind of heir that may claim it."""
    for cause in MATRIX:
        for door in cause.doors.split():
            for heir in cause.heirs or (None,):
                yield cause, door, heir
