"""What the frame and the first pages know of results."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.results import register
from apps.results.assessments import home as assessments_home
from apps.results.reading import home as reading_home
from apps.results.reading import services as reading_services
from apps.results.reading.presenters.frame import is_lately
from apps.results.reading.presenters.roster import unread_told
from apps.results.release import home as release_home
from apps.results.words import home as words_home
from apps.results.words.services import talk, talks
from apps.schools import policies
from apps.schools.models import Guardian
from coeduc.access import Capacity, Reader
from coeduc.french import full_day, full_moment, typeset
from coeduc.portal import Bell, Cards, Included, MenuEntry, Upload
from coeduc.registry import Answer, Line, Row


def unread_lines(rows: Sequence[Row], reader: Reader) -> Iterable[Line]:
    """«2 résultats à lire», «et 3 plus anciens»: the way to them, never a value."""
    late = sum(not is_lately(row.since, at=reader.at) for row in rows)
    told, more = unread_told(len(rows) - late, late)
    yield Line(told, _where(rows, reader), more)


def _where(rows: Sequence[Row], reader: Reader) -> str:
    space = "student" if reader.is_student else "family"
    address = reverse(f"results:{space}_results")
    return address if reader.is_student else f"{address}?enfant={rows[0].label}"


def proposal_lines(rows: Sequence[Row], reader: Reader) -> Iterable[Line]:
    """A line a help, on the newest result that proposes it: which help, for whom, since when."""
    newest: dict[str, tuple[Row, dict[str, str]]] = {}
    for row in rows:
        told = json.loads(row.label)
        newest.setdefault(told["help"], (row, told))
    for row, told in newest.values():
        zone = ZoneInfo(told["zone"])
        day = full_day(row.since.astimezone(zone).date(), at=reader.at, zone=zone)
        said = _("Répondre à une aide proposée : %(help)s, pour %(pupil)s, depuis le %(day)s")
        yield Line(
            typeset(said % {"help": told["help"], "pupil": told["pupil"], "day": day}),
            reverse("results:family_result_detail", args=[row.about]),
        )


def talk_lines(rows: Sequence[Row], reader: Reader) -> Iterable[Line]:
    """«Mme Diallo aimerait parler d’une aide proposée à Inès : Devoirs faits», a line each."""
    for row in reversed(rows):
        told = json.loads(row.label)
        guardian = Guardian(
            civility=told["civility"], first_name=told["first"], last_name=told["last"]
        )
        said = _("%(guardian)s aimerait parler d’une aide proposée à %(pupil)s : %(help)s") % {
            "guardian": guardian.polite_name,
            "pupil": told["pupil"],
            "help": told["help"],
        }
        yield Line(typeset(said), reverse("results:talk_list"))


def asked_lines(rows: Sequence[Row], reader: Reader) -> Iterable[Line]:
    """The pupil's request to the CPE and its hour; once it has passed, the way to an adult."""
    for row in reversed(rows):
        if row.since <= reader.at:
            told = _("Ta demande : tes parents peuvent le lire maintenant.")
        else:
            when = full_moment(row.since, at=reader.at, zone=ZoneInfo(row.label))
            told = _(
                "Ta demande est partie. Tes parents pourront le lire à partir du %(when)s."
            ) % {"when": when}
        yield Line(typeset(told), reverse("results:student_result_talk", args=[row.about]))


MENU = (
    MenuEntry(Capacity.FAMILY, 20, gettext_lazy("Résultats"), "results:family_results"),
    MenuEntry(Capacity.STUDENT, 20, gettext_lazy("Tes résultats"), "results:student_results"),
    MenuEntry(Capacity.STAFF, 20, gettext_lazy("Évaluations"), "results:assessment_list"),
)
WAITING = (
    Answer(talk.ASKED, talk.asked_by, asked_lines, asks_act=False),
    Answer(talks.TALKS, talks.waiting, talk_lines),
    Answer(reading_services.PROPOSED, reading_services.unanswered, proposal_lines),
    Answer(reading_services.UNREAD, reading_services.unread, unread_lines, asks_act=False),
)
CARDS = (
    Cards(Capacity.FAMILY, reading_home.family_parts),
    Cards(Capacity.STUDENT, reading_home.student_parts),
    Cards(Capacity.STAFF, release_home.desk_parts),
)
CLASS_CARDS = (words_home.class_parts, assessments_home.class_parts)
BEAT = (
    Bell("announce what became visible", "apps.results.tasks.announce", 30),
    Bell("remind of late copies", "apps.results.tasks.remind_of_late_copies", 60),
    Bell("tell heads of requests", "apps.results.tasks.tell_heads_of_requests", 60),
)
UPLOADS = (Upload("/equipe/evaluations/", 8 * 1024 * 1024, policies.is_of_the_team),)
REGISTER = register.REGISTER
URLS = (Included("", "apps.results.urls"),)
