"""Inventing people, families, jobs and accounts; every number is one that no living person has."""

import datetime as dt
from dataclasses import replace

import numpy as np

from sample_docs.generator.identities import identity_for
from sample_docs.generator.people import BankAccount, Employment, Member, Person
from sample_docs.generator.places import place_in, village
from sample_docs.generator.vocabulary import digits, pick, vocabulary, weighted

FIRST_SERIAL = 9000
"""NIK serials from here on are hardly ever given out, so an invented NIK is nobody's."""

FOREIGNERS = 0.008
"""Share of people with a foreigner's card; after six months of work they are insured like everybody."""
STATES = ("MALAYSIA", "SINGAPURA", "INDIA", "TIONGKOK", "KOREA SELATAN", "JEPANG", "FILIPINA")

ORIGINS = {
    "jawa": 34.0, "sunda": 16.0, "melayu": 14.0, "batak": 7.0, "bugis": 6.0,
    "minang": 5.0, "timur": 5.0, "tionghoa": 4.0, "bali": 4.0,
}  # fmt: skip


def invent_person(
    rng: np.random.Generator,
    *,
    born: tuple[dt.date, dt.date],
    today: dt.date,
    sex: str | None = None,
    status: str | None = None,
    origin: str | None = None,
    religion: str | None = None,
    taken_faces: tuple[int, ...] = (),
) -> Person:
    """A person born between two dates, with a face of that sex and age that nobody else in the claim has."""
    origin = origin or weighted(rng, ORIGINS)
    sex = sex or ("PEREMPUAN" if rng.random() < 0.45 else "LAKI-LAKI")
    birth_date = born[0] + dt.timedelta(days=int(rng.integers((born[1] - born[0]).days + 1)))
    age = (today - birth_date).days // 365
    home = place_in(rng, weighted(rng, vocabulary()["provinces"][origin]))
    religion = religion or str(pick(rng, vocabulary()["religions"][origin]))
    prefix, suffix = pick(rng, vocabulary()["titles"]) if rng.random() < 0.07 else ("", "")
    if prefix == "H.":
        prefix = "" if religion != "ISLAM" else "HJ." if sex == "PEREMPUAN" else "H."
    return Person(
        name=invent_name(rng, origin, sex),
        nik=nik_of(rng, home.code, birth_date, sex),
        birth_place=home.city,
        birth_date=birth_date,
        sex=sex,
        golongan_darah=str(pick(rng, vocabulary()["blood_groups"])),
        alamat=invent_address(rng),
        rt_rw=f"{rng.integers(1, 13):03d}/{rng.integers(1, 25):03d}",
        kel_desa=village(rng),
        kecamatan=home.kecamatan,
        kabupaten_kota=home.kabupaten_kota,
        provinsi=home.provinsi,
        agama=religion,
        status_perkawinan=status or ("BELUM KAWIN" if age < 26 and rng.random() < 0.7 else "KAWIN"),
        pekerjaan=_occupation(rng, sex, age),
        kewarganegaraan=str(pick(rng, STATES)) if rng.random() < FOREIGNERS else "WNI",
        phone=f"{pick(rng, vocabulary()['phone_prefixes'])}000{digits(rng, 5)}",
        face=identity_for(rng, sex=sex, age=age, muslim=religion == "ISLAM", taken=taken_faces),
        title_prefix=str(prefix),
        title_suffix=str(suffix),
    )


def invent_name(rng: np.random.Generator, origin: str, sex: str) -> str:
    """A name of one to four words in the way of the region."""
    female = sex == "PEREMPUAN"
    words = vocabulary()["names"][origin]
    first = str(pick(rng, words["female" if female else "male"]))
    last = str(pick(rng, words["last_female" if female else "last_male"]))
    middle = str(pick(rng, vocabulary()["middle"]["female" if female else "male"]))
    shape = rng.random()
    if shape < 0.08 and origin in ("jawa", "sunda") and len(first) > 4:
        return first
    if shape < 0.36 and middle not in (first, last):
        return f"{first} {middle} {last}"
    further = str(pick(rng, vocabulary()["middle"]["female" if female else "male"]))
    if shape > 0.96 and len({first, middle, further, last}) == 4:
        return f"{first} {middle} {further} {last}"
    return f"{first} {last}" if first != last else f"{first} {middle}"


def nik_of(rng: np.random.Generator, district: str, birth_date: dt.date, sex: str) -> str:
    """District, birth date (a woman's day is 40 more) and a serial that nobody has."""
    day = birth_date.day + (40 if sex == "PEREMPUAN" else 0)
    return f"{district}{day:02d}{birth_date:%m%y}{rng.integers(FIRST_SERIAL, 10000)}"


def invent_address(rng: np.random.Generator) -> str:
    """A street or hamlet, most with a house number."""
    street = str(pick(rng, vocabulary()["streets"]))
    return f"{street} NO. {rng.integers(1, 190)}" if rng.random() < 0.75 else street


