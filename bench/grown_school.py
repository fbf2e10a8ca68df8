"""The demonstration grown to a full year, then the first page of everybody in the team.

    python -m coeduc.embedded run python -m bench.grown_school [--results 56000] [--only-grow]

Writes in the database it is given: never a real one. It loads the demonstration there when there is
none, copies its assessments with all that hangs on them, gives works to every class, and opens
the pages that a teacher, a CPE and a head open every morning, under the limits of production. It
fails when a page does not answer or when PostgreSQL estimates a statement above what would make it
compile one (`jit_above_cost`): an estimate, not a duration, so that a busy machine changes nothing.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")

import django

django.setup()

from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.test import Client

from apps.homework.models import Homework, HomeworkVersion, Lesson, LessonVersion
from apps.publication.simulator.tasks import keep_facts
from apps.results.models import Assessment, Result
from apps.schools.enums import Role
from apps.schools.models import Staff, TeachingStaff
from bench import machine
from coeduc import clock

PAGES = ("/equipe/", "/equipe/evaluations/", "/equipe/eleves/")
OFF = 100_000_000
# Of each teaching of a class, over a term: the demonstration has six weeks of them already.
LESSONS = 12
EVERY = dt.timedelta(days=8)
ROLES = {Role.TEACHER, Role.CPE, Role.PRINCIPAL, Role.DEPUTY}


def hanging_on_assessments() -> list[type[models.Model]]:
    """Assessments and every table that points at them, each after those that it points at."""
    found: list[type[models.Model]] = [Assessment]
    left = [model for model in apps.get_app_config("results").get_models() if model not in found]
    while following := [model for model in left if _points_at(model, found)]:
        for model in following:
            left.remove(model)
            if not model.__name__.endswith("Event"):
                found.append(model)
    return found


def _points_at(model: type[models.Model], found: list[type[models.Model]]) -> bool:
    return any(field.related_model in found for field in model._meta.concrete_fields)


def grow(to: int) -> int:
    """Copy what hangs on each assessment until there are ``to`` results; return how many."""
    kept = Result.objects.filter(pk__lt=OFF).count()
    copied = Result.objects.filter(pk__gte=OFF).exists()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for k in range(1, 1 if copied else -(-to // kept)):
            for model in hanging_on_assessments():
                cursor.execute(_copy(model, k))
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
    return Result.objects.count()


def _copy(model: type[models.Model], k: int) -> str:
    """The copy number ``k`` of a table, keys and the keys it holds shifted alike."""
    shifted = set(hanging_on_assessments())
    columns, values = [], []
    for field in model._meta.concrete_fields:
        column = connection.ops.quote_name(str(field.column))
        columns.append(column)
        if field.primary_key or field.related_model in shifted:
            values.append(f"{column} + {k * OFF}")
        elif field.unique and isinstance(field, models.UUIDField):
            values.append("gen_random_uuid()")
        else:
            values.append(column)
    table = connection.ops.quote_name(model._meta.db_table)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 (names of our own tables)
        f"SELECT {', '.join(values)} FROM {table} WHERE id < {OFF}"
    )


def give_works() -> int:
    """Lessons and works of every class, where it has none yet; return how many works there are."""
    teachings = TeachingStaff.objects.in_force(at=clock.now()).filter(
        teaching__division__isnull=False, staff__user__isnull=False
    )
    given = {one.teaching_id: one for one in teachings.select_related("teaching", "staff__user")}
    if Homework.objects.count() < LESSONS * len(given):
        for k in range(LESSONS):
            for one in given.values():
                _give(one, k)
    return Homework.objects.count()


def _give(link: TeachingStaff, k: int) -> None:
    """One lesson and its work, ``k`` times eight days ago."""
    at = clock.now()
    day = at.date() - k * EVERY + dt.timedelta(days=link.teaching_id % 5)
    day += dt.timedelta(days=8 - day.isoweekday() if day.isoweekday() > 5 else 0)
    seen = min(at, dt.datetime.combine(day, dt.time(10), dt.UTC))
    mine: dict[str, Any] = {"school_id": link.school_id}
    said: dict[str, Any] = {"n": 1, "visible_at": seen, "entered_at": seen, "by": link.staff.user}
    lesson, made = Lesson.objects.get_or_create(
        teaching=link.teaching,
        day=day,
        rank=1,
        defaults={"author": link.staff, "created_at": seen, **mine},
    )
    if not made:
        return
    text = f"Séance {k} : correction, puis une leçon à relire."
    LessonVersion.objects.create(lesson=lesson, source=text, html=f"<p>{text}</p>", **said, **mine)
    work = Homework.objects.create(lesson=lesson, teaching=link.teaching, created_at=seen, **mine)
    text = f"Exercices {k + 1} à {k + 4} de la page {k * 7 + 10}. Apporter le cahier."
    HomeworkVersion.objects.create(
        homework=work,
        source=text,
        html=f"<p>{text}</p>",
        due_on=day + dt.timedelta(days=7),
        minutes=20,
        **said,
        **mine,
    )


def team() -> Iterator[Any]:
    """One account of each job that opens these pages, every teacher included."""
    at = clock.now()
    jobs = Staff.objects.in_force(at=at).with_posts(at=at)
    jobs = jobs.filter(user__is_active=True).select_related("user").order_by("pk")
    seen = set()
    for job in sorted(jobs, key=lambda job: job.roles):
        if not ROLES.isdisjoint(job.roles) and job.user_id not in seen:
            seen.add(job.user_id)
            yield job


def dearest(statements: list[tuple[str, Any]]) -> float:
    """The highest estimate of PostgreSQL among these reads."""
    cost = 0.0
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute("EXPLAIN (FORMAT JSON) " + sql, params)
            (plan,) = cursor.fetchone()[0]
            cost = max(cost, plan["Plan"]["Total Cost"])
    return cost


def main() -> int:
    words = machine.words(__doc__ or "")
    words.add_argument("--results", type=int, default=56_000)
    words.add_argument("--only-grow", action="store_true", help="n’ouvrir aucune page")
    options = words.parse_args()
    call_command("migrate", verbosity=0)
    if not Result.objects.exists():
        call_command("load_demo", verbosity=0)
    print(f"{give_works()} travaux, {grow(options.results)} résultats")
    print(f"{keep_facts()} collège relu, comme un ouvrier le fait")
    if options.only_grow:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('jit_above_cost')::float")
        limit = cursor.fetchone()[0]
    failed, highest = [], (0.0, "")
    for job in team():
        client = Client(HTTP_HOST="localhost")
        client.force_login(job.user)
        for page in PAGES:
            reads: list[tuple[str, Any]] = []

            def keep(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
                if str(sql).lstrip().upper().startswith("SELECT"):
                    reads.append((str(sql), params))  # noqa: B023 (used within its turn)
                return execute(sql, params, many, context)

            with connection.execute_wrapper(keep):
                status = client.get(page).status_code
            cost = dearest(reads)
            highest = max(highest, (cost, f"{page} {job.posts_in_words}"))
            if status != 200 or cost >= limit:
                failed.append(
                    f"{page} {job.posts_in_words} {job.user.username} : {status}, {cost:.0f}"
                )
    print(f"la lecture la plus chère : {highest[0]:.0f} ({highest[1]}), limite {limit:.0f}")
    print("\n".join(failed) or "toutes les premières pages répondent")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
