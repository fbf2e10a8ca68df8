"""How people are reached, in the words of the pages of the school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coeduc.french import french_number

if TYPE_CHECKING:
    from apps.schools.models import Guardian


def phones_of(guardian: Guardian) -> tuple[str, ...]:
    """The numbers of somebody, the one in their pocket first, each once."""
    numbers = (french_number(number) for number in (guardian.mobile, guardian.phone) if number)
    return tuple(dict.fromkeys(numbers))
