"""The tax card: the dotted 15-digit one, the newer 16-digit one, and the electronic sheet."""

import numpy as np

from sample_docs.generator.canvas import Canvas, Drawing, blank, font, gradient, guilloche
from sample_docs.generator.people import Person
from sample_docs.generator.vocabulary import pick

PLASTIC = (1010, 637)
ELECTRONIC = (1240, 860)
NAVY = (28, 42, 96)


def draw_npwp(person: Person, number: str, rng: np.random.Generator) -> Drawing:
    """The card for the number: 15 digits give the old card, 16 the newer one or its electronic twin."""
    if len(number) == 15:
        return _dotted(person, number, rng)
    return _electronic(person, number) if rng.random() < 0.5 else _newer(person, number, rng)


def dotted(number: str) -> str:
    """A 15-digit number as it is printed: `02.183.241.5-000.000`."""
    parts = (number[:2], number[2:5], number[5:8], f"{number[8]}-{number[9:12]}", number[12:])
    return ".".join(parts)


def _dotted(person: Person, number: str, rng: np.random.Generator) -> Drawing:
    canvas = Canvas.on(guilloche(gradient(PLASTIC, (250, 226, 150), (246, 205, 96)), rng, strength=0.10))
    canvas.pen.rectangle((0, 0, PLASTIC[0], 104), fill=NAVY)
    white = (255, 255, 255)
    canvas.write(
        (505, 46),
        "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA",
        font("LiberationSans-Bold", 26),
        white,
        anchor="ms",
    )
    canvas.write((505, 84), "DIREKTORAT JENDERAL PAJAK", font("LiberationSans-Bold", 30), white, anchor="ms")
    canvas.write((60, 198), "NPWP :", font("LiberationSans-Bold", 40))
    canvas.write((220, 198), dotted(number), font("LiberationSans-Bold", 46), name="npwp")
    canvas.write((60, 278), person.name, font("LiberationSans-Bold", 34), name="nama")
    small = font("LiberationSans-Regular", 27)
    fields = {"npwp": number, "nama": person.name}
    y = 328
    if rng.random() < 0.6:
        fields["nik"] = person.nik
        canvas.write((60, y), "NIK :", small)
        canvas.write((135, y), person.nik, small, name="nik")
        y += 44
    _address(canvas, person, (60, y))
    canvas.write((60, 566), f"KPP PRATAMA {_city(person)}", font("LiberationSans-Bold", 26))
    canvas.write(
        (60, 602),
        f"Terdaftar : {rng.integers(1, 28):02d}-{rng.integers(1, 12):02d}-{rng.integers(2008, 2022)}",
        small,
    )
    return canvas.finish(fields)


def _newer(person: Person, number: str, rng: np.random.Generator) -> Drawing:
    canvas = Canvas.on(guilloche(gradient(PLASTIC, (232, 238, 250), (196, 212, 240)), rng, strength=0.12))
    canvas.pen.rectangle((0, 0, PLASTIC[0], 110), fill=NAVY)
    canvas.pen.rectangle((0, 110, PLASTIC[0], 120), fill=(240, 190, 40))
    white = (255, 255, 255)
    canvas.write((50, 70), "DIREKTORAT JENDERAL PAJAK", font("LiberationSans-Bold", 36), white)
    canvas.write((50, 176), "NOMOR POKOK WAJIB PAJAK", font("LiberationSans-Bold", 26), NAVY)
    title, at = pick(rng, (("NPWP16", 190), ("NPWP", 190), ("NPWP :", 190)))
    canvas.write((50, 250), title, font("LiberationSans-Regular", 27))
    canvas.write((at, 252), number, font("LiberationSans-Bold", 46), name="npwp")
    if rng.random() < 0.6:
        canvas.write((50, 544), "NITKU", font("LiberationSans-Regular", 27))
        canvas.write((190, 544), f"{number}000000", font("LiberationSans-Regular", 30))
    canvas.write((50, 326), "Nama", font("LiberationSans-Regular", 27))
    canvas.write((190, 326), person.name, font("LiberationSans-Bold", 32), name="nama")
    canvas.write((50, 384), "Alamat", font("LiberationSans-Regular", 27))
    _address(canvas, person, (190, 384))
    canvas.write((50, 590), f"KPP PRATAMA {_city(person)}", font("LiberationSans-Bold", 26), NAVY)
    return canvas.finish({"npwp": number, "nama": person.name})


def _electronic(person: Person, number: str) -> Drawing:
    canvas = Canvas.on(blank(ELECTRONIC, (255, 255, 255)))
    canvas.pen.rectangle((40, 40, 1200, 820), outline=NAVY, width=4)
    middle = ELECTRONIC[0] / 2
    canvas.write(
        (middle, 110), "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA", font("LiberationSans-Bold", 32), anchor="ms"
    )
    canvas.write((middle, 156), "DIREKTORAT JENDERAL PAJAK", font("LiberationSans-Bold", 32), anchor="ms")
    canvas.write((middle, 240), "KARTU NPWP ELEKTRONIK", font("LiberationSans-Bold", 38), NAVY, anchor="ms")
    rows = (("NPWP", number, "npwp"), ("NIK", person.nik, "nik"), ("Nama", person.name, "nama"))
    for row, (title, value, name) in enumerate(rows):
        y = 340 + row * 70
        canvas.write((110, y), title, font("LiberationSans-Regular", 32))
        canvas.write((300, y), ":", font("LiberationSans-Regular", 32))
        canvas.write((330, y), value, font("LiberationSans-Bold", 36), name=name)
    canvas.write((110, 550), "Alamat", font("LiberationSans-Regular", 32))
    canvas.write((300, 550), ":", font("LiberationSans-Regular", 32))
    _address(canvas, person, (330, 550))
    canvas.write((110, 770), f"KPP PRATAMA {_city(person)}", font("LiberationSans-Bold", 28))
    return canvas.finish({"npwp": number, "nama": person.name, "nik": person.nik}, screenshot=True)


def _address(canvas: Canvas, person: Person, at: tuple[float, float]) -> None:
    text = (
        f"{person.alamat} RT.{person.rt_rw[:3]} RW.{person.rt_rw[4:]} {person.kel_desa}, "
        f"{person.kecamatan}, {person.kabupaten_kota}, {person.provinsi}"
    )
    canvas.write_wrapped(at, text, font("LiberationSans-Regular", 27), width=740, leading=38)


def _city(person: Person) -> str:
    return person.kabupaten_kota.removeprefix("KABUPATEN ").removeprefix("KOTA ")
