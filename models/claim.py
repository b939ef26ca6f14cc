"""The claim as it comes in (contract, "In"): what the applicant typed and what he uploaded.

Values that a person typed are kept as he typed them, as text, because every one may be wrong or
hostile; the numbers' own modules say what is in them. Personal values are left out of ``repr``.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Programme(StrEnum):
    """The five programmes of BPJS Ketenagakerjaan."""

    JHT = "JHT"
    JKM = "JKM"
    JKK = "JKK"
    JP = "JP"
    JKP = "JKP"


class Cause(StrEnum):
    """Why the claim is made; one per row of the requirements tables."""

    MENGUNDURKAN_DIRI = "mengundurkan_diri"
    PHK = "phk"
    KONTRAK_BERAKHIR = "kontrak_berakhir"
    USIA_PENSIUN = "usia_pensiun"
    USIA_PENSIUN_PKB = "usia_pensiun_pkb"
    BPU_BERHENTI = "bpu_berhenti"
    MENINGGALKAN_INDONESIA = "meninggalkan_indonesia"
    CACAT_TOTAL_TETAP = "cacat_total_tetap"
    MENINGGAL_DUNIA = "meninggal_dunia"
    SEBAGIAN_10 = "sebagian_10"
    SEBAGIAN_30 = "sebagian_30"
    KECELAKAAN_KERJA = "kecelakaan_kerja"
    JANDA_DUDA = "janda_duda"
    ANAK = "anak"
    ORANG_TUA = "orang_tua"
    BULAN_1 = "bulan_1"
    BULAN_2_6 = "bulan_2_6"


class Channel(StrEnum):
    """The door through which the claim came."""

    JMO = "jmo"
    LAPAK_ASIK = "lapak_asik"
    KANTOR_CABANG = "kantor_cabang"
    SIAP_KERJA = "siap_kerja"


class Relationship(StrEnum):
    """What the heir is to the deceased participant."""

    PASANGAN = "pasangan"
    ANAK = "anak"
    ORANG_TUA = "orang_tua"
    SAUDARA = "saudara"
    MERTUA = "mertua"
    CUCU = "cucu"
    KAKEK_NENEK = "kakek_nenek"
    WASIAT = "wasiat"
    WALI = "wali"


class _Incoming(BaseModel):
    """Frozen, tolerant of keys we do not know, silent about its values."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Participant(_Incoming):
    """The insured worker, as typed by the applicant."""

    name: str | None = Field(default=None, repr=False)
    nik: str | None = Field(default=None, repr=False)
    birth_place: str | None = Field(default=None, repr=False)
    birth_date: date | None = Field(default=None, repr=False)
    kpj: tuple[str, ...] = Field(default=(), repr=False)
    npwp: str | None = Field(default=None, repr=False)
    phone: str | None = Field(default=None, repr=False)
    email: str | None = Field(default=None, repr=False)


class Claimant(_Incoming):
    """The heir (ahli waris) who claims in the participant's stead."""

    name: str | None = Field(default=None, repr=False)
    nik: str | None = Field(default=None, repr=False)
    birth_date: date | None = Field(default=None, repr=False)
    relationship: Relationship | None = None


class BankAccount(_Incoming):
    """Where the money is to go."""

    bank: str | None = None
    number: str | None = Field(default=None, repr=False)
    holder: str | None = Field(default=None, repr=False)


class Upload(_Incoming):
    """One file and what the applicant says it is (a word of the contract's list, or anything else)."""

    file: str = Field(repr=False)
    type: str | None = None


class ClaimProblem(BaseModel):
    """A typed value that could not be taken: the field's dotted name and what is wrong with it."""

    model_config = ConfigDict(frozen=True)

    field: str
    problem: str


class Claim(_Incoming):
    """One claim, validated: who, what for, through which door, with which files."""

    claim_id: str
    programme: Programme
    cause: Cause
    channel: Channel
    submitted_at: datetime
    tahap: int | None = None
    balance_idr: int | None = Field(default=None, repr=False)
    partial_claim_before: bool | None = None
    membership_active: bool | None = None
    data_updated: bool | None = None
    participant: Participant = Participant()
    claimant: Claimant | None = None
    bank_account: BankAccount | None = None
    uploads: tuple[Upload, ...] = ()
    problems: tuple[ClaimProblem, ...] = ()

    @property
    def declared_types(self) -> dict[str, str | None]:
        """What the applicant says each file is, by file name."""
        return {upload.file: upload.type for upload in self.uploads}

    @property
    def applicant_name(self) -> str | None:
        """Name of the person whose face and KTP are asked for: the heir's where there is one."""
        return self.claimant.name if self.claimant else self.participant.name

    @property
    def applicant_nik(self) -> str | None:
        """NIK of the person whose face and KTP are asked for, as typed."""
        return self.claimant.nik if self.claimant else self.participant.nik
