"""The number of a payment card (PAN). It is none of our business: it is recognised in order to be dropped.

    16 digits   debit and credit cards in Indonesia; printed in fours. 15 on American Express (34, 37)
    first digits 4 Visa; 51-55 and 2221-2720 Mastercard; 60, 62, 64, 65 GPN, UnionPay, Discover; 35 JCB
    last digit  Luhn over the whole number (ISO/IEC 7812-1, annex B)

One in ten other numbers passes Luhn too: BTN's accounts have sixteen digits, NIKs of Kalimantan begin with 6.
So whoever asks must also know what else the number may be.

>>> is_card_number("4000001234567899"), is_card_number("4000001234567890")
(True, False)
"""

from __future__ import annotations

from models.numbers.digits import is_digits


def is_card_number(digits: str) -> bool:
    """Tell whether these digits have a card's length and first digits and pass Luhn."""
    return has_card_form(digits) and luhn_holds(digits)


def has_card_form(digits: str) -> bool:
    """Tell whether length and first digits are a payment card's; the check digit is not looked at."""
    if not is_digits(digits):
        return False
    if len(digits) == 15:
        return digits[:2] in ("34", "37")
    if len(digits) != 16:
        return False
    return digits[0] in "456" or digits[:2] == "35" or 2221 <= int(digits[:4]) <= 2720


def luhn_holds(digits: str) -> bool:
    """Tell whether the last digit is the Luhn digit of the others."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        product = int(digit) * (1 + place % 2)
        total += product // 10 + product % 10
    return total % 10 == 0
