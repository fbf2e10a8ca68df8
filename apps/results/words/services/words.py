"""What a pupil and each guardian say about a result: the word, the answer. Neither moves it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy

from apps.results.errors import ResultError
from apps.results.models import HelpAnswer, PupilWord, Result, ResultVersion
from apps.schools.models import Guardian
from apps.support.enums import Answer
from apps.support.models import HelpDevice
from coeduc.locks import hold_row

TOO_LATE_TO_WRITE = gettext_lazy(
    "Tes parents peuvent lire ce résultat maintenant : ton mot ne peut plus changer."
)
TOO_LATE_WITHOUT_ONE = gettext_lazy(
    "Tes parents peuvent lire ce résultat maintenant : il n’est plus temps d’y joindre un mot."
)


class TooLateError(ResultError):
    """The parents' instant has come: what they may have read no longer changes."""


def parents_may_read(result: Result, *, at: dt.datetime) -> bool:
    """A state of this result has reached the parents, taken back since or not."""
    return ResultVersion.objects.filter(result=result, guardian_release_at__lte=at).exists()


@transaction.atomic
def write_word(result: Result, text: str, *, at: dt.datetime) -> PupilWord:
    """Write the word above a result, or write it again.

    Raises ``TooLateError`` from the parents' instant on.
    """
    at = _lock_before_parents(result, at=at)
    word, _made = PupilWord.objects.update_or_create(
        result=result, defaults={"school_id": result.school_id, "text": text, "written_at": at}
    )
    return word


@transaction.atomic
def remove_word(result: Result, *, at: dt.datetime) -> None:
    """Nothing is kept of a word that its author removes in time (``TooLateError`` otherwise)."""
    _lock_before_parents(result, at=at)
    PupilWord.objects.filter(result=result).delete()


@transaction.atomic
def answer_help(
    result: Result,
    guardian: Guardian,
    *,
    device: HelpDevice | None,
    answer: str,
    at: dt.datetime,
) -> HelpAnswer:
    """Keep this guardian's answer; the same one again adds nothing, another one adds a row.

    The other guardian's answer is neither read nor changed.
    """
    _guardian, at = hold_row(Guardian.objects.filter(pk=guardian.pk), at=at)
    given = HelpAnswer.objects.filter(result=result, guardian=guardian).order_by("-at").first()
    if given and (given.answer, given.device_id) == (answer, device.pk if device else None):
        return given
    return HelpAnswer.objects.create(
        school_id=result.school_id,
        result=result,
        guardian=guardian,
        device=device,
        answer=Answer(answer),
        at=at,
    )


def _lock_before_parents(result: Result, *, at: dt.datetime) -> dt.datetime:
    """The instant at which it is still time: not that of the request, which may have waited."""
    _result, at = hold_row(Result.objects.filter(pk=result.pk), at=at)
    if parents_may_read(result, at=at):
        has_one = PupilWord.objects.filter(result=result).exists()
        raise TooLateError(str(TOO_LATE_TO_WRITE if has_one else TOO_LATE_WITHOUT_ONE))
    return at
