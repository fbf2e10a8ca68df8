"""What the pages of families and pupils read beside each row of the roster, in one statement."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Case, F, Func, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, JSONObject

from apps.publication.release.models import instant_of
from apps.schools.models import Term
from coeduc.access import Reader


class ReadingQuerySet(models.QuerySet):
    def with_reading(self, reader: Reader, *, at: dt.datetime) -> Self:
        """``reading``: what this reader may read of the row, as JSON; None while nothing.

        The newest state released to them, so that lists, averages and curves hold exactly what the
        page of each result shows. Marks are texts: JSON numbers are not decimals.
        """
        from apps.results.models.versions import ResultVersion  # noqa: PLC0415 (circular)

        released = ResultVersion.objects.released_to(reader, at=at).filter(result=OuterRef("pk"))
        # Of a first state, the database looks for no earlier one.
        corrected = Case(
            When(n__gt=1, then=F("is_correction")),
            default=Value(value=False),
            output_field=models.BooleanField(),
        )
        newest = (
            released.with_opened(reader, at=at)
            .with_correction(reader, at=at)
            .order_by("-n")
            .values(
                json=JSONObject(
                    since=instant_of(reader.capacity),
                    value=Cast("value", models.TextField()),
                    status="status",
                    levels="levels",
                    shows_mark="rule__shows_mark",
                    shows_levels="rule__shows_levels",
                    opened="opened",
                    past="is_past",
                    corrected=corrected,
                )
            )
        )
        return self.annotate(reading=Subquery(newest[:1]))

    def with_wording(self, reader: Reader, *, at: dt.datetime) -> Self:
        """``wording`` and ``worded_on``: what this reader reads of the assessment itself."""
        from apps.results.models.wording import with_wording  # noqa: PLC0415 (circular)

        return with_wording(self, reader, at=at)

    def with_first_reading(self, reader: Reader, *, at: dt.datetime) -> Self:
        """``read_since``: when a state of it first appeared to this reader; None before."""
        from apps.results.models.versions import ResultVersion  # noqa: PLC0415 (circular)

        appeared = ResultVersion.objects.appeared_to(reader, at=at).filter(result=OuterRef("pk"))
        since = instant_of(reader.capacity)
        return self.annotate(read_since=Subquery(appeared.order_by(since).values(since)[:1]))

    def with_word(self, reader: Reader, *, at: dt.datetime) -> Self:
        """``word_text``: what the pupil wrote to their parents, as this reader may read it."""
        from apps.results.models.words import PupilWord  # noqa: PLC0415 (circular)

        word = PupilWord.objects.visible_to(reader, at=at).filter(result=OuterRef("pk"))
        return self.annotate(word_text=Subquery(word.values("text")[:1]))

    def with_answer(self, reader: Reader, *, at: dt.datetime) -> Self:
        """``answered``: what this very guardian last answered to the help proposed.

        ``talked``: that an adult of the school noted having talked with them, who and when.
        """
        from apps.results.models.words import HelpAnswer  # noqa: PLC0415 (circular)

        given = HelpAnswer.objects.visible_to(reader, at=at).filter(result=OuterRef("pk"))
        last = given.order_by("-at", "-pk")
        noted = last.values(
            json=JSONObject(at="over__at", first="over__by__first_name", last="over__by__last_name")
        )
        return self.annotate(
            answered=Subquery(last.values("answer")[:1]), talked=Subquery(noted[:1])
        )

    def with_term(self) -> Self:
        """``term``: the period of that day, of which year, the day of its reports; None outside.

        Of the day as it is told to this reader: after ``with_wording``.
        """
        # One containment: the day is itself a reading, that two comparisons would do twice.
        days = Func(
            "starts_on", "ends_on", Value("[]"), function="DATERANGE", output_field=DateRangeField()
        )
        term = Term.objects.alias(days=days).filter(
            school=OuterRef("school"), days__contains=OuterRef("worded_on")
        )
        term_json = JSONObject(
            id="pk",
            index="index",
            count="count",
            starts_on="starts_on",
            ends_on="ends_on",
            reports_on=Coalesce("reports_on", "ends_on"),
            year="year__start_year",
            year_from="year__starts_on",
            year_to="year__ends_on",
        )
        return self.annotate(term=Subquery(term.order_by().values(json=term_json)[:1]))
