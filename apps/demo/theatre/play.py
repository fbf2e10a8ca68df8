"""Play the term of the demo through the services, each gesture at its own instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from zoneinfo import ZoneInfo

from apps.demo.school_files import stories
from apps.demo.theatre.abilities import ALWAYS_THERE, draw, outcome
from apps.demo.theatre.calendar import instant
from apps.demo.theatre.plan import Planned, PlannedTeaching
from apps.demo.theatre.planting import CORRECTED, in_gap
from apps.demo.theatre.timetable import PlayedLesson
from apps.demo.theatre.words import MarkWords, words_for
from apps.results.assessments.services.assessments import create_assessment
from apps.results.enums import Status
from apps.results.hand_backs.services import hand_back, hand_back_later
from apps.results.marks.services import Mark, MarkEntry, save_marks
from apps.results.models import Assessment, Result, ResultVersion
from apps.results.words.services.help import Help
from apps.schools.models import School, Staff, Student, Teaching, TeachingStaff
from apps.support.models import HelpDevice
from coeduc.french import typeset

CORRECTED_AFTER = dt.timedelta(days=6)
CORRECTED_AT = dt.time(21, 40)  # at night on purpose: it shows the next morning
REASON = "Un point oublié dans l’exercice 3."
GIVEN_AFTER = dt.timedelta(days=14)
CLASS = stories.DIVISION_OF_INES


@dataclass(frozen=True, slots=True)
class Gesture:
    """Something somebody does at an instant; the rank settles what happens at the same minute."""

    at: dt.datetime
    rank: int
    key: str
    act: Callable[[dt.datetime], None]

    @property
    def order(self) -> tuple[dt.datetime, int, str]:
        return self.at, self.rank, self.key


@dataclass
class PlayRows:
    """The rows that the play needs, read once."""

    school: School
    seed: int
    today: dt.date
    teachings: dict[PlannedTeaching, Teaching]
    authors: dict[int, Staff]
    siecle_ids: dict[int, str]
    helps: Sequence[HelpDevice] = ()
    assessments: dict[str, Assessment] = field(default_factory=dict)
    # Who came instead of the author, and since when, by teaching.
    relays: dict[int, tuple[dt.datetime, Staff]] = field(default_factory=dict)

    def author(self, teaching: Teaching, *, at: dt.datetime) -> Staff:
        """Who gives it then."""
        since, substitute = self.relays.get(teaching.pk, (None, None))
        is_away = substitute is not None and since is not None and at >= since
        return substitute if is_away else self.authors[teaching.pk]

    @property
    def zone(self) -> ZoneInfo:
        return self.school.time_zone

    def instant(self, lesson: PlayedLesson) -> dt.datetime:
        return instant(lesson.day, lesson.clock, self.zone)


def set_stage(
    school: School, seed: int, today: dt.date, *, helps: Sequence[HelpDevice] = ()
) -> PlayRows:
    """Read teachings and their teachers; a teaching nobody teaches is left out."""
    authors: dict[int, Staff] = {}
    links = TeachingStaff.objects.filter(school=school).select_related("staff__user")
    for link in links.order_by("teaching", "pk"):
        authors.setdefault(link.teaching_id, link.staff)
    rows = Teaching.objects.filter(school=school).select_related("subject", "division", "group")
    teachings = {}
    for row in rows.order_by("pk"):
        row.school = school
        code = row.class_code
        level = row.division.level if row.division else f"{code[0]}e"
        if row.pk in authors:
            teachings[PlannedTeaching(code, row.subject.code, level)] = row
    pupils = Student.objects.filter(school=school).values_list("pk", "siecle_id")
    return PlayRows(school, seed, today, teachings, authors, dict(pupils), helps)


def gestures_of(stage: PlayRows, planned: Iterable[Planned]) -> list[Gesture]:
    """Everything that is to be done, in no order."""
    gestures = []
    for found in planned:
        gestures.append(_gesture(stage, found, 1, found.created, _create))
        gestures.append(_gesture(stage, found, 2, found.marked, _mark))
        if found.handed_back:
            gestures.append(_gesture(stage, found, 3, found.handed_back, _hand_back))
            if found.taught.structure == CLASS:
                later = PlayedLesson(found.handed_back.day + GIVEN_AFTER, found.handed_back.clock)
                gestures.append(_gesture(stage, found, 5, later, _give_later))
            if CORRECTED in found.tags:
                day = found.handed_back.day + CORRECTED_AFTER
                gestures.append(
                    _gesture(stage, found, 4, PlayedLesson(day, CORRECTED_AT), _correct)
                )
    return gestures


def _gesture(
    stage: PlayRows,
    found: Planned,
    rank: int,
    lesson: PlayedLesson,
    act: Callable[[PlayRows, Planned, dt.datetime], None],
) -> Gesture:
    return Gesture(stage.instant(lesson), rank, found.key, lambda moment: act(stage, found, moment))


def perform(
    gestures: Iterable[Gesture], *, at: dt.datetime, say: Callable[[int, int], None]
) -> None:
    """Do what was to be done by now, in the order of time; ``say`` is told (done, all)."""
    due = sorted((g for g in gestures if g.at <= at), key=lambda gesture: gesture.order)
    for number, gesture in enumerate(due, start=1):
        gesture.act(gesture.at)
        say(number, len(due))


def _create(stage: PlayRows, found: Planned, at: dt.datetime) -> None:
    teaching = stage.teachings[found.taught]
    assessment = create_assessment(
        teaching,
        author=stage.author(teaching, at=at),
        at=at,
        title=found.title,
        kind=found.kind,
        held_on=found.held.day,
        scale=found.scale,
        coefficient=found.coefficient,
        progress="" if found.progress_at_hand_back else found.progress,
        skills=[typeset(skill) for skill in found.theme.skills] if found.levels else [],
    )
    assessment.school = stage.school
    stage.assessments[found.key] = assessment


def _mark(stage: PlayRows, found: Planned, at: dt.datetime) -> None:
    assessment = stage.assessments[found.key]
    results = Result.objects.filter(assessment=assessment).order_by("pk")
    entries = [_entry(stage, found, result) for result in results]
    save_marks(assessment, entries, by=assessment.author.user, at=at)


def _entry(stage: PlayRows, found: Planned, result: Result) -> MarkEntry:
    eleve_id = stage.siecle_ids[result.student_id]
    got = outcome(
        stage.seed,
        eleve_id,
        found.taught.subject,
        found.key,
        kind=found.kind,
        scale=found.scale,
        progress=found.share,
        in_gap=in_gap(found, stage.today),
    )
    words = MarkWords()
    levels = _levels(stage, found, eleve_id, got.value) if found.levels else ()
    if got.value is not None:
        rng = draw(stage.seed, "words", eleve_id, found.key)
        always = eleve_id in ALWAYS_THERE
        share = float(got.value) / found.scale
        words = words_for(found.theme, share, rng, levels=levels, always=always)
    return MarkEntry(
        result,
        Mark(got.value, got.status),
        achieved=words.achieved,
        to_review=words.to_review,
        progress=words.progress,
        levels=levels,
    )


def _levels(
    stage: PlayRows, found: Planned, eleve_id: str, value: Decimal | None
) -> tuple[int, ...]:
    """Around the mark, one skill better than another; none for who was away."""
    if value is None:
        return ()
    rng = draw(stage.seed, "levels", eleve_id, found.key)
    centre = 1 + 3 * float(value) / found.scale
    return tuple(
        min(4, max(1, round(centre + rng.uniform(-0.6, 0.6)))) for _skill in found.theme.skills
    )


def _hand_back(stage: PlayRows, found: Planned, at: dt.datetime) -> None:
    """With a help for those who need one; in 4eB, the copies of the absent wait for them."""
    assessment = stage.assessments[found.key]
    rng = draw(stage.seed, "tap", found.key)
    proposed = stage.helps[0] if stage.helps and rng.random() < 0.7 else None
    away = ResultVersion.objects.filter(result__assessment=assessment, status=Status.ABSENT)
    hand_back(
        assessment,
        by=assessment.author.user,
        at=at,
        progress=found.progress if found.progress_at_hand_back else "",
        help_for_all=Help(device=proposed, nothing=proposed is None),
        later=(
            list(away.values_list("result", flat=True)) if found.taught.structure == CLASS else ()
        ),
    )


def _give_later(stage: PlayRows, found: Planned, at: dt.datetime) -> None:
    """A week afterwards the absent are back, and receive their copies."""
    assessment = stage.assessments[found.key]
    hand_back_later(assessment, by=assessment.author.user, at=at)


def _correct(stage: PlayRows, found: Planned, at: dt.datetime) -> None:
    """One more point for Inès, six days after the copies came back."""
    assessment = stage.assessments[found.key]
    latest = ResultVersion.objects.latest().select_related("result")
    known = latest.get(result__assessment=assessment, student__siecle_id=stories.INES)
    value = min(Decimal(found.scale), known.value + 1)
    entry = MarkEntry(
        known.result,
        Mark(value),
        achieved=known.achieved,
        to_review=known.to_review,
        progress=known.progress,
        levels=tuple(known.levels),
        device_id=known.device_id,
        no_help=known.no_help,
        seen=known.n,
    )
    save_marks(assessment, [entry], by=assessment.author.user, at=at, reason=REASON)


def taught_of(stage: PlayRows) -> Sequence[PlannedTeaching]:
    return sorted(stage.teachings, key=lambda t: (t.structure, t.subject))
