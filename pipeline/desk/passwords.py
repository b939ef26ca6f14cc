"""Passwords of officers: hashed with Argon2id, checked in the same time whether the account exists or not."""

from __future__ import annotations

import re
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 128
"""Characters; the upper end only bounds the work that a stranger can ask for."""
_NAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")
_hasher = PasswordHasher()
"""The library's own figures: 64 MiB, three passes, as RFC 9106 has it for machines with little memory."""


def hash_of(password: str) -> str:
    """Return the Argon2id hash, with its salt and figures, as one line."""
    return _hasher.hash(password)


def is_right(hashed: str | None, password: str) -> bool:
    """Tell whether that is the password.

    ``None``: there is no account; '': it has no password. Either takes as long to say so.
    """
    try:
        return _hasher.verify(hashed or _nobodys(), password[:LONGEST]) and bool(hashed)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")


def problem_in_password(name: str, password: str) -> str | None:
    """Return what is wrong with a new password, None where nothing is."""
    if not SHORTEST <= len(password) <= LONGEST:
        return f"a password has {SHORTEST} to {LONGEST} characters"
    if name in password.lower():
        return "a password does not hold the account's name"
    if len(set(password)) < 5:
        return "a password has five different characters at least"
    return None


def problem_in_name(name: str) -> str | None:
    """Return what is wrong with an account's name, None where nothing is."""
    if _NAME.fullmatch(name):
        return None
    return "a name has 2 to 32 letters a-z, digits, points and dashes, and begins with a letter"
