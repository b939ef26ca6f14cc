"""Nomor rekening, a bank account's number, and the names under which a bank goes.

No structure and no check digit are public. Leading zeros count, so it stays text. Lengths differ by bank
and are known only from unofficial lists (they are kept with validation, as a soft check); 5 to 18 digits
is all that is demanded here. Sixteen digits that begin with 4, 5 or 6 and pass Luhn are nearly surely a
debit card's number, which must be neither compared nor stored; BTN's accounts also have sixteen digits.

>>> AccountNumber.parse("123-456-7890")
AccountNumber(••••••7890)
>>> bank_in("PT. BANK CENTRAL ASIA Tbk"), bank_in("TAHAPAN BCA"), bank_in("BANK SYARIAHINDONESIA")
('BCA', 'BCA', 'BSI')
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.numbers.digits import compact, is_digits, masked
from models.numbers.payment_card import is_card_number

_SHORTEST, _LONGEST = 5, 18
_SURELY_A_NAME = 12
"""Letters from which a bank's name is found inside a run of letters; shorter ones stand in other words."""

# Canonical name, then every way it is written. A longer name is tried before a shorter one, so that
# BCA SYARIAH is not taken for BCA. Names and codes: the association's public code lists.
_NAMES: dict[str, tuple[str, ...]] = {
    "BCA": ("BANK CENTRAL ASIA", "BCA", "014"),
    "BCA SYARIAH": ("BANK BCA SYARIAH", "BCA SYARIAH", "536"),
    "BLU": ("BCA DIGITAL", "BLU BY BCA DIGITAL", "BLU", "501"),
    "MANDIRI": ("BANK MANDIRI", "MANDIRI", "LIVIN", "008"),
    "BRI": ("BANK RAKYAT INDONESIA", "BRI", "BRIMO", "SIMPEDES", "BRITAMA", "002"),
    "RAYA": ("BANK RAYA", "BANK RAYA INDONESIA", "AGRONIAGA", "BRI AGRO", "494"),
    "BNI": ("BANK NEGARA INDONESIA", "BNI", "BNI 46", "TAPLUS", "WONDR", "009"),
    "BTN": ("BANK TABUNGAN NEGARA", "BTN", "BALE BY BTN", "200"),
    "BTN SYARIAH": ("BANK TABUNGAN NEGARA SYARIAH", "BTN SYARIAH"),
    "BSI": (
        "BANK SYARIAH INDONESIA",
        "BSI",
        "BANK SYARIAH MANDIRI",
        "MANDIRI SYARIAH",
        "BNI SYARIAH",
        "BRI SYARIAH",
        "BRISYARIAH",
        "BYOND",
        "451",
    ),
    "CIMB NIAGA": ("CIMB NIAGA", "BANK NIAGA", "CIMB", "OCTO", "022"),
    "DANAMON": ("BANK DANAMON", "DANAMON", "D BANK PRO", "011"),
    "PERMATA": ("BANK PERMATA", "PERMATA BANK", "PERMATABANK", "PERMATA", "PERMATAME", "013"),
    "MUAMALAT": ("BANK MUAMALAT", "MUAMALAT", "147"),
    "MEGA": ("BANK MEGA", "MEGA", "426"),
    "MEGA SYARIAH": ("BANK MEGA SYARIAH", "MEGA SYARIAH", "506"),
    "KB BANK": ("KB BANK", "KB BUKOPIN", "BANK BUKOPIN", "BUKOPIN", "441"),
    "PANIN": ("PANIN BANK", "PANINBANK", "BANK PANIN", "PANIN", "019"),
    "OCBC": ("OCBC NISP", "BANK OCBC NISP", "OCBC", "NISP", "028"),
    "BTPN": ("BANK TABUNGAN PENSIUNAN NASIONAL", "SMBC INDONESIA", "BTPN", "JENIUS", "213"),
    "BTPN SYARIAH": ("BTPN SYARIAH", "BANK BTPN SYARIAH", "547"),
    "BJB": ("BANK JABAR BANTEN", "BANK JABAR", "BANK PEMBANGUNAN DAERAH JAWA BARAT DAN BANTEN", "BJB", "110"),
    "BJB SYARIAH": ("BANK BJB SYARIAH", "BJB SYARIAH", "425"),
    "BANK JAKARTA": ("BANK JAKARTA", "BANK DKI", "DKI", "111"),
    "JAGO": ("BANK JAGO", "JAGO", "542"),
    "SEABANK": ("SEABANK", "SEA BANK", "SEABANK INDONESIA", "535"),
    "MAYBANK": ("MAYBANK", "MAYBANK INDONESIA", "BANK INTERNASIONAL INDONESIA", "BII", "016"),
    "UOB": ("UOB", "BANK UOB INDONESIA", "TMRW", "023"),
    "HSBC": ("HSBC", "041"),
    "DBS": ("DBS", "DIGIBANK", "046"),
    "BPD DIY": ("BPD DIY", "BANK BPD DIY", "112"),
    "BANK JATENG": ("BANK JATENG", "BPD JATENG", "BANK PEMBANGUNAN DAERAH JAWA TENGAH", "113"),
    "BANK JATIM": ("BANK JATIM", "BPD JATIM", "BANK PEMBANGUNAN DAERAH JAWA TIMUR", "114"),
    "BANK JAMBI": ("BANK JAMBI", "BPD JAMBI", "115"),
    "BANK ACEH": ("BANK ACEH", "BANK ACEH SYARIAH", "BPD ACEH", "116"),
    "BANK SUMUT": ("BANK SUMUT", "BPD SUMUT", "117"),
    "BANK NAGARI": ("BANK NAGARI", "BPD SUMATERA BARAT", "118"),
    "BANK RIAU KEPRI": ("BANK RIAU KEPRI", "BRK SYARIAH", "119"),
    "BANK SUMSEL BABEL": ("BANK SUMSEL BABEL", "BANK SUMSELBABEL", "120"),
    "BANK LAMPUNG": ("BANK LAMPUNG", "BPD LAMPUNG", "121"),
    "BANK KALSEL": ("BANK KALSEL", "BPD KALSEL", "122"),
    "BANK KALBAR": ("BANK KALBAR", "BPD KALBAR", "123"),
    "BANKALTIMTARA": ("BANKALTIMTARA", "BANK KALTIMTARA", "BPD KALTIM KALTARA", "124"),
    "BANK KALTENG": ("BANK KALTENG", "BPD KALTENG", "125"),
    "BANK SULSELBAR": ("BANK SULSELBAR", "BPD SULSELBAR", "126"),
    "BANK SULUTGO": ("BANK SULUTGO", "BSG", "127"),
    "BANK NTB SYARIAH": ("BANK NTB SYARIAH", "BANK NTB", "128"),
    "BPD BALI": ("BPD BALI", "BANK BPD BALI", "129"),
    "BANK NTT": ("BANK NTT", "BPD NTT", "130"),
    "BANK MALUKU MALUT": ("BANK MALUKU MALUT", "BANK MALUKU", "131"),
    "BANK PAPUA": ("BANK PAPUA", "BPD PAPUA", "132"),
    "BANK BENGKULU": ("BANK BENGKULU", "BPD BENGKULU", "133"),
    "BANK SULTENG": ("BANK SULTENG", "BPD SULTENG", "134"),
    "BANK SULTRA": ("BANK SULTRA", "BPD SULTRA", "135"),
    "BANK BANTEN": ("BANK BANTEN", "137"),
    "SINARMAS": ("BANK SINARMAS", "SINARMAS", "153"),
    "NEO COMMERCE": ("BANK NEO COMMERCE", "NEO COMMERCE", "NEOBANK", "BNC", "490"),
    "ALLO": ("ALLO BANK", "ALLOBANK", "567"),
    "MANTAP": ("BANK MANDIRI TASPEN", "MANDIRI TASPEN", "BANK MANTAP", "564"),
    "ALADIN": ("BANK ALADIN", "BANK ALADIN SYARIAH", "947"),
}  # fmt: skip


