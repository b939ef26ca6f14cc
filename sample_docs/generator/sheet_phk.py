"""`surat_phk`: the five papers that prove a dismissal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import numpy as np

from sample_docs.generator.letter_rows import Letter, job_of
from sample_docs.generator.letters import worker_values
from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_letterhead import company_head, letter_paper, office_head, signed
from sample_docs.generator.sheet_marks import meterai, round_stamp, signature
from sample_docs.generator.sheet_paper import SERIF, Paper
from sample_docs.generator.sheet_words import DAYS, ROMAN, dated, day, named, number_of, staff_number, titled
from sample_docs.generator.vocabulary import pick

LAGS = {
    "tanda_terima": 6,
    "pemberitahuan": -28,
    "tidak_menolak": -20,
    "perjanjian_bersama": -6,
    "putusan_phi": 2,
}
"""How many days after (before) the exit each shape is dated when the facts do not say."""

NOTICE_SUBJECTS = (
    "Pemberitahuan Pemutusan Hubungan Kerja", "Surat Pemberitahuan PHK", "Pemutusan Hubungan Kerja",
)  # fmt: skip
RECEIPT_TITLES = (
    ("TANDA TERIMA LAPORAN", "PEMUTUSAN HUBUNGAN KERJA"),
    ("TANDA TERIMA LAPORAN", "PEMUTUSAN HUBUNGAN KERJA"),
    ("TANDA TERIMA PELAPORAN PHK", ""),
    ("TANDA TERIMA LAPORAN PHK", ""),
)
"""Two lines or one, as the labour offices of the regions print it."""

WHY = (
    "efisiensi perusahaan",
    "perusahaan melakukan restrukturisasi",
    "penutupan unit produksi karena merugi",
)


def dismissal(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose one of `SHAPES`; unless `facts.variant` says otherwise, the receipt that suffices alone."""
    shape = facts.variant or "tanda_terima"
    values = worker_values(facts, rng, lag=LAGS[shape])
    job = job_of(facts)
    values["perusahaan"] = named(job.company, upper=rng.random() < 0.6)
    values["alamat_perusahaan"] = f"{titled(job.company_address)}, {titled(job.city)}"
    values["sebab"] = facts.dismissed_for or pick(rng, WHY)
    values["npp"] = job.npp
    return SHAPES[shape](values, facts, rng)


def _rows(facts: SheetFacts, rng: np.random.Generator, *, entry: bool = True) -> list[tuple[str, str]]:
    rows = [("Nama", "{nama}")]
    if facts.prints_nik is not False:
        rows.append(("NIK", "{nik}"))
    if rng.random() < 0.6 if facts.prints_kpj is None else facts.prints_kpj:
        rows.append((pick(rng, ("No. KPJ", "No. Peserta BPJS TK")), "{kpj}"))
    rows.append(("Jabatan", "{jabatan}"))
    if entry:
        rows.append((pick(rng, ("Mulai Bekerja", "Tanggal Masuk")), "{tanggal_masuk}"))
    return rows


