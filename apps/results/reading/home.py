"""What the first pages of a family and of a pupil say of results: news, helps to answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.results.reading import services
from apps.results.reading.presenters.roster import unread_in_words
from apps.results.reading.presenters.rule_history import is_lately
from apps.schools.links import RESULTS
from coeduc.access import Reader
from coeduc.days import day_of
from coeduc.french import full_day, typeset
from coeduc.portal import Part, Visit
from coeduc.registry import Waiting, WaitingKind, WaitingLine, WaitingRow
from coeduc.shapes import parsed

if TYPE_CHECKING:
    from apps.schools.links import ChildLink, PupilOfPage


@dataclass(frozen=True, slots=True)
class News:
    """Never a value, only whether there is something; ``reads``: results are on their page."""

    reads: bool
    lines: list[WaitingLine]


def family_parts(visit: Visit[Sequence[ChildLink]]) -> Iterator[Part]:
    for link in visit.known:
        news = visit.waiting.get(link.student_id, Waiting()).news
        card = News(RESULTS.opens(link, visit.request.now), news)
        yield Part(20, "results/home/news.html", card, child=link.student_id)


def student_parts(visit: Visit[PupilOfPage]) -> Iterator[Part]:
    news = visit.waiting.get(visit.known.pk, Waiting()).news
    yield Part(20, "results/home/student_news.html", News(True, news))


def unread_lines(rows: Sequence[WaitingRow], reader: Reader) -> Iterable[WaitingLine]:
    """«2 résultats à lire», «et 3 plus anciens»: the way to them, never a value.

    Where nothing is left to be read but what is past, it is said rather than «nothing new».
    """
    labels = [parsed(services.UnreadLabel, row.label) for row in rows]
    where = _where(labels[0]["pupil"], reader)
    current = [row for row, label in zip(rows, labels, strict=True) if not label["past"]]
    if not current:
        sentence = ngettext(
            "%(n)d résultat d’avant, pas encore ouvert",
            "%(n)d résultats d’avant, pas encore ouverts",
            len(rows),
        )
        yield WaitingLine(sentence % {"n": len(rows)}, where, _("Aucun plus récent à ouvrir."))
        return
    late = sum(not is_lately(row.since, at=reader.at) for row in current)
    sentence, more = unread_in_words(len(current) - late, late)
    yield WaitingLine(sentence, where, more)


def _where(pupil: str, reader: Reader) -> str:
    space = "student" if reader.is_student else "family"
    address = reverse(f"results:{space}_results")
    return address if reader.is_student else f"{address}?enfant={pupil}"


def proposal_lines(rows: Sequence[WaitingRow], reader: Reader) -> Iterable[WaitingLine]:
    """A line a help, on the newest result that proposes it: which help, for whom, since when."""
    newest: dict[str, tuple[WaitingRow, services.ProposedLabel]] = {}
    for row in rows:
        label = parsed(services.ProposedLabel, row.label)
        newest.setdefault(label["help"], (row, label))
    for row, label in newest.values():
        zone = ZoneInfo(label["zone"])
        day = full_day(day_of(row.since, zone), at=reader.at, zone=zone)
        said = _("Répondre à une aide proposée : %(help)s, pour %(pupil)s, depuis le %(day)s")
        yield WaitingLine(
            typeset(said % {"help": label["help"], "pupil": label["pupil"], "day": day}),
            reverse("results:family_result_detail", args=[row.about]),
        )


WAITING = (
    WaitingKind(services.PROPOSED, services.unanswered, proposal_lines),
    WaitingKind(services.UNREAD, services.unread, unread_lines, asks_act=False),
)
