"""The notebook of a class for a whole year, made into its two files by one worker.

    python -m coeduc.embedded run python -m bench.notebook_export [--subjects 10] [--lessons 108]

Ten subjects of three lessons a week for thirty-six weeks, each with a work, one in ten corrected.
Makes its rows in the development database, inside one transaction that is never committed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import resource
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")

import django

django.setup()

from django.db import transaction

from apps.homework.archive.presenters.printed import drawn
from apps.homework.enums import ExportKind
from apps.homework.models import Homework, HomeworkVersion, Lesson, LessonVersion
from apps.schools.enums import Role
from coeduc import rich_text
from tests.factories.schools import DivisionFactory, StaffFactory, SubjectFactory, TeachingFactory
from tests.queries import statements

READ_AT = dt.datetime(2026, 9, 7, 15, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
WORDS = (
    *("calcul", "fraction", "tableau", "lecture", "chapitre", "exercice", "cahier", "page"),
    *("leçon", "carte", "dictée", "verbe", "théorème", "figure", "périmètre", "aire", "volume"),
    "$\\frac{1}{2}$",
)


def build(subjects: int, lessons: int) -> tuple[object, object]:
    """The class and its head."""
    division = DivisionFactory()
    school, year = division.school, division.year
    head = StaffFactory(school=school, role=Role.PRINCIPAL)
    for n in range(subjects):
        subject = SubjectFactory(school=school, label=f"Matière {n:02}")
        teaching = TeachingFactory(school=school, year=year, subject=subject, division=division)
        made = Lesson.objects.bulk_create(
            Lesson(
                school=school,
                teaching=teaching,
                day=READ_AT.date() + day * 2 * DAY,
                author=head,
                created_at=READ_AT,
            )
            for day in range(lessons)
        )
        works = Homework.objects.bulk_create(
            Homework(school=school, lesson=one, teaching=teaching, created_at=READ_AT)
            for one in made
        )
        common = {"school": school, "entered_at": READ_AT, "by": head.user}
        LessonVersion.objects.bulk_create(
            LessonVersion(
                lesson=one, n=version, question="Pourquoi ?", **_text(45), **common, **_at(version)
            )
            for rank, one in enumerate(made)
            for version in _versions(rank)
        )
        HomeworkVersion.objects.bulk_create(
            HomeworkVersion(
                homework=one,
                n=version,
                due_on=READ_AT.date() + (rank * 2 + 4) * DAY,
                minutes=20,
                **_text(20),
                **common,
                **_at(version),
            )
            for rank, one in enumerate(works)
            for version in _versions(rank)
        )
    return division, head.user


def _versions(rank: int) -> range:
    return range(1, 3 if rank % 10 == 0 else 2)


def _at(version: int) -> dict[str, object]:
    return {"visible_at": READ_AT + version * DAY, "reason": "Une faute" if version > 1 else ""}


def _text(count: int) -> dict[str, str]:
    source = " ".join(random.choices(WORDS, k=count)).capitalize() + "."
    return {"source": source, "html": rich_text.render(source)}


def measure(label: str, division: object, kind: str, by: object) -> float:
    before = time.process_time()
    with statements() as seen:
        content = drawn(division, kind, by=by, at=READ_AT + 300 * DAY)
    cpu = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{label}: {cpu:.1f} s of CPU, {len(content) // 1000} kB, {len(seen)} statements, "
        f"{peak} MB at most so far"
    )
    return cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--subjects", type=int, default=10)
    parser.add_argument("--lessons", type=int, default=108)
    chosen = parser.parse_args()
    with transaction.atomic():
        division, by = build(chosen.subjects, chosen.lessons)
        tenth, _ = build(1, chosen.lessons)
        tenth_by = StaffFactory(school=tenth.school, role=Role.PRINCIPAL).user
        measure("one subject, HTML", tenth, ExportKind.HTML, tenth_by)
        measure("the year, HTML", division, ExportKind.HTML, by)
        small = measure("one subject, PDF", tenth, ExportKind.PDF, tenth_by)
        whole = measure("the year, PDF", division, ExportKind.PDF, by)
        print(f"the year costs {whole / small:.1f} times one subject of {chosen.subjects}")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
