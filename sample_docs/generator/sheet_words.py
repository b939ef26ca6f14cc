"""How Indonesian letters write dates, names and numbers, and the offices that sign them."""

from __future__ import annotations

from datetime import date

import numpy as np

from sample_docs.generator.people import Employment, Person
from sample_docs.generator.sheet_facts import SheetFacts
from sample_docs.generator.sheet_paper import Value

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des")
ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
DATE_STYLES = (
    "long", "long", "padded", "dashed", "slashed", "short", "dotted", "old", "upper", "spaced",
)  # fmt: skip
OLD_MONTHS = {2: "Pebruari", 11: "Nopember"}
"""Spellings that older typists keep."""

# Those who sign: syllables that make plausible names of nobody in particular.
SIGNERS = (
    "Retno Wulandari", "Agung Prasetya", "Yohana Tampubolon", "Wayan Sudarma", "Dewi Anggraini",
    "Rudi Hermawan", "Fitri Handayani", "Bambang Setyo Nugroho", "Maria Goreti Lawalata", "Andi Rusdianto",
)  # fmt: skip
KEPT = {"PT", "CV", "UD", "PD", "BUMD", "RT", "RW", "RI", "DKI", "DI", "II", "III", "IV"}


def titled(text: str) -> str:
    """`PT SINAR BUANA` as running text writes it: `PT Sinar Buana`."""
    return " ".join(
        word if word in KEPT else word.capitalize() if "'" in word else word.title() for word in text.split()
    )


def in_words(number: int) -> str:
    """A number below a thousand millions spelled out, as deeds and receipts do."""
    units = (
        "", "satu", "dua", "tiga", "empat", "lima", "enam",
        "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
    )  # fmt: skip
    if number < 12:
        return units[number]
    if number < 20:
        return f"{units[number - 10]} belas"
    for base, word in ((10**6, "juta"), (1000, "ribu"), (100, "ratus"), (10, "puluh")):
        if number >= base:
            head, rest = divmod(number, base)
            lead = f"se{word}" if head == 1 and word != "juta" else f"{in_words(head)} {word}"
            return f"{lead} {in_words(rest)}".strip()
    raise ValueError("numbers below zero are not spelled out")


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def day(value: date, style: str = "long") -> str:
    """A date in one of the styles of `DATE_STYLES`, `british`, `ordinal` or `english`."""
    month = value.month - 1
    return {
        "long": f"{value.day} {MONTHS[month]} {value.year}",
        "padded": f"{value.day:02d} {MONTHS[month]} {value.year}",
        "dashed": f"{value:%d-%m-%Y}",
        "slashed": f"{value:%d/%m/%Y}",
        "short": f"{value.day:02d} {SHORT[month]} {value.year}",
        "dotted": f"{value:%d.%m.%Y}",
        "old": f"{value.day} {OLD_MONTHS.get(value.month, MONTHS[month])} {value.year}",
        "upper": f"{value.day:02d} {MONTHS[month].upper()} {value.year}",
        "spaced": f"{value.day:02d} - {value.month:02d} - {value.year}",
        "british": f"{value.day} {ENGLISH[month]} {value.year}",
        "ordinal": f"{_ordinal(value.day)} {ENGLISH[month]} {value.year}",
        "english": f"{ENGLISH[month]} {value.day}, {value.year}",
    }[style]


def dated(value: date, style: str = "long") -> Value:
    """A date as a contract value."""
    return Value(day(value, style), value.isoformat())


def money(rupiah: int, style: str) -> Value:
    """An amount as receipts write it; its truth is the plain number of rupiah."""
    dotted = f"{rupiah:,}".replace(",", ".")
    printed = {
        "eyd": f"Rp{dotted},00", "dash": f"Rp {dotted},-", "stop": f"Rp. {dotted},00",
        "plain": f"Rp {dotted}",
    }[style]  # fmt: skip
    return Value(printed, str(rupiah))


MONEY_STYLES = ("eyd", "dash", "stop", "plain")


def named(name: str, *, upper: bool) -> Value:
    """A name or a place as a contract value, printed in capitals or as running text."""
    return Value(name if upper else titled(name), " ".join(name.upper().split()))


def staff_number(rng: np.random.Generator) -> str:
    """A civil servant's number: birth date, month of appointment, sex and serial, all invented."""
    born = f"19{int(rng.integers(65, 89))}{int(rng.integers(1, 13)):02d}{int(rng.integers(1, 29)):02d}"
    return f"NIP. {born} {int(rng.integers(2000, 2014))}03 1 00{int(rng.integers(1, 9))}"


def shown(text: str) -> Value:
    """A value that is printed as it is."""
    return Value(text, text)


def number_of(text: str) -> Value:
    """A letter's number: as printed, upper-case."""
    return Value(text, text.upper())


def initials_of(job: Employment) -> str:
    """The company's initials, as its letter numbers use them."""
    return "".join(word[0] for word in job.company.split() if word not in KEPT)


def birth_of(person: Person, *, upper: bool = False) -> str:
    """Place and date of birth as letters write them."""
    place = person.birth_place if upper else titled(person.birth_place)
    return f"{place}, {day(person.birth_date)}"


def address_of(person: Person) -> str:
    """The person's address in one line."""
    return (
        f"{titled(person.alamat)} RT {person.rt_rw.replace('/', ' RW ')}, Kel. {titled(person.kel_desa)}, "
        f"Kec. {titled(person.kecamatan)}, {titled(person.kabupaten_kota)}"
    )


def town_of(person: Person) -> str:
    """The place that a letter is dated from: the regency without its rank."""
    return titled(person.kabupaten_kota.removeprefix("KOTA ").removeprefix("KABUPATEN "))


def spouse_of(facts: SheetFacts) -> Person | None:
    """The participant's husband or wife, where the claim knows one."""
    if facts.heir is not None and facts.relationship == "pasangan":
        return facts.heir
    couple = [m.person for m in facts.family if m.hubungan in ("KEPALA KELUARGA", "SUAMI", "ISTRI")]
    others = [person for person in couple if person.nik != facts.participant.nik]
    return others[0] if len(others) == 1 and len(couple) == 2 else None


def parents_of(facts: SheetFacts, person: Person) -> tuple[str, str]:
    """Father's and mother's names: from the family card, else the participant and the spouse."""
    for member in facts.family:
        if member.person.nik == person.nik:
            return member.nama_ayah, member.nama_ibu
    if person.nik == facts.participant.nik:
        return "-", "-"
    other, who = spouse_of(facts), facts.participant
    if facts.relationship != "anak":
        return "-", "-"
    absent = other.name if other is not None else "-"
    return (absent, who.name) if who.is_woman else (who.name, absent)
