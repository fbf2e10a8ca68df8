"""«J’aimerais en parler»: who has it on their first page, and that it has been talked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast, JSONObject

from apps.accounts.models import User
from apps.results.models import HelpAnswer, Result, TalkOver, keepers_of, talks_waiting
from apps.results.words.rules import LATELY, MOST_TALKS
from apps.schools.models import Staff
from coeduc.access import Reader
from coeduc.registry import rows_of

TALKS = "results.talks"


def keepers(result: Result, *, at: dt.datetime) -> list[Staff]:
    """The nearest adults who have the families' requests about this pupil; one statement.

    ``rank`` says why: 0 the lead teachers, 1 the CPE, 2 the heads. Empty when nobody of these has
    an open account.
    """
    found = list(keepers_of(result.student_id, result.school_id, at=at))
    return [staff for staff in found if staff.rank == found[0].rank]


@transaction.atomic
def talk_over(answer: HelpAnswer, *, by: User, at: dt.datetime) -> None:
    """Noted once: two people at once make one row, the first."""
    TalkOver.objects.bulk_create(
        [TalkOver(school_id=answer.school_id, answer=answer, by=by, at=at)], ignore_conflicts=True
    )


def talk_again(answer: HelpAnswer) -> None:
    """Back among what waits: nobody had talked with them after all."""
    TalkOver.objects.filter(answer=answer).delete()


def of(reader: Reader) -> Any:
    """What this member of staff is asked, with what is needed to call; the oldest first."""
    return talks_waiting(reader, at=reader.at).with_people().order_by("at", "pk")


def followed(reader: Reader) -> Any:
    """What this member of staff noted as talked about, these last days."""
    answers: Any = HelpAnswer.objects.visible_to(reader, at=reader.at)
    lately = answers.filter(over__by=reader.user, over__at__gt=reader.at - LATELY)
    return lately.with_people().order_by("-over__at", "-pk")


def is_keeper(reader: Reader, answer: HelpAnswer) -> bool:
    """Whether it is, or was until it was talked about, on this person's first page."""
    return any(staff.user_id == reader.user.pk for staff in keepers(answer.result, at=reader.at))


class TalkLabel(TypedDict):
    """Who would like to talk, of which help, for whom."""

    pupil: str
    civility: str
    first: str
    last: str
    help: str


def waiting(reader: Reader) -> Iterable[Any]:
    """For the first page of the team: what this very person is asked."""
    if not reader.is_staff:
        return []
    names = JSONObject(
        pupil="result__student__first_name",
        civility="guardian__civility",
        first="guardian__first_name",
        last="guardian__last_name",
        help="device__name",
    )
    # The names of these alone: found first, they are not joined to all that says whose they are.
    these = talks_waiting(reader, at=reader.at).order_by("at", "pk").values("pk")[:MOST_TALKS]
    asked = HelpAnswer.objects.filter(pk__in=these)
    rows = asked.annotate(label_json=Cast(names, TextField()))
    return [
        rows_of(rows, TALKS, child="", about="result__public_id", since="at", label="label_json"),
    ]