class AccountNumberError(ValueError):
    """The text is not an account number; the message names the problem, never the text."""


def problems_in(text: str) -> tuple[str, ...]:
    """Return what is wrong: ``not_digits``, ``length`` or ``zeros``; empty for none."""
    digits = compact(text)
    if not is_digits(digits):
        return ("not_digits",)
    if not _SHORTEST <= len(digits) <= _LONGEST:
        return ("length",)
    return ("zeros",) if set(digits) == {"0"} else ()


@dataclass(frozen=True, repr=False)
class AccountNumber:
    """An account number: digits only, leading zeros kept."""

    digits: str

    def __post_init__(self) -> None:
        problems = problems_in(self.digits)
        if problems or not is_digits(self.digits):
            raise AccountNumberError("not an account number: " + ", ".join(problems or ("separators",)))

    @classmethod
    def parse(cls, text: str) -> AccountNumber:
        """Take a number as typed or printed, separators allowed.

        Raises:
            AccountNumberError: the text has one of the problems that ``problems_in`` names.
        """
        return cls(compact(text))

    @property
    def looks_like_card(self) -> bool:
        """Tell whether this is more likely a debit card's number (true of one BTN account in thirty, too)."""
        return is_card_number(self.digits)

    @property
    def masked(self) -> str:
        """Last four digits."""
        return masked(self.digits)

    def __repr__(self) -> str:
        return f"AccountNumber({self.masked})"


def bank_in(text: str) -> str | None:
    """Return the canonical short name of the bank that the text names, or None for no bank or two."""
    if len(text) > 200:
        return None
    written = re.findall(r"[A-Z0-9]+", text.upper())
    if not _ANY.search("".join(written)):
        return None
    words = " " + " ".join(written) + " "
    found: set[str] = set()
    for name, bank in _BY_LENGTH:
        if f" {name} " in words and (not name.isdigit() or words.strip() == name):
            found.add(bank)
            words = words.replace(f" {name} ", "  ")
    if not found:  # readers lose the blanks of a long name: BANKSYARIAHINDONESIA
        glued = words.replace(" ", "")
        for name, bank in _BY_LENGTH:
            whole = name.replace(" ", "")
            if len(whole) >= _SURELY_A_NAME and whole in glued:
                found.add(bank)
                glued = glued.replace(whole, " ")
    return found.pop() if len(found) == 1 else None


def is_part_of_another(bank: str) -> bool:
    """Tell whether a bank's name may be what is left of a longer name of another (BCA of BCA SYARIAH)."""
    own = _NAMES.get(bank)
    return own is None or any(
        name in other
        for name in own
        if not name.isdigit()
        for rival, names in _NAMES.items()
        if rival != bank
        for other in names
    )


def banks() -> tuple[str, ...]:
    """Return the canonical names of every bank that is known here."""
    return tuple(_NAMES)


_BY_LENGTH = sorted(
    ((name, bank) for bank, names in _NAMES.items() for name in names), key=lambda pair: (-len(pair[0]), pair)
)
_ANY = re.compile("|".join(sorted({name.replace(" ", "") for name, _ in _BY_LENGTH})))
"""Any name without its blanks: most lines of a page hold none, and need not be searched for each."""
