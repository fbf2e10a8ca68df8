"""The help proposed with a weak result: asked before the tap, for all of them at once.

Asked afterwards and for one pupil, it would tell that their mark is low. What is written here never
moves an instant: a state that only adds a help keeps the moment at which its mark was entered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.publication.release.services import forget_superseded
from apps.publication.rules import HIGHEST_MARK, Rule
from apps.results.enums import SkillLevel
from apps.results.errors import ResultError
from apps.results.models import Assessment, ResultVersion
from apps.support.models import HelpDevice


@dataclass(frozen=True, slots=True)
class Help:
    """What is proposed to one pupil: a help of the school, a sentence, or nothing on purpose."""

    device: HelpDevice | None = None
    progress: str = ""
    nothing: bool = False

    @property
    def is_answer(self) -> bool:
        return self.device is not None or bool(self.progress) or self.nothing


NOT_ANSWERED = Help()


def is_weak(version: ResultVersion, scale: int | None, rule: Rule) -> bool:
    """Under the mark of the rule, brought to 20; without marks, one skill not reached."""
    if rule.support_below is None or version.status:
        return False
    if version.value is None:
        return int(SkillLevel.NOT_REACHED) in version.levels
    return version.value * HIGHEST_MARK / (scale or HIGHEST_MARK) < rule.support_below


def without_help(assessment: Assessment, rule: Rule, *, at: dt.datetime) -> list[ResultVersion]:
    """The weak results nobody has read yet and nobody has answered for, in the order of names.

    A help proposed to the whole class is an answer for each.
    """
    if rule.support_below is None or assessment.device_id:
        return []
    latest = (
        ResultVersion.objects.latest()
        .filter(result__assessment=assessment, status="", progress="", device=None, no_help=False)
        .exclude(student_release_at__lte=at)
        .select_related("result__student")
        .order_by("student__sort_key", "pk")
    )
    return [version for version in latest if is_weak(version, assessment.scale, rule)]


def propose(
    assessment: Assessment,
    rule: Rule,
    *,
    help_for_all: Help,
    exceptions: Mapping[int, Help],
    by: User,
    at: dt.datetime,
) -> None:
    """Write what is proposed with each weak result; ``exceptions`` by result.

    Raises ``ResultError`` as long as one of them has no answer. The assessment must be locked.
    """
    waiting = without_help(assessment, rule, at=at)
    helps = [exceptions.get(version.result_id) or help_for_all for version in waiting]
    if not all(given.is_answer for given in helps):
        raise ResultError(_("Dites d’abord quelle aide est proposée à ces élèves, ou aucune."))
    _write(waiting, helps, by=by, at=at)


def _write(
    known: Sequence[ResultVersion], helps: Sequence[Help], *, by: User, at: dt.datetime
) -> None:
    if not known:
        return
    replaced = ResultVersion.objects.filter(result__in=[version.result_id for version in known])
    superseded = forget_superseded(list(replaced), at=at)
    ResultVersion.objects.bulk_update(superseded, ["student_release_at", "guardian_release_at"])
    ResultVersion.objects.bulk_create(
        ResultVersion(
            school_id=version.school_id,
            result_id=version.result_id,
            student_id=version.student_id,
            n=version.n + 1,
            value=version.value,
            levels=version.levels,
            achieved=version.achieved,
            to_review=version.to_review,
            progress=given.progress,
            device=given.device,
            no_help=given.nothing and given.device is None,
            entered_at=version.entered_at,
            by=by,
        )
        for version, given in zip(known, helps, strict=True)
    )
