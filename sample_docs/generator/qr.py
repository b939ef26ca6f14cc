"""Codes that a machine reads: QR codes on deeds, family cards and digital cards; bars on plastic ones.

What the codes of the offices hold is told by no public source that could be relied on. Deeds and family
cards carry the address of the civil registry's page that shows the signed original; the addresses here
have the same shape under a name that nobody can own (RFC 2606).
"""

import numpy as np
import zxingcpp

from sample_docs.generator.canvas import Picture
from sample_docs.generator.vocabulary import pick

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
HOSTS = ("tte.dukcapil.example", "verifikasi-dukcapil.example")


def qr(text: str, size: int, *, level: str = "M") -> Picture:
    """The text as a QR code of about `size` pixels a side (a whole number of pixels a module), quiet zone in.

    `level` is the share that may be damaged: L, M, Q or H.
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    modules = np.asarray(code.to_image(scale=1)).shape[0]
    return _rgb(code.to_image(scale=max(1, round(size / modules))))


def bars(text: str, size: tuple[int, int]) -> Picture:
    """The text as Code 128 bars, at most as wide and exactly as high as `size` says."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    row = np.asarray(code.to_image(scale=1))
    scale = max(1, size[0] // row.shape[1])
    line = np.repeat(row[row.shape[0] // 2], scale)
    return _rgb(np.tile(line, (size[1], 1)))


def verification_address(rng: np.random.Generator) -> str:
    """Where the registry would show the signed original of a deed or a family card."""
    token = "".join(pick(rng, tuple(ALPHABET)) for _ in range(22))
    return f"https://{pick(rng, HOSTS)}/{pick(rng, ('v', 'certificate', 'cek-dokumen'))}/{token}"


def _rgb(grey: object) -> Picture:
    single = np.asarray(grey, np.uint8)
    return np.repeat(single[..., None], 3, axis=2)
