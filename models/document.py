"""A document: one card, letter or picture found on a page, its type, quality and fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from models.code import Code
from models.field import Field, Row
from models.geometry import Matrix, Quad


class DocumentType(StrEnum):
    """The contract's document types."""

    KTP = "ktp"
    KPJ = "kpj"
    KK = "kk"
    NPWP = "npwp"
    BUKU_REKENING = "buku_rekening"
    PAKLARING = "paklaring"
    SURAT_PHK = "surat_phk"
    AKTA_KEMATIAN = "akta_kematian"
    SURAT_AHLI_WARIS = "surat_ahli_waris"
    AKTA_NIKAH = "akta_nikah"
    AKTA_KELAHIRAN = "akta_kelahiran"
    SURAT_DOKTER = "surat_dokter"
    KRONOLOGI_KECELAKAAN = "kronologi_kecelakaan"
    SURAT_PERNYATAAN = "surat_pernyataan"
    KAPK = "kapk"
    BUKTI_LAMARAN = "bukti_lamaran"
    PASPOR = "paspor"
    SUKET = "suket"
    SURAT_WASIAT = "surat_wasiat"
    PENETAPAN = "penetapan"
    DOKUMEN_PERUMAHAN = "dokumen_perumahan"
    KWITANSI = "kwitansi"
    FORMULIR = "formulir"
    SELFIE = "selfie"
    LAINNYA = "lainnya"


class QualityIssue(StrEnum):
    """What is wrong with a picture, in words that a person can act on."""

    BLUR = "blur"
    DARK = "dark"
    GLARE = "glare"
    TOO_SMALL = "too_small"
    CUT_OFF = "cut_off"
    COVERED = "covered"
    TURNED = "turned"
    SCREEN = "screen"
    COPY = "copy"
    EDITED_TEXT = "edited_text"
    REPLACED_PORTRAIT = "replaced_portrait"
    CUT_OUT = "cut_out"
    BEZEL = "bezel"
    SCREENSHOT = "screenshot"
    PICTURE_IN_PICTURE = "picture_in_picture"

    @property
    def hides(self) -> bool:
        """Whether it takes something away; a turned picture was turned back, a sign of fraud can be read."""
        return self is not QualityIssue.TURNED and self not in SIGNS


SIGNS = (
    QualityIssue.SCREEN, QualityIssue.COPY, QualityIssue.EDITED_TEXT, QualityIssue.REPLACED_PORTRAIT,
    QualityIssue.CUT_OUT, QualityIssue.BEZEL, QualityIssue.SCREENSHOT, QualityIssue.PICTURE_IN_PICTURE,
)  # fmt: skip
"""Issues that are signs of a copy or an edit: hints for an officer, never verdicts."""

SIGNS_OF_SELFIES = frozenset({QualityIssue.SCREEN, QualityIssue.BEZEL, QualityIssue.PICTURE_IN_PICTURE})
"""Those that a selfie is asked for; an identity card is asked for all but the last."""


class Trace(StrEnum):
    """What tells of an edit: another past in the file's compression, other print, or another rim.

    Of a card that was cut out: a rim of paper round it, or a ground of one even colour.
    """

    COMPRESSION = "compression"
    PRINT = "print"
    RIM = "rim"
    PAPER = "paper"
    GROUND = "ground"


@dataclass(frozen=True)
class QualityFinding:
    """One thing that troubles a picture, and where.

    Attributes:
        box: its place in the pixels of the page that was read; None where it is the whole picture.
        touches: names of the fields it lies on or that are missing where it lies; ``portrait`` for the
            photo on an identity card. Filled in after extraction.
        strength: of a sign, how far it goes beyond what counts (1: just enough); None where it is not graded.
        false_alarms: share (0..1) of untouched pictures on which such a sign was seen when it was measured.
        trace: of a sign of an edit, what tells it.
    """

    issue: QualityIssue
    box: Quad | None = field(default=None, repr=False)
    touches: tuple[str, ...] = ()
    strength: float | None = None
    false_alarms: float | None = None
    trace: Trace | None = None


PORTRAIT = "portrait"
"""What a finding touches that lies on the photo of an identity card; no field bears this name."""


@dataclass(frozen=True)
class Quality:
    """Whether the picture can be used for its purpose, and what troubles it.

    ``usable`` is False only where something that is needed is hit, or nothing can be read at all.
    """

    usable: bool = True
    issues: tuple[QualityIssue, ...] = ()
    findings: tuple[QualityFinding, ...] = ()

    def plus(self, found: Sequence[QualityFinding]) -> Quality:
        """Return the same with further findings; whether the picture can be used stays as it is."""
        issues = dict.fromkeys((*self.issues, *(finding.issue for finding in found)))
        return replace(self, issues=tuple(issues), findings=(*self.findings, *found))


@dataclass(frozen=True)
class Document:
    """One document of the claim.

    Attributes:
        file, page: where it came from; together with ``index`` they name the document.
        index: 0 for the first document on the page, counting on where a page holds several cards.
        type: what it is; ``type_confidence`` 0..1; ``declared_type`` is the applicant's word for the file.
        fields: by the contract's names. Absent = not on the document.
        tables: rows by the contract's name of the list (``anggota``, ``ahli_waris``).
        region: the document's outline in the pixels of the page that was read.
        to_upright, upright_size: as on the page; boxes are mapped back with them, in one place (report).
        hints: facts about the letter that checks need and that are no field (for example the reason of
            leaving it names, ``alasan`` = ``mengundurkan_diri``; ``jenis`` = the kind of PHK paper).
        codes: QR codes and barcodes on it.
        hidden: places of payment cards' numbers, which no picture may show.
    """

    file: str = field(repr=False)
    page: int
    type: DocumentType
    type_confidence: float
    declared_type: str | None = None
    index: int = 0
    quality: Quality = Quality()
    fields: Mapping[str, Field] = field(default_factory=dict, repr=False)
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict, repr=False)
    hints: Mapping[str, str] = field(default_factory=dict, repr=False)
    codes: tuple[Code, ...] = field(default=(), repr=False)
    hidden: tuple[Quad, ...] = field(default=(), repr=False)
    region: Quad | None = field(default=None, repr=False)
    to_upright: Matrix | None = field(default=None, repr=False, compare=False)
    upright_size: tuple[int, int] = (0, 0)

    def value(self, name: str) -> str | None:
        """Return the field's value, or None where it is absent or unreadable."""
        found = self.fields.get(name)
        return found.value if found else None

    @property
    def key(self) -> tuple[str, int, int]:
        """What names this document inside its claim."""
        return self.file, self.page, self.index
