"""The first page of each person, across the apps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from apps.home.presenters.checklist import Checklist, checklist_of
from apps.home.presenters.reach import pupil_lines, reach_sentence
from apps.home.services import first_space, names_for_greeting
from apps.homework.notebook.home import lessons_today
from apps.homework.reading.presenters.days import Days, days_by_child, to_come, told_lately
from apps.homework.reading.presenters.notebook import Tonight, tonight_of
from apps.homework.reading.queries import closed_days, lessons_told, works_to_do
from apps.publication import sentences
from apps.publication.services import to_read
from apps.results.assessments.presenters.staff import assessment_line
from apps.results.models import Assessment
from apps.results.reading.presenters.frame import Frame
from apps.results.release.home import (
    awaited_by_head,
    late_copies,
    later_copies,
    requests_waiting,
)
from apps.results.words.presenters.proposals import proposals_of, proposals_sentence
from apps.schools import policies
from apps.schools.links import DAILY, READING, RESULTS, children_of
from apps.schools.models import (
    Division,
    Guardianship,
    School,
    Staff,
    Student,
    Teaching,
)
from apps.schools.offices import Office
from coeduc.access import CAPACITY_BY_PREFIX, require, visible
from coeduc.french import and_list
from coeduc.http import Request
from coeduc.registry import Line, Waiting, waiting_for

EVENING = 18
CLASS_ASSESSMENTS = 30
SPACES = {capacity: prefix for prefix, capacity in CAPACITY_BY_PREFIX.items()}


@require_safe
def start(request: Request) -> HttpResponse:
    """After sign-in: the space that this person comes for."""
    space = first_space(request)
    return redirect(SPACES[space]) if space else render(request, "home/start.html")


@dataclass(frozen=True, slots=True)
class ChildCard:
    """One child on the family's first page; never a value, only whether there is something."""

    name: str
    class_name: str
    cover: int
    reads_results: bool
    acts: list[Line]
    news: list[Line]
    tonight: Tonight | None


@require_safe
def family_home(request: Request) -> HttpResponse:
    """«Aujourd’hui»: understood in five seconds."""
    links = children_of(request.reader, at=request.now)
    if not links:
        raise Http404
    schools = {link.school_id for link in links}
    zone = links[0].school.time_zone
    local = request.now.astimezone(zone)
    waiting = waiting_for(request.reader)
    nothing = Waiting()
    tonight = _tonight(request, DAILY.among(links, request.now))
    cards = [
        ChildCard(
            name=link.student.first_name,
            class_name=_class_name(link, of_several=len(schools) > 1),
            cover=position % 6 + 1,
            reads_results=RESULTS.opens(link, request.now),
            acts=waiting.get(link.student_id, nothing).acts,
            news=waiting.get(link.student_id, nothing).news,
            tonight=tonight.get(link.student_id),
        )
        for position, link in enumerate(links)
    ]
    hello = _("Bonsoir") if local.hour >= EVENING else _("Bonjour")
    return render(
        request,
        "home/family_home.html",
        {
            "hello": f"{hello} {names_for_greeting(links[0].guardian, request.reader)}.",
            "lead": _("%(day)s. Voici l’essentiel pour %(names)s.")
            % {
                "day": sentences.full_day(local.date(), at=request.now, zone=zone).capitalize(),
                "names": and_list([card.name for card in cards]),
            },
            "cards": cards,
            "acts": waiting.get(None, nothing).acts,
            "is_evening": local.hour >= EVENING,
        },
    )


@require_safe
def student_home(request: Request) -> HttpResponse:
    student = visible(request, Student).with_class(at=request.now).select_related("school").first()
    if student is None:
        raise Http404
    zone = student.school.time_zone
    local = request.now.astimezone(zone)
    waiting = waiting_for(request.reader).get(student.pk, Waiting())
    closed = closed_days(student, at=request.now)
    days = Days.of(request.now, zone, closed=closed)
    works = list(works_to_do(request.reader, days.to_come, at=request.now))
    tonight = tonight_of(works, (), student.pk, days)
    return render(
        request,
        "home/student_home.html",
        {
            "hello": _("Bonjour %(name)s.") % {"name": student.first_name},
            "lead": sentences.full_day(local.date(), at=request.now, zone=zone).capitalize() + ".",
            "acts": waiting.acts,
            "news": waiting.news,
            "tonight": tonight if student.class_code or tonight.works else None,
        },
    )


