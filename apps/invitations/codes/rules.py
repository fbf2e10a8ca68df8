"""One-time codes, pure: easy to copy from paper, and a slip of the hand is known at once.

Nine random signs and a check sign, among 23 that no printed letter confuses: no vowel (so no word),
no O or 0, I or 1, B or 8, S or 5, Z or 2, G or 6. About 41 bits: with a second proof, five wrong
answers a code and the limit on unknown codes, guessing leads nowhere.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coeduc.french import typeset
from coeduc.letters import normal

ALPHABET = "23456789CDFHJKMNPRTVWXY"  # 23 is prime: every swap of two signs changes the check
LENGTH = 10
# To the second proof, whoever answers: the code is then closed.
MOST_WRONG_ANSWERS = 5
# EduConnect's paper notices last three months too (domain.md, 6).
GUARDIAN_DAYS = 92
# No second proof is known of a colleague: their slip is handed over, and short-lived.
STAFF_DAYS = 14
# A relative is close by, and the paper is handed over.
RELATIVE_DAYS = 14
# A mail stays in a box that somebody may read one day.
MAIL_DAYS = 7
# The person stands at the office in the afternoon, and has their computer at home.
RESET_HOURS = 24
# Spaces, hyphens, low lines, line ends, and what nobody sees.
_BETWEEN = ("Cc", "Cf", "Pc", "Pd", "Zl", "Zp", "Zs")
DIGEST_SALT = "coeduc.notices.access_code"


class UnreadableCodeError(ValueError):
    """Not a code: wrong length, a sign that no code has, or a check sign that disagrees."""


def code_of(body: str) -> str:
    """The code that begins with these signs: a check sign ends it."""
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """Catches any one wrong sign, and any two neighbours exchanged."""
    total = sum(rank * ALPHABET.index(sign) for rank, sign in enumerate(body, start=1))
    return ALPHABET[total % len(ALPHABET)]


def read_code(typed: str) -> str:
    """The code that was meant, or UnreadableCodeError: case, spaces and hyphens do not count.

    Nor do the signs that nobody sees, which come with what is copied from a message.
    """
    code = "".join(c for c in typed if unicodedata.category(c) not in _BETWEEN and c not in ".·−")
    code = normal("NFKC", code).upper()
    if len(code) != LENGTH or any(sign not in ALPHABET for sign in code):
        raise UnreadableCodeError
    if check_sign(code[:-1]) != code[-1]:
        raise UnreadableCodeError
    return code


def on_paper(code: str) -> str:
    """«K7M2X-9RTHV»: two groups of five."""
    return f"{code[:5]}-{code[5:]}"


def digest(code: str) -> str:
    """What the database keeps. Keyed: a stolen dump without SECRET_KEY gives no code back."""
    return salted_hmac(DIGEST_SALT, code, algorithm="sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Doors:
    """Of the guardians who may read: how many, with an account, with neither account nor code.

    ``unsure``: their code is valid, but the file of their letter is gone and nothing tells that it
    was printed.
    """

    total: int = 0
    opened: int = 0
    without: int = 0
    unsure: int = 0


def letters_sentence(doors: Doors) -> str:
    """Where the letters to guardians stand, in one sentence."""
    if not doors.total:
        return _("Les lettres partent quand les responsables sont connus.")
    if doors.without:
        return ngettext(
            "%(n)d responsable n’a ni compte ni lettre.",
            "%(n)d responsables n’ont ni compte ni lettre.",
            doors.without,
        ) % {"n": doors.without}
    if doors.unsure:
        sentence = ngettext(
            "%(n)d lettre préparée a son fichier effacé : pas imprimée, elle est à refaire.",
            "%(n)d lettres préparées ont leur fichier effacé : pas imprimées, elles sont "
            "à refaire.",
            doors.unsure,
        ) % {"n": doors.unsure}
        return typeset(sentence)
    return _("Chaque responsable a son compte, ou une lettre préparée.")
