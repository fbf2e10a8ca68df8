"""The demonstration grown to a full year, then the first page of everybody in the team.

    python -m coeduc.embedded run python -m bench.grown_school [--results 56000]

Writes in the database it is given: never a real one. It loads the demonstration there when there is
none, copies its assessments with all that hangs on them, and opens the pages that a teacher, a CPE
and a head open every morning, under the limits of production. It fails when a page does not answer
or when PostgreSQL estimates a statement above what would make it compile one (`jit_above_cost`):
an estimate, not a duration, so that a busy machine changes nothing.
"""

from __future__ import annotations

import argparse
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

from apps.results.models import Assessment, Result
from apps.schools.enums import Role
from apps.schools.models import Staff
from coeduc import clock

PAGES = ("/equipe/", "/equipe/evaluations/", "/equipe/eleves/")
OFF = 100_000_000
ROLES = (Role.TEACHER, Role.CPE, Role.PRINCIPAL, Role.DEPUTY)


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
        column = connection.ops.quote_name(field.column)
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


def team() -> Iterator[Any]:
    """One account of each job that opens these pages, every teacher included."""
    jobs = Staff.objects.in_force(at=clock.now()).filter(role__in=ROLES, user__is_active=True)
    seen = set()
    for job in jobs.select_related("user").order_by("role", "pk"):
        if job.user_id not in seen:
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
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--results", type=int, default=56_000)
    to = words.parse_args().results
    call_command("migrate", verbosity=0)
    if not Result.objects.exists():
        call_command("load_demo", verbosity=0)
    print(f"{grow(to)} résultats")
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
            highest = max(highest, (cost, f"{page} {job.role}"))
            if status != 200 or cost >= limit:
                failed.append(f"{page} {job.role} {job.user.username} : {status}, {cost:.0f}")
    print(f"la lecture la plus chère : {highest[0]:.0f} ({highest[1]}), limite {limit:.0f}")
    print("\n".join(failed) or "toutes les premières pages répondent")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
