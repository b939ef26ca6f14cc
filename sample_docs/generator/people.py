"""Who a claim is about: invented persons, their family and their work, in the contract's normal form.

Names and places are upper-case, dates are dates, numbers are digits only. What a document prints
(a regency without its "KOTA", a spaced account number) is the drawing's business, not the person's.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """One invented citizen, field for field what a KTP prints, plus what the card does not show."""

    name: str
    nik: str
    birth_place: str
    birth_date: dt.date
    sex: str
    golongan_darah: str
    alamat: str
    rt_rw: str
    kel_desa: str
    kecamatan: str
    kabupaten_kota: str
    provinsi: str
    agama: str
    status_perkawinan: str
    pekerjaan: str
    kewarganegaraan: str
    phone: str
    face: int
    """Index of the person's identity in `identities.json`."""
    title_prefix: str = ""
    title_suffix: str = ""
    """Titles that the KTP and the KK print around the name; deeds, letters and banks leave them out."""

    @property
    def name_with_titles(self) -> str:
        """The name as the KTP prints it: `DRS. BUDI SANTOSO, M.M.`."""
        prefixed = f"{self.title_prefix} {self.name}".strip()
        return f"{prefixed}, {self.title_suffix}" if self.title_suffix else prefixed

    @property
    def is_woman(self) -> bool:
        """Whether the card says PEREMPUAN."""
        return self.sex == "PEREMPUAN"


@dataclass(frozen=True)
class Member:
    """One line of a family card: the person, the relation to its head, and the parents' names."""

    person: Person
    hubungan: str
    nama_ayah: str
    nama_ibu: str


@dataclass(frozen=True)
class Employment:
    """One job that ended: the employer, the worker's place in it, and its dates."""

    company: str
    company_address: str
    city: str
    npp: str
    """The company's registration number at BPJS Ketenagakerjaan; never the worker's number."""
    position: str
    start: dt.date
    end: dt.date
    kpj: str
    """The worker's membership number of that job: 11 digits."""
    reason: str
    """Why the job ended, in the claim's word: `mengundurkan_diri`, `phk`, `meninggal_dunia`, ..."""


@dataclass(frozen=True)
class BankAccount:
    """An account as the claim declares it."""

    bank: str
    number: str
    holder: str
