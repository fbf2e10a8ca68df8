"""What the first pages of a family and of a pupil say of results: whether there is news."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apps.schools.links import RESULTS
from coeduc.portal import Part, Visit
from coeduc.registry import Line, Waiting


@dataclass(frozen=True, slots=True)
class News:
    """Never a value, only whether there is something; ``reads``: results are on their page."""

    reads: bool
    lines: list[Line]


def family_parts(visit: Visit) -> Iterator[Part]:
    for link in visit.known:
        news = visit.waiting.get(link.student_id, Waiting()).news
        card = News(RESULTS.opens(link, visit.request.now), news)
        yield Part(20, "results/home/news.html", card, child=link.student_id)


def student_parts(visit: Visit) -> Iterator[Part]:
    news = visit.waiting.get(visit.known.pk, Waiting()).news
    yield Part(20, "results/home/student_news.html", News(True, news))