@require_safe
def staff_home(request: Request) -> HttpResponse:
    """What waits for a gesture: copies to hand back, marks to enter; for heads, the rule."""
    jobs = list(
        visible(request, Staff)
        .filter(user=request.user)
        .select_related("school")
        .order_by("school__name", "pk")
    )
    if not jobs:
        raise Http404
    # Every job counts: a CPE here may have taught elsewhere for years.
    me, schools = jobs[0], _schools_of(jobs)
    zone = me.school.time_zone
    local = request.now.astimezone(zone)
    teachings = visible(request, Teaching).taught_by(request.user, at=request.now)
    mine = (
        visible(request, Assessment)
        .filter(teaching__in=teachings, held_on__lte=local.date())
        .with_progress()
        .select_related("teaching__subject", "teaching__division", "teaching__group", "school")
        .order_by("held_on", "pk")
    )
    not_back = list(mine.filter(handed_back_at=None)[:20])
    waiting = [assessment_line(assessment, at=request.now) for assessment in not_back]
    ready = [line for line in waiting if not line.missing_count]
    teaches = teachings.exists()
    cares = bool(Office.WHOLE_SCHOOL.among(jobs))
    lessons = lessons_today(request, teachings, today=local.date()) if teaches else []
    asked = waiting_for(request.reader).get(None, Waiting())
    return render(
        request,
        "home/staff_home.html",
        {
            "acts": asked.acts,
            "hello": _("Bonjour %(name)s.") % {"name": me.polite_name},
            "lead": sentences.full_day(local.date(), at=request.now, zone=zone).capitalize() + ".",
            "ready": ready,
            "to_mark": [line for line in waiting if line.missing_count],
            "ready_sentence": _ready_sentence(len(ready)),
            "later": later_copies(request, teachings),
            "late": late_copies(request, not_back),
            "awaited": awaited_by_head(request, _schools_of(jobs, Office.HEADS)),
            "teaches": teaches,
            "lessons": lessons,
            "cares": cares,
            "requests": requests_waiting(request) if cares else [],
            "role": ", ".join(dict.fromkeys(str(job.get_role_display()) for job in jobs)),
            "rules": [] if teaches else [_rule_of(one, at=request.now) for one in schools],
            "checklists": [found for one in schools if (found := _checklist(request, one))],
            "several_schools": len(schools) > 1,
        },
    )


def _schools_of(jobs: Iterable[Staff], office: Office | None = None) -> list[School]:
    """The schools of these jobs, once each; of those that hold ``office``, if one is asked for."""
    held = jobs if office is None else office.among(jobs)
    return list({job.school_id: job.school for job in held}.values())


def _rule_of(school: School, *, at: dt.datetime) -> tuple[School, str]:
    """The rule in a sentence, for those who answer for it before families."""
    frame = Frame.of(*to_read(school, at=at))
    return school, sentences.rule_sentence(frame.rule_for(""), frame.hours)


def _checklist(request: Request, school: School) -> Checklist | None:
    """The first days, for who decides them; one query less for everybody else."""
    if not policies.can_set_up(request.reader, school):
        return None
    return checklist_of(school, at=request.now)


@require_safe
def lead_class(request: Request, public_id: Any) -> HttpResponse:
    """The page of a class, for who leads it and who follows the whole school."""
    division = get_object_or_404(
        visible(request, Division).select_related("school"), public_id=public_id
    )
    is_mine = policies.is_lead(request.reader, division)
    require(is_mine or policies.can_follow_class(request.reader, division))
    students = (
        visible(request, Student)
        .filter(enrolments__division=division, enrolments__during__contains=request.now)
        .order_by("sort_key", "pk")
    )
    links = (
        visible(request, Guardianship)
        .opening(READING, at=request.now)
        .filter(student__in=students.order_by())
        .shown()
    )
    lines = pupil_lines(students, links)
    proposals = proposals_of(request, students)
    assessments = (
        visible(request, Assessment)
        .filter(teaching__division=division)
        .with_progress()
        .select_related("teaching__subject", "teaching__division", "teaching__group", "school")
        .order_by("-held_on", "-pk")
    )
    title = _("Ma %(code)s") if is_mine else _("La classe de %(code)s")
    return render(
        request,
        "home/lead_class.html",
        {
            "title": title % {"code": division.code},
            "code": division.code,
            "division_id": division.public_id,
            "lead": reach_sentence(lines),
            "pupils": lines,
            "proposals": proposals,
            "proposals_sentence": proposals_sentence(proposals),
            "assessments": [
                assessment_line(assessment, at=request.now)
                for assessment in assessments[:CLASS_ASSESSMENTS]
            ],
        },
    )


def _tonight(request: Request, links: list[Guardianship]) -> dict[int, Tonight]:
    """By pupil; a guardian who does not read a child's notebook has nothing of it here.

    A child without a class has no «rien à faire»: there is no school day to say it of.
    """
    if not links:
        return {}
    at = request.now
    days = days_by_child(links, at=at)
    works = list(works_to_do(request.reader, to_come(days.values()), at=at))
    lessons = list(lessons_told(request.reader, told_lately(days.values()), at=at))
    told = {pupil: tonight_of(works, lessons, pupil, days[pupil]) for pupil in days}
    enrolled = {link.student_id for link in links if link.class_code}  # type: ignore[attr-defined] # annotated by links_of
    return {
        pupil: evening
        for pupil, evening in told.items()
        if pupil in enrolled or evening.works or evening.questions
    }


def _class_name(link: Guardianship, *, of_several: bool) -> str:
    """«4eB», with the school where the family has several."""
    parts = [link.class_code or "", link.school.name if of_several else ""]
    return " · ".join(part for part in parts if part)


def _ready_sentence(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(n)d paquet corrigé n’est pas marqué comme rendu.",
        "%(n)d paquets corrigés ne sont pas marqués comme rendus.",
        count,
    ) % {"n": count}
