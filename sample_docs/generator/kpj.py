"""The membership card in its eras: old Jamsostek plastic, BPJS Ketenagakerjaan's cards, digital ones."""

import datetime as dt

import numpy as np

from sample_docs.generator.canvas import Canvas, Drawing, Ink, Picture, blank, font, gradient, guilloche
from sample_docs.generator.people import Employment, Person
from sample_docs.generator.phone_screen import SCREENS, navigation_bar, status_bar
from sample_docs.generator.qr import bars, qr
from sample_docs.generator.vocabulary import pick, weighted

PLASTIC = (1010, 637)
BIRTH_DATE = "%d-%m-%Y"
GREEN: Ink = (0, 122, 82)
WHITE: Ink = (255, 255, 255)


def draw_kpj(person: Person, job: Employment, rng: np.random.Generator) -> Drawing:
    """The card of that job, in a face of its era; people have their old card laminated for decades."""
    old = 3.0 if job.start < dt.date(2014, 1, 1) else 0.4
    eras = {"jamsostek": old, "jamsostek_bare": old / 2, "green": 2.0, "white": 1.5, "digital": 2.0}
    return FACES[weighted(rng, eras)](person, job, rng)


def code_text(person: Person, job: Employment, rng: np.random.Generator) -> str:
    """What the square on a digital card says: no source tells, so the shapes that are likely all occur."""
    return pick(
        rng,
        (
            job.kpj, f"{job.kpj}|{person.nik}|{person.name}", f"KPJ:{job.kpj};NIK:{person.nik}",
            f"https://kartu.bpjstk.example/cek?kpj={job.kpj}",
        ),
    )  # fmt: skip