def _receipt(values: Letter, facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """The labour office's receipt of the employer's report."""
    job, paper = job_of(facts), Paper(SERIF, size=11, margin=70)
    kind = "KOTA" if facts.participant.kabupaten_kota.startswith("KOTA") else "KABUPATEN"
    office_head(
        paper,
        (f"PEMERINTAH {kind} {job.city}", "DINAS TENAGA KERJA"),
        f"Jl. Pemuda No. {int(rng.integers(2, 99))}, {titled(job.city)}",
    )
    written = facts.letter_date or job.end + timedelta(days=int(rng.integers(3, 9)))
    number = f"567/{int(rng.integers(100, 2000))}/Disnaker/{ROMAN[written.month - 1]}/{written.year}"
    own = values["nomor_surat"]
    values |= {"nomor_surat": number_of(number), "tanggal_surat": dated(written)}
    values["surat_perusahaan"] = own if isinstance(own, str) else own.printed
    values["tanggal_lapor"] = day(written - timedelta(days=1))
    first, second = pick(rng, RECEIPT_TITLES)
    paper.title(first, underline=not second)
    if second:
        paper.title(second)
    paper.centred("Nomor : {nomor_surat}", values)
    paper.space(1)
    paper.paragraph(
        "Telah diterima laporan pemutusan hubungan kerja (PHK) pada tanggal {tanggal_lapor} dari:", values
    )
    paper.rows(
        [("Nama Perusahaan", "{perusahaan}"), ("Alamat", "{alamat_perusahaan}"), ("NPP", "{npp}"),
         ("Nomor Surat", "{surat_perusahaan}")],
        values,
    )  # fmt: skip
    paper.paragraph("untuk pekerja/buruh dengan data sebagai berikut:")
    rows = [
        *_rows(facts, rng),
        (pick(rng, ("Tanggal PHK", "Terhitung Tanggal PHK", "TMT PHK")), "{tanggal_keluar}"),
        ("Alasan PHK", "{sebab}"),
    ]
    paper.rows(rows, values)
    paper.paragraph(
        "Tanda terima ini diberikan sebagai bukti pelaporan sesuai dengan Peraturan Pemerintah Nomor 35 "
        "Tahun 2021 dan "
        "dapat dipergunakan untuk pengajuan manfaat Jaminan Hari Tua dan Jaminan Kehilangan Pekerjaan."
    )
    signed(
        paper, values, rng, place="{kota}",
        role="a.n. Kepala Dinas Tenaga Kerja\nKepala Bidang Hubungan Industrial,",
        signer="{pejabat}", below=staff_number(rng),
        stamp=(f"DINAS TENAGA KERJA {job.city}", "DISNAKER"),
    )  # fmt: skip
    return paper.finished()


def _notice(values: Letter, facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """The employer's notice, at least fourteen working days before."""
    job, paper = job_of(facts), letter_paper(rng)
    company_head(paper, job, values, rng)
    paper.line(paper.right, paper.y, "{kota}, {tanggal_surat}", values, align="right")
    paper.space(1.4)
    paper.rows(
        [("Nomor", "{nomor_surat}"), ("Hal", pick(rng, NOTICE_SUBJECTS))],
        values,
        label_width=50,
    )
    paper.paragraph("Kepada Yth. Sdr/i. {nama:b}", values, gap=0)
    paper.paragraph("di tempat")
    paper.paragraph("Dengan hormat,")
    paper.paragraph(
        "Sehubungan dengan {sebab}, dengan berat hati manajemen {perusahaan} memberitahukan bahwa "
        "hubungan kerja dengan "
        "Saudara/i diakhiri terhitung mulai tanggal {tanggal_keluar:b}. Adapun data Saudara/i adalah:",
        values,
    )
    paper.rows(_rows(facts, rng), values)
    paper.paragraph(
        "Hak-hak Saudara/i akan dibayarkan sesuai dengan peraturan perundang-undangan. Apabila Saudara/i "
        "menolak, tanggapan "
        "disampaikan secara tertulis paling lama tujuh hari kerja sejak surat ini diterima."
    )
    signed(
        paper,
        values,
        rng,
        place="",
        role="Hormat kami,",
        signer="{pejabat}",
        below="{peran}",
        stamp=(job.company, "HRD"),
    )
    return paper.finished()


def _no_refusal(values: Letter, facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """The worker's own statement of not refusing the dismissal."""
    paper = letter_paper(rng)
    notice = values["nomor_surat"]
    # the number is the employer's: this paper has none of its own
    values["nomor_surat"] = notice if isinstance(notice, str) else notice.printed
    paper.y = 88
    paper.title(
        pick(
            rng,
            ("SURAT PERNYATAAN TIDAK MENOLAK PHK", "SURAT PERNYATAAN TIDAK MENOLAK PEMUTUSAN HUBUNGAN KERJA"),
        )
    )
    paper.space(1.4)
    paper.paragraph("Saya yang bertanda tangan di bawah ini:")
    paper.rows([*_rows(facts, rng), ("Perusahaan", "{perusahaan}"), ("Alamat", "{alamat}")], values)
    paper.paragraph(
        "menyatakan telah menerima surat pemberitahuan pemutusan hubungan kerja dari {perusahaan} Nomor "
        "{nomor_surat} dan "
        "tidak menolak pemutusan hubungan kerja tersebut yang berlaku sejak tanggal {tanggal_keluar}.",
        values,
    )
    paper.paragraph(
        "Demikian surat pernyataan ini saya buat dengan sadar dan tanpa paksaan dari pihak mana pun."
    )
    x = paper.width / 2 + 24
    meterai(paper, x - 12, paper.y + 2 * paper.leading - 6, rng)
    signed(paper, values, rng, place="{kota}", role="Yang menyatakan,", signer="{nama}", x=x)
    return paper.finished()


def _agreement(values: Letter, facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Both parties' agreement, with the note of its registration at the industrial court."""
    job, paper = job_of(facts), Paper(SERIF, size=11, margin=70)
    written = facts.letter_date or job.end - timedelta(days=3)
    values |= {"tanggal_surat": dated(written), "hari": DAYS[written.weekday()]}
    paper.y = 80
    paper.title("PERJANJIAN BERSAMA")
    paper.centred("Nomor : {nomor_surat}", values)
    paper.space(1)
    paper.paragraph(
        "Pada hari ini {hari} tanggal {tanggal_surat} bertempat di {kota}, kami yang bertanda tangan di "
        "bawah ini:",
        values,
    )
    paper.rows(
        [("1. Nama", "{pejabat}"), ("    Jabatan", "{peran}"), ("    Perusahaan", "{perusahaan}")], values
    )
    paper.paragraph("selanjutnya disebut PIHAK PERTAMA, dan")
    rows = _rows(facts, rng)
    paper.rows(
        [(f"2. {rows[0][0]}", rows[0][1]), *((f"    {label}", cell) for label, cell in rows[1:])], values
    )
    paper.paragraph("selanjutnya disebut PIHAK KEDUA, telah mencapai kesepakatan sebagai berikut:")
    for number, text in enumerate(
        (
            "Para pihak sepakat mengakhiri hubungan kerja terhitung sejak tanggal {tanggal_keluar} "
            "karena {sebab}.",
            "PIHAK PERTAMA membayarkan uang pesangon dan penggantian hak secara tunai kepada PIHAK KEDUA.",
            "Para pihak tidak akan saling menuntut di kemudian hari.",
        ),
        start=1,
    ):
        paper.line(paper.margin, paper.y, f"{number}.")
        paper.paragraph(text, values, x=paper.margin + 18, gap=0.2)
    top = paper.y + 14
    for x, role, name in (
        (paper.margin, "PIHAK PERTAMA,", "{pejabat}"),
        (paper.width / 2 + 40, "PIHAK KEDUA,", "{nama}"),
    ):
        paper.line(x, top, role)
        signature(paper, x + 6, top + 30, rng)
        paper.line(x, top + 62, name, values, cut="b")
    round_stamp(paper, paper.margin + 12, top + 30, (job.company, "HRD"), rng)
    paper.y = top + 92
    register = f"{int(rng.integers(10, 400))}/Bip/{written.year}/PHI"
    paper.paragraph(
        f"Telah didaftarkan pada Kepaniteraan Pengadilan Hubungan Industrial dengan akta bukti "
        f"pendaftaran Nomor {register}."
    )
    return paper.finished()


def _ruling(values: Letter, facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """An extract of the industrial court's ruling."""
    job, paper = job_of(facts), Paper(SERIF, size=11.5, margin=76)
    written = facts.letter_date or job.end + timedelta(days=2)
    number = f"{int(rng.integers(5, 300))}/Pdt.Sus-PHI/{written.year}/PN {titled(job.city)}"
    values |= {"nomor_surat": number_of(number), "tanggal_surat": dated(written)}
    office_head(
        paper,
        ("PENGADILAN HUBUNGAN INDUSTRIAL", f"PADA PENGADILAN NEGERI {job.city}"),
        f"Jl. Pengadilan No. {int(rng.integers(1, 60))}, {titled(job.city)}",
    )
    paper.title("PETIKAN PUTUSAN")
    paper.centred("Nomor {nomor_surat}", values)
    paper.space(1)
    paper.centred("DEMI KEADILAN BERDASARKAN KETUHANAN YANG MAHA ESA", cut="b")
    paper.space(0.8)
    paper.paragraph(
        "Pengadilan Hubungan Industrial yang memeriksa perkara perselisihan pemutusan hubungan kerja antara:"
    )
    paper.rows(_rows(facts, rng), values)
    paper.paragraph(
        "sebagai PENGGUGAT; melawan {perusahaan:b}, berkedudukan di {alamat_perusahaan}, sebagai TERGUGAT;",
        values,
    )
    paper.centred("M E N G A D I L I :", cut="b")
    paper.space(0.6)
    for number_, text in enumerate(
        (
            "Mengabulkan gugatan Penggugat untuk sebagian;",
            "Menyatakan hubungan kerja antara Penggugat dan Tergugat putus sejak tanggal {tanggal_keluar};",
            "Menghukum Tergugat membayar hak-hak Penggugat sesuai ketentuan yang berlaku.",
        ),
        start=1,
    ):
        paper.line(paper.margin, paper.y, f"{number_}.")
        paper.paragraph(text, values, x=paper.margin + 20, gap=0.2)
    paper.space(0.4)
    paper.paragraph("Diputus dalam sidang yang terbuka untuk umum pada tanggal {tanggal_surat}.", values)
    signed(
        paper,
        values,
        rng,
        place="",
        role="Panitera,",
        signer="{pejabat}",
        stamp=(f"PENGADILAN NEGERI {job.city}", "PHI"),
    )
    return paper.finished()


SHAPES: dict[str, Callable[[Letter, SheetFacts, np.random.Generator], Sheet]] = {
    "tanda_terima": _receipt,
    "pemberitahuan": _notice,
    "tidak_menolak": _no_refusal,
    "perjanjian_bersama": _agreement,
    "putusan_phi": _ruling,
}
"""The shapes by the name that `SheetFacts.variant` may ask for."""
