"""The facts of a school's last term, kept for who tries a rule on them, and what makes them old.

They say when and how many, never what nor whose, and they decide nothing: only the figures that a
head reads are made of them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, Min, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest, Least, Now
from django.utils.translation import gettext_lazy as _

from apps.publication.models.versions import OpeningVersion, RuleVersion
from apps.publication.simulator.rules.kept import VERSION
from apps.publication.sources import TermDays
from apps.schools.models import School, SchoolRow
from apps.schools.offices import Office, in_office
from coeduc.access import Capacity, Reader
from coeduc.leases import Leased, LeasedQuerySet, lease_is_whole

# However much is entered in an evening, a school is read again once in this time; sooner if asked.
AT_MOST_EVERY = dt.timedelta(hours=1)
# And so often when nothing changed: what was damaged meanwhile does not last.
AT_LEAST_EVERY = dt.timedelta(days=1)


class KeptFactsQuerySet(LeasedQuerySet):
    since = ("due_since",)

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Who decides when results appear there, and nobody else."""
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        return self.filter(in_office(reader, Office.HEADS, at=at))

    def waiting(self) -> Self:
        """Every row: one that is finished keeps no lease."""
        return self.all()

    def with_news(self) -> Self:
        """``has_news``: a fact changed since they were read."""
        news = PastChange.objects.filter(school=OuterRef("school"))
        return self.annotate(has_news=Exists(news))

    def due(self, *, at: dt.datetime) -> Self:
        """Asked for, never read, or old and not read for a while.

        One that failed waits as long, unless somebody asked after it was begun. After a decision
        at once: the figures of the new rule are asked for next.
        """
        rested = Q(computed_at__lte=at - AT_MOST_EVERY)
        old = Q(has_news=True) | Q(until__lte=at) | Q(computed_at__lte=at - AT_LEAST_EVERY)
        decided = _decided_since(RuleVersion, at) | _decided_since(OpeningVersion, at)
        never = Q(computed_at=None) | ~Q(version=VERSION)
        wanted = Q(asked_at__isnull=False) | never | (rested & old) | decided
        again = Q(failed_at=None) | Q(failed_at__lte=at - AT_MOST_EVERY)
        rows = super().due(at=at).with_news().annotate(due_since=_due_since(at))
        return rows.filter(wanted, again | Q(asked_at__gt=F("claimed_at")))

    def missed(self) -> Self:
        """Whose last try failed: what was known is kept, and tried again within the hour."""
        return self.filter(failed_at__isnull=False)


def _due_since(at: dt.datetime) -> Any:
    """From when a worker should have read: asked for, or the first change once rested.

    Least and Greatest leave aside what is not known; a school never read was claimed, at least.
    """
    changes = PastChange.objects.filter(school=OuterRef("school")).order_by()
    first = Subquery(changes.values("school").annotate(first=Min("changed_at")).values("first"))
    over = Case(When(until__lte=at, then=F("until")), output_field=models.DateTimeField())
    rested, again, anyway = (
        ExpressionWrapper(F(name) + wait, models.DateTimeField())
        for name, wait in (
            ("computed_at", AT_MOST_EVERY),
            ("failed_at", AT_MOST_EVERY),
            ("computed_at", AT_LEAST_EVERY),
        )
    )
    by_itself = Greatest(Least(first, over, anyway), rested, again)
    return Coalesce("asked_at", by_itself, "claimed_at")


def _decided_since(model: Any, at: dt.datetime) -> Q:
    """A rule or hours adopted since the figures were counted."""
    newer = model.objects.filter(
        school=OuterRef("school"), during__startswith__gt=OuterRef("computed_at")
    )
    return Q(Exists(newer.filter(during__startswith__lte=at)))


class KeptFacts(Leased, SchoolRow):
    """One row a school: the term that was read, its facts, and the figures of the usual rules.

    ``pasts`` and ``figures`` are written and read by ``simulator.rules.kept`` alone. ``until``: the
    first instant at which another term is the last one. ``step`` of ``steps``: how far a worker is.
    """

    # Nothing here is a fact: it goes with its school.
    school = models.ForeignKey(School, models.CASCADE, verbose_name=_("établissement"))
    version = models.PositiveSmallIntegerField(_("écrits par la version"), default=0)
    computed_at = models.DateTimeField(_("lus le"), null=True, blank=True)
    until = models.DateTimeField(_("valables jusqu’au"), null=True, blank=True)
    term_index = models.PositiveSmallIntegerField(_("période"), null=True, blank=True)
    term_count = models.PositiveSmallIntegerField(_("périodes dans l’année"), null=True, blank=True)
    term_starts_on = models.DateField(_("premier jour"), null=True, blank=True)
    term_ends_on = models.DateField(_("dernier jour"), null=True, blank=True)
    weight = models.PositiveIntegerField(_("résultats"), default=0)
    pasts = models.JSONField(_("faits"), default=dict, blank=True)
    figures = models.JSONField(_("chiffres"), default=dict, blank=True)
    asked_at = models.DateTimeField(_("mise à jour demandée le"), null=True, blank=True)
    failed_at = models.DateTimeField(_("mise à jour manquée le"), null=True, blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)

    objects = KeptFactsQuerySet.as_manager()

    class Meta:
        verbose_name = _("faits gardés pour essayer une règle")
        verbose_name_plural = _("faits gardés pour essayer une règle")
        constraints = [
            models.UniqueConstraint(fields=["school"], name="facts_once_a_school"),
            models.CheckConstraint(
                condition=Q(
                    term_index=None, term_count=None, term_starts_on=None, term_ends_on=None
                )
                | Q(
                    term_index__isnull=False,
                    term_count__isnull=False,
                    term_starts_on__isnull=False,
                    term_ends_on__isnull=False,
                ),
                name="a_kept_term_is_whole",
            ),
            lease_is_whole("kept_facts_lease_is_whole"),
        ]

    @property
    def read_at(self) -> dt.datetime | None:
        """What another version of the portal wrote was not read by this one."""
        return self.computed_at if self.version == VERSION else None

    @property
    def term(self) -> TermDays | None:
        """None where there was nothing to read."""
        index, count = self.term_index, self.term_count
        first, last = self.term_starts_on, self.term_ends_on
        if index is None or count is None or first is None or last is None:
            return None
        return TermDays(index, count, first, last)


class PastChangeQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Nobody: it says nothing, but that kept facts are old."""
        return self.none()


class PastChange(SchoolRow):
    """A fact of this school has changed: the database writes it beside the fact, who reads erases.

    Never updated, so that two who write at the same time wait for nothing. ``changed_at`` decides
    nothing: it tells who keeps the service whether workers follow.
    """

    school = models.ForeignKey(School, models.CASCADE, verbose_name=_("établissement"))

    changed_at = models.DateTimeField(_("changé le"), db_default=Now(), editable=False)

    objects = PastChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("fait changé")
        verbose_name_plural = _("faits changés")
