"""How the service is: what is due and since when, the bell, the base, the disk, the versions.

Counts and instants alone: nothing of a school or of anybody. Each part answers on its own, so that
what is down hides nothing of the rest.
"""

from __future__ import annotations

import datetime as dt
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import redis
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, DateTimeField, Min, Value
from django.db.models.functions import Greatest
from psycopg import errors

from apps.operation.rules import key_of
from coeduc.embedded import cache_url
from coeduc.leases import Leased

AWAY = (InterfaceError, OperationalError)
# Said by a server that is there: PostgreSQL’s own refusals, which psycopg counts among the others.
CUT_SHORT = (errors.QueryCanceled, errors.LockNotAvailable)
PATIENCE = 1.0


@dataclass(frozen=True, slots=True)
class WorkerHost:
    """Rows that workers take: how many are due, the oldest since when, how many failed and rest."""

    label: str
    due: int
    since: dt.datetime | None
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Base:
    """PostgreSQL and what waits there; ``None`` for what nobody could ask.

    ``answers`` and ``was_cut``: it is there, and ended one of these statements before its end,
    which lasted too long or waited too long for a lock. Nothing more is known then.
    """

    answers: bool
    version: str = ""
    unapplied: int | None = None
    machines: tuple[WorkerHost, ...] = ()
    was_cut: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """Messages that wait for a worker, and when a worker last heard the bell."""

    name: str
    length: int | None
    heard: dt.datetime | None


@dataclass(frozen=True, slots=True)
class WorkersState:
    """Whether Redis answers, its version, and what each worker heard last."""

    answers: bool
    version: str = ""
    queues: tuple[Queue, ...] = ()


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk of what is dropped and printed; in bytes."""

    free: int
    total: int


@dataclass(frozen=True, slots=True)
class ServiceState:
    """All of it, at an instant."""

    at: dt.datetime
    base: Base
    bell: WorkersState
    disk: Disk | None
    versions: tuple[tuple[str, str], ...]


def service(*, at: dt.datetime) -> ServiceState:
    """All that the page of who operates says of the service: three systems are asked."""
    return ServiceState(at, base(at=at), bell(), disk(), versions())


def base(*, at: dt.datetime) -> Base:
    """One statement a machine, whatever waits there; what fails spoils nothing of the page."""
    try:
        with transaction.atomic():
            found = tuple(_machines(at=at))
            executor = MigrationExecutor(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            number = connection.pg_version  # type: ignore[attr-defined] # of PostgreSQL's wrapper
    except AWAY as error:
        cut = isinstance(error.__cause__, CUT_SHORT)
        return Base(answers=cut, was_cut=cut)
    return Base(True, f"{number // 10_000}.{number % 10_000}", len(plan), found)


def _machines(*, at: dt.datetime) -> Iterator[WorkerHost]:
    """Every table of leased rows there is: a new one is counted the day it comes."""
    for model in apps.get_models():
        if not issubclass(model, Leased):
            continue
        rows: Any = model._default_manager
        due = rows.due(at=at)
        counted = due.aggregate(due=Count("pk"), since=_oldest(due.since))
        label = str(model._meta.verbose_name_plural)
        yield WorkerHost(label, counted["due"], counted["since"], rows.missed().count())


def _oldest(since: tuple[str, ...]) -> Any:
    """A machine that does not say since when is counted all the same."""
    match since:
        case ():
            return Min(Value(None, output_field=DateTimeField()))
        case (one,):
            return Min(one)
        case _:
            return Min(Greatest(*since))


def bell() -> WorkersState:
    """Redis, asked directly: the portal’s cache would say «nothing kept» of one that is away."""
    client = redis.Redis.from_url(
        cache_url(settings.REDIS_URL), socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
    )
    names = [queue.name for queue in settings.CELERY_TASK_QUEUES]
    try:
        number = str(client.info("server")["redis_version"])  # type: ignore[index] # not async
        lengths = {name: int(client.llen(name)) for name in names}  # type: ignore[arg-type]
    except (redis.RedisError, OSError):
        return WorkersState(answers=False)
    finally:
        client.close()
    return WorkersState(
        True, number, tuple(Queue(name, lengths[name], _heard(name)) for name in names)
    )


def _heard(queue: str) -> dt.datetime | None:
    said = cache.get(key_of(queue))
    return dt.datetime.fromisoformat(said) if said else None


def disk() -> Disk | None:
    """Where what people send is kept; None where that is not a folder of this machine."""
    place = Path(settings.MEDIA_ROOT)
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        usage = shutil.disk_usage(place)
    except OSError:
        return None
    return Disk(usage.free, usage.total)


def versions() -> tuple[tuple[str, str], ...]:
    """What runs here; PostgreSQL and Redis say theirs."""
    return (
        ("Python", platform.python_version()),
        *((name, version(name)) for name in ("Django", "celery", "weasyprint")),
    )
