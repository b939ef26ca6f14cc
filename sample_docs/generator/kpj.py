"""The membership card in its three faces: present plastic, old Jamsostek, digital."""

import numpy as np

from sample_docs.generator.canvas import Canvas, Drawing, blank, font, gradient, guilloche
from sample_docs.generator.people import Employment, Person
from sample_docs.generator.vocabulary import pick

PLASTIC = (1010, 637)
PHONE_SCREEN = (1080, 1500)
BIRTH_DATE = "%d-%m-%Y"


def draw_kpj(person: Person, job: Employment, rng: np.random.Generator) -> Drawing:
    """The card of that job, in one of its faces."""
    face = pick(rng, (_present, _present, _jamsostek, _digital))
    return face(person, job, rng)


def _present(person: Person, job: Employment, rng: np.random.Generator) -> Drawing:
    canvas = Canvas.on(guilloche(gradient(PLASTIC, (222, 240, 228), (176, 219, 190)), rng, strength=0.12))
    canvas.pen.rectangle((0, 0, PLASTIC[0], 118), fill=(20, 120, 62))
    canvas.write((48, 74), "BPJS Ketenagakerjaan", font("LiberationSans-Bold", 46), (255, 255, 255))
    canvas.write((48, 178), "KARTU PESERTA", font("LiberationSans-Bold", 36), (20, 90, 50))
    label, value = font("LiberationSans-Regular", 25), font("LiberationSans-Bold", 32)
    fields = {"kpj": job.kpj, "nama": person.name}
    canvas.write((48, 262), "Nomor KPJ", label)
    canvas.write((48, 312), _grouped(job.kpj, rng), font("LiberationSans-Bold", 46), name="kpj")
    canvas.write((48, 376), "Nama", label)
    canvas.write((48, 416), person.name, value, name="nama")
    y = 476
    if rng.random() < 0.6:
        fields["nik"] = person.nik
        canvas.write((48, y), "NIK", label)
        canvas.write((48, y + 40), person.nik, value, name="nik")
    else:
        canvas.write((48, y), "Tanggal Lahir", label)
        canvas.write((48, y + 40), f"{person.birth_date:{BIRTH_DATE}}", value)
    canvas.write((48, 602), job.company, font("LiberationSans-Regular", 24), (30, 60, 40))
    _barcode(canvas, (640, 500, 960, 590), job.kpj)
    return canvas.finish(fields)


def _jamsostek(person: Person, job: Employment, rng: np.random.Generator) -> Drawing:
    canvas = Canvas.on(guilloche(blank(PLASTIC, (236, 238, 226)), rng, strength=0.15, ink=(150, 170, 120)))
    canvas.pen.rectangle((0, 0, PLASTIC[0], 16), fill=(30, 90, 160))
    canvas.write(
        (505, 84), "PT JAMSOSTEK (PERSERO)", font("LiberationSerif-Bold", 44), (30, 60, 120), anchor="ms"
    )
    title = "KARTU PESERTA JAMSOSTEK"
    canvas.write((505, 140), title, font("LiberationSerif-Bold", 34), (160, 40, 40), anchor="ms")
    typed = font("LiberationMono-Bold", 34)
    rows = (
        ("No. KPJ", job.kpj, "kpj"),
        ("Nama", person.name, "nama"),
        ("Tgl. Lahir", f"{person.birth_date:{BIRTH_DATE}}", None),
        ("Perusahaan", job.company, None),
        ("NPP", job.npp, None),
    )
    for number, (title, value, name) in enumerate(rows):
        y = 236 + number * 66
        canvas.write((52, y), title, font("LiberationSerif-Regular", 30))
        canvas.write((240, y), ":", typed)
        canvas.write((270, y), value, typed, (35, 35, 45), name=name)
    canvas.write((52, 604), f"Terdaftar sejak {job.start:%d-%m-%Y}", font("LiberationSerif-Italic", 24))
    return canvas.finish({"kpj": job.kpj, "nama": person.name})


def _digital(person: Person, job: Employment, rng: np.random.Generator) -> Drawing:
    canvas = Canvas.on(blank(PHONE_SCREEN, (244, 246, 248)))
    width = PHONE_SCREEN[0]
    canvas.pen.rectangle((0, 0, width, 150), fill=(0, 122, 82))
    canvas.write(
        (width / 2, 100), "Kartu Digital", font("LiberationSans-Bold", 48), (255, 255, 255), anchor="ms"
    )
    canvas.pen.rounded_rectangle((50, 200, width - 50, 820), 40, fill=(0, 140, 96))
    white = (255, 255, 255)
    canvas.write((100, 290), "BPJS Ketenagakerjaan", font("LiberationSans-Bold", 46), white)
    canvas.write((100, 420), person.name, font("LiberationSans-Bold", 42), white, name="nama")
    canvas.write((100, 520), "No. Kartu Peserta (KPJ)", font("LiberationSans-Regular", 32), (220, 244, 232))
    canvas.write((100, 580), job.kpj, font("LiberationSans-Bold", 52), white, name="kpj")
    canvas.write((100, 680), "NIK", font("LiberationSans-Regular", 32), (220, 244, 232))
    canvas.write((100, 735), person.nik, font("LiberationSans-Bold", 42), white, name="nik")
    rows = (
        ("Nama Perusahaan", job.company), ("Segmen", "Penerima Upah"), ("Status Kepesertaan", "Tidak Aktif"),
        ("Kepesertaan Sejak", f"{job.start:%d-%m-%Y}"),
    )  # fmt: skip
    for number, (title, value) in enumerate(rows):
        y = 920 + number * 130
        canvas.write((80, y), title, font("LiberationSans-Regular", 32), (110, 116, 122))
        canvas.write((80, y + 48), value, font("LiberationSans-Bold", 36))
        canvas.pen.line((80, y + 76, width - 80, y + 76), fill=(215, 220, 224), width=2)
    clock = f"{rng.integers(7, 22):02d}.{rng.integers(0, 60):02d}"
    canvas.write((40, 34), clock, font("LiberationSans-Bold", 26), white)
    return canvas.finish({"kpj": job.kpj, "nama": person.name, "nik": person.nik}, screenshot=True)


def _grouped(number: str, rng: np.random.Generator) -> str:
    return pick(rng, (number, f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}"))


def _barcode(canvas: Canvas, box: tuple[int, int, int, int], number: str) -> None:
    """Bars that follow the digits; no reader is meant to make sense of them."""
    left, top, right, bottom = box
    canvas.pen.rectangle((left - 10, top - 8, right + 10, bottom + 8), fill=(255, 255, 255))
    x = float(left)
    for position in range(60):
        digit = int(number[position % len(number)])
        breadth = 1.5 + (digit * 7 + position * 3) % 4
        if position % 2 == 0:
            canvas.pen.rectangle((x, top, x + breadth, bottom), fill=(10, 10, 10))
        x += breadth + 1.6
        if x > right:
            break