def grouped(number: str, rng: np.random.Generator) -> str:
    """The number as cards print it: bare, or in the groups that forms have."""
    return pick(rng, (number, f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}"))


def _green(person: Person, job: Employment, rng: np.random.Generator) -> Drawing:
    canvas = Canvas.on(guilloche(gradient(PLASTIC, (222, 240, 228), (176, 219, 190)), rng, strength=0.12))
    canvas.pen.rectangle((0, 0, PLASTIC[0], 118), fill=(20, 120, 62))
    canvas.write((48, 74), "BPJS Ketenagakerjaan", font("LiberationSans-Bold", 46), WHITE)
    canvas.write((48, 178), "KARTU PESERTA", font("LiberationSans-Bold", 36), (20, 90, 50))
    label, value = font("LiberationSans-Regular", 25), font("LiberationSans-Bold", 32)
    fields = {"kpj": job.kpj, "nama": person.name}
    title = pick(rng, ("Nomor KPJ", "No. KPJ", "Nomor Peserta"))
    canvas.write((48, 262), title, label)
    canvas.write((48, 312), grouped(job.kpj, rng), font("LiberationSans-Bold", 46), name="kpj")
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
    _code(canvas, bars(job.kpj, (330, 84)), (640, 500))
    return canvas.finish(fields)


def _white(person: Person, job: Employment, rng: np.random.Generator) -> Drawing:
    """A white card with a green wave; the number stands large and without a label, a square at the right."""
    canvas = Canvas.on(guilloche(blank(PLASTIC, (250, 251, 249)), rng, strength=0.06, ink=(60, 160, 110)))
    canvas.pen.ellipse((-300, 470, 1300, 1060), fill=(0, 140, 92))
    canvas.pen.ellipse((-300, 500, 1300, 1100), fill=(122, 190, 60))
    canvas.write((52, 92), "BPJS Ketenagakerjaan", font("LiberationSans-Bold", 44), (0, 110, 70))
    canvas.write((52, 138), "KARTU PESERTA", font("LiberationSans-Bold", 28), (90, 96, 100))
    fields = {"kpj": job.kpj, "nama": person.name}
    canvas.write((52, 262), grouped(job.kpj, rng), font("LiberationSans-Bold", 52), name="kpj")
    size = min(38.0, 38 * 24 / len(person.name))
    canvas.write((52, 330), person.name, font("LiberationSans-Bold", size), name="nama")
    small = font("LiberationSans-Regular", 28)
    if rng.random() < 0.4:
        fields["nik"] = person.nik
        canvas.write((52, 382), "NIK :", small)
        canvas.write((140, 382), person.nik, small, name="nik")
    else:
        canvas.write((52, 382), f"{person.birth_place}, {person.birth_date:{BIRTH_DATE}}", small)
    if rng.random() < 0.7:
        _code(canvas, qr(code_text(person, job, rng), 210), (740, 190))
    canvas.write((52, 600), "www.bpjsketenagakerjaan.example   Care Contact 175", small, WHITE)
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


def _jamsostek_bare(person: Person, job: Employment, rng: np.random.Generator) -> Drawing:
    """The blue card with typed lines and no labels: number, name, birth date; a word on the foot."""
    canvas = Canvas.on(guilloche(gradient(PLASTIC, (214, 228, 244), (168, 196, 228)), rng, strength=0.14))
    canvas.write((52, 92), "JAMSOSTEK", font("LiberationSerif-Bold", 62), (16, 50, 120))
    canvas.write((52, 134), "JAMINAN SOSIAL TENAGA KERJA", font("LiberationSans-Bold", 22), (16, 50, 120))
    canvas.write((960, 92), "KARTU PESERTA", font("LiberationSans-Bold", 34), (150, 30, 40), anchor="rs")
    typed = font("LiberationMono-Bold", 42)
    canvas.write((60, 330), f"{grouped(job.kpj, rng)}", typed, (40, 40, 52), name="kpj")
    size = min(40.0, 40 * 30 / len(person.name))
    canvas.write((60, 402), person.name, font("LiberationMono-Bold", size), (40, 40, 52), name="nama")
    canvas.write(
        (60, 466), f"{person.birth_date:{BIRTH_DATE}}", font("LiberationMono-Bold", 34), (40, 40, 52)
    )
    notice = "Kartu ini milik PT Jamsostek (Persero). Bila hilang segera lapor ke kantor cabang terdekat."
    canvas.write((52, 600), notice, font("LiberationSans-Regular", 21), (50, 60, 90))
    return canvas.finish({"kpj": job.kpj, "nama": person.name})


def _digital(person: Person, job: Employment, rng: np.random.Generator) -> Drawing:
    """The card in the telephone's application, with its square, on a light or a dark screen."""
    size = pick(rng, SCREENS)
    u, dark = size[0] / 1080, rng.random() < 0.3
    ground: Ink = (20, 22, 24) if dark else (244, 246, 248)
    text: Ink = (236, 238, 240) if dark else (24, 24, 28)
    small_ink: Ink = (150, 156, 162) if dark else (110, 116, 122)
    canvas, width = Canvas.on(blank(size, ground)), size[0]
    canvas.pen.rectangle((0, 0, width, 230 * u), fill=GREEN)
    status_bar(canvas, rng, WHITE, u)
    canvas.write((width / 2, 176 * u), pick(rng, ("Kartu Digital", "Kartu Peserta Digital")),
                 font("LiberationSans-Bold", 48 * u), WHITE, anchor="ms")  # fmt: skip
    top = 280 * u
    canvas.pen.rounded_rectangle((50 * u, top, width - 50 * u, top + 640 * u), 40 * u, fill=(0, 140, 96))
    pale: Ink = (220, 244, 232)
    label = font("LiberationSans-Regular", 32 * u)
    canvas.write((100 * u, top + 90 * u), "BPJS Ketenagakerjaan", font("LiberationSans-Bold", 46 * u), WHITE)
    name = font("LiberationSans-Bold", min(42.0, 42 * 24 / len(person.name)) * u)
    canvas.write((100 * u, top + 200 * u), person.name, name, WHITE, name="nama")
    title = pick(rng, ("No. Kartu Peserta (KPJ)", "Nomor KPJ", "Nomor Peserta"))
    canvas.write((100 * u, top + 290 * u), title, label, pale)
    canvas.write((100 * u, top + 350 * u), job.kpj, font("LiberationSans-Bold", 52 * u), WHITE, name="kpj")
    canvas.write((100 * u, top + 440 * u), "NIK", label, pale)
    canvas.write((100 * u, top + 495 * u), person.nik, font("LiberationSans-Bold", 42 * u), WHITE, name="nik")
    if rng.random() < 0.75:
        _code(canvas, qr(code_text(person, job, rng), round(260 * u)), (round(690 * u), round(top + 330 * u)))
    rows = (
        ("Nama Perusahaan", job.company), ("Segmen", "Penerima Upah"), ("Status Kepesertaan", "Tidak Aktif"),
        ("Kepesertaan Sejak", f"{job.start:%d-%m-%Y}"),
    )  # fmt: skip
    for number, (title, value) in enumerate(rows):
        y = top + (740 + number * 130) * u
        canvas.write((80 * u, y), title, label, small_ink)
        canvas.write((80 * u, y + 48 * u), value, font("LiberationSans-Bold", 36 * u), text)
        canvas.pen.line((80 * u, y + 76 * u, width - 80 * u, y + 76 * u), fill=(190, 196, 200), width=2)
    navigation_bar(canvas, small_ink, u)
    return canvas.finish({"kpj": job.kpj, "nama": person.name, "nik": person.nik}, screenshot=True)


FACES = {
    "jamsostek": _jamsostek, "jamsostek_bare": _jamsostek_bare, "green": _green, "white": _white,
    "digital": _digital,
}  # fmt: skip
"""The faces of the card by era."""


def _code(canvas: Canvas, picture: Picture, at: tuple[int, int]) -> None:
    """A code on its white ground."""
    height, width = picture.shape[:2]
    canvas.pen.rectangle((at[0] - 10, at[1] - 10, at[0] + width + 10, at[1] + height + 10), fill=WHITE)
    canvas.paste(picture, at)
