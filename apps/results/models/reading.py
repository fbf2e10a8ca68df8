"""What the pages of families and pupils read beside each row of the roster, in one statement."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce, JSONObject

from apps.schools.models import Term
from coeduc.access import Reader


class ReadingQuerySet(models.QuerySet):
    def with_reading(self, reader: Reader, *, at: dt.datetime) -> Any:
        """``reading``: what this reader may read of the row, as JSON; None while nothing.

        The newest state released to them, so that lists, averages and curves hold exactly what the
        page of each result shows. Marks are texts: JSON numbers are not decimals.
        """
        from apps.results.models.versions import ResultVersion  # noqa: PLC0415 (circular)

        released = ResultVersion.objects.released_to(reader, at=at).filter(result=OuterRef("pk"))
        newest = released.order_by("-n").values(
            json=JSONObject(
                since="student_release_at" if reader.is_student else "guardian_release_at",
                value=Cast("value", models.TextField()),
                status="status",
                levels="levels",
                shows_mark="rule__shows_mark",
                shows_levels="rule__shows_levels",
            )
        )
        return self.annotate(reading=Subquery(newest[:1]))

    def with_term(self) -> Any:
        """``term`` and ``term_index``: the period of that day; ``reports_on``: its reports."""
        held_on = OuterRef("assessment__held_on")
        term = Term.objects.filter(
            school=OuterRef("school"), starts_on__lte=held_on, ends_on__gte=held_on
        ).order_by()
        return self.annotate(
            term=Subquery(term.values("pk")[:1]),
            term_index=Subquery(term.values("index")[:1]),
            term_count=Subquery(term.values("count")[:1]),
            reports_on=Subquery(
                term.annotate(on=Coalesce("reports_on", F("ends_on"))).values("on")[:1]
            ),
        )
