"""What the database states for every app: rows of one school only meet rows of that school."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import connections, models
from django.db.backends.ddl_references import Statement
from django.db.models import Value
from django.db.models.constraints import BaseConstraint
from django.db.models.expressions import CombinedExpression

from coeduc.access import M


class SchoolKey(models.UniqueConstraint):
    """``UNIQUE (school, id)``: lets other tables point at this row *and* its school."""

    def __init__(self, *, name: str, fields: Any = ("school", "id")) -> None:
        super().__init__(fields=fields, name=name)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        _path, args, kwargs = super().deconstruct()
        return "coeduc.database.SchoolKey", args, {"name": kwargs["name"]}


class SameSchool(BaseConstraint):
    """Composite foreign key: the row named by ``field`` belongs to this row's school.

    Django 5.2 has no composite foreign key; the plain one that comes with ``field`` stays (the ORM
    needs it), this one adds ``shared``, the school unless said otherwise. The target model carries
    a unique key on the pair (``SchoolKey`` for the school).
    """

    def __init__(self, *, field: str, name: str, shared: str = "school") -> None:
        self.field, self.shared = field, shared
        super().__init__(name=name)

    def _reference(self, model: type[models.Model], schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        field = model._meta.get_field(self.field)
        shared = model._meta.get_field(self.shared)
        target = field.related_model
        target_shared = target._meta.get_field(self.shared)
        return (
            f"FOREIGN KEY ({quote(shared.column)}, {quote(field.column)}) REFERENCES "
            f"{quote(target._meta.db_table)} ({quote(target_shared.column)}, "
            f"{quote(target._meta.pk.column)})"
        )

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} " + self._reference(
            model, schema_editor
        )

    def create_sql(self, model: Any, schema_editor: Any) -> Statement:
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=schema_editor.quote_name(model._meta.db_table),
            constraint=self.constraint_sql(model, schema_editor),
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Statement:
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=schema_editor.quote_name(model._meta.db_table),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database alone decides: a form never chooses the school."""

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs["field"] = self.field
        if self.shared != "school":
            kwargs["shared"] = self.shared
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SameSchool):
            return NotImplemented
        return self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)


class DatedQuerySet(models.QuerySet[M]):
    """Links that last from an instant to another: ``during`` is a half-open range."""

    def in_force(self, *, at: dt.datetime) -> Self:
        return self.filter(during__contains=at)

    def not_over(self, *, at: dt.datetime) -> Self:
        """In force at ``at`` or later."""
        still = models.Q(during__endswith__isnull=True) | models.Q(during__endswith__gt=at)
        return self.filter(still, during__isempty=False)


def without_statement_timeout() -> None:
    """Lift the limits of a page's statements from this process, as a worker does.

    For connections still to be opened. Locks stay limited: nobody waits behind one of ours.
    """
    for alias in connections:
        options = connections.settings[alias].setdefault("OPTIONS", {})
        options["options"] = f"{options.get('options', '')} -c statement_timeout=0".strip()
        connections.settings[alias]["PATIENCE"] = None


def earlier(at: dt.datetime, by: dt.timedelta) -> CombinedExpression:
    """An instant before another, worked out by PostgreSQL: what is worked out in Python from a
    value cannot be replayed (``coeduc/replay.py``)."""
    return Value(at, models.DateTimeField()) - Value(by, models.DurationField())
