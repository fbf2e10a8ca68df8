"""Place again, in the base, what nobody has read of an assessment after a fact has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from apps.results.models import Assessment, ResultVersion
from apps.results.release.services.class_figures import ClassClock, refresh_figures
from apps.results.release.services.instants import ReleaseFacts, RuleAndHours, place, write_instants
from coeduc.locks import hold_rows


def place_pending(assessment: Assessment, frame: RuleAndHours, *, at: dt.datetime) -> None:
    """After what is about the whole class: place again what nobody has read.

    The assessment must be locked.
    """
    of_class = ResultVersion.objects.filter(result__assessment=assessment)
    known, at = _place(of_class, assessment, frame, at=at)
    refresh_figures(
        [assessment], {assessment.pk: ClassClock.of(known, frame.rule, frame.hours)}, at=at
    )


def place_own(
    assessment: Assessment, results: Collection[int | None], frame: RuleAndHours, *, at: dt.datetime
) -> None:
    """After what is about these pupils: nothing of the others moves, nor of the class."""
    own = ResultVersion.objects.filter(result__assessment=assessment, result__in=results)
    _place(own, assessment, frame, at=at)


def _place(
    versions: Any, assessment: Assessment, frame: RuleAndHours, *, at: dt.datetime
) -> tuple[ReleaseFacts, dt.datetime]:
    pending, at = hold_rows(
        versions.latest().exclude(guardian_release_at__lte=at).order_by("pk"), at=at
    )
    known = place(pending, assessment, frame, at=at)
    write_instants(pending)
    return known, at