def invent_spouse(rng: np.random.Generator, person: Person, today: dt.date) -> Person:
    """Husband or wife of the person, under the same roof."""
    other = "LAKI-LAKI" if person.is_woman else "PEREMPUAN"
    born = person.birth_date
    spouse = invent_person(
        rng,
        born=(born - dt.timedelta(days=1500), min(born + dt.timedelta(days=1800), _years_ago(today, 19))),
        today=today, sex=other, status=person.status_perkawinan, religion=person.agama,
        taken_faces=(person.face,),
    )  # fmt: skip
    return at_home_of(spouse, person)


def invent_child(
    rng: np.random.Generator, parent: Person, born: tuple[dt.date, dt.date], today: dt.date,
    taken_faces: tuple[int, ...] = (),
) -> Person:  # fmt: skip
    """A child of the person, living with the family and registered in the same district."""
    child = invent_person(
        rng, born=born, today=today, status="BELUM KAWIN", religion=parent.agama, taken_faces=taken_faces
    )
    at_home = at_home_of(child, parent)
    return replace(
        at_home,
        nik=nik_of(rng, parent.nik[:6], child.birth_date, child.sex),
        birth_place=parent.kabupaten_kota.removeprefix("KABUPATEN ").removeprefix("KOTA "),
        title_prefix="", title_suffix="",
    )  # fmt: skip


def family_of(
    rng: np.random.Generator, head: Person, spouse: Person | None, children: tuple[Person, ...]
) -> tuple[Member, ...]:
    """The lines of the family card: the head first, then the spouse, then the children."""
    partner = "SUAMI" if spouse is not None and not spouse.is_woman else "ISTRI"
    members = [Member(head, "KEPALA KELUARGA", *_parents(rng))]
    if spouse is not None:
        members.append(Member(spouse, partner, *_parents(rng)))
    father, mother = (spouse, head) if head.is_woman else (head, spouse)
    for child in children:
        absent_father, absent_mother = _parents(rng)
        names = (father.name if father else absent_father, mother.name if mother else absent_mother)
        members.append(Member(child, "ANAK", *names))
    return tuple(members)


def invent_employment(rng: np.random.Generator, person: Person, *, end: dt.date, reason: str) -> Employment:
    """A job of one to fourteen years that ended on the day, begun when the worker was of age."""
    earliest = _years_ago(person.birth_date, -18)
    longest = max((end - earliest).days, 200)
    start = end - dt.timedelta(days=int(rng.integers(min(400, longest - 1), min(longest, 5200))))
    words = vocabulary()["companies"]
    parts = [pick(rng, words[part]) for part in ("kind", "first", "second", "trade")]
    where = person.kabupaten_kota.removeprefix("KABUPATEN ").removeprefix("KOTA ")
    return Employment(
        company=" ".join(str(part) for part in parts if part),
        company_address=f"{pick(rng, vocabulary()['streets'])} NO. {rng.integers(1, 99)}",
        city=where,
        npp=f"{pick(rng, ('JJ', 'AA', 'NN', 'BB'))}{digits(rng, 6)}",
        position=str(pick(rng, vocabulary()["positions"])),
        start=start, end=end,
        kpj=f"{start:%y}{digits(rng, 9)}",
        reason=reason,
    )  # fmt: skip


def invent_account(rng: np.random.Generator, holder: Person, bank: str | None = None) -> BankAccount:
    """An account in the person's name with the bank's own number of digits."""
    lengths = vocabulary()["banks"]
    bank = bank or str(pick(rng, list(lengths)))
    return BankAccount(bank=bank, number=digits(rng, lengths[bank]), holder=holder.name)


def npwp_15(rng: np.random.Generator) -> str:
    """An old tax number: eight digits, the Luhn digit over them, tax office and branch 000."""
    stem = digits(rng, 8)
    total = sum(sum(divmod(int(d) * (1 + i % 2), 10)) for i, d in enumerate(stem))
    return f"{stem}{-total % 10}{rng.integers(1, 900):03d}000"


def _occupation(rng: np.random.Generator, sex: str, age: int) -> str:
    kinds = vocabulary()["occupations"]
    if age < 22:
        return str(pick(rng, kinds["young"]))
    return str(pick(rng, kinds["home" if sex == "PEREMPUAN" and rng.random() < 0.35 else "working"]))


def at_home_of(person: Person, host: Person) -> Person:
    """The person with the host's address: one family, one roof."""
    return replace(
        person,
        alamat=host.alamat, rt_rw=host.rt_rw, kel_desa=host.kel_desa,
        kecamatan=host.kecamatan, kabupaten_kota=host.kabupaten_kota, provinsi=host.provinsi,
    )  # fmt: skip


def _parents(rng: np.random.Generator) -> tuple[str, str]:
    origin = weighted(rng, ORIGINS)
    return invent_name(rng, origin, "LAKI-LAKI"), invent_name(rng, origin, "PEREMPUAN")


def _years_ago(day: dt.date, years: int) -> dt.date:
    """The same day so many years before (after, when negative); 29 February becomes the 28th."""
    return dt.date(day.year - years, day.month, min(day.day, 28))
