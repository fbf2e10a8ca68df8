"""To whom the portal writes, and where: of one account, what each of its schools would send."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from apps.publication.enums import NoticePolicy
from apps.publication.models import RuleVersion
from apps.publication.rules import COPY_FIRST
from apps.schools.links import LEGAL
from apps.schools.models import Guardianship, Staff, TeachingStaff
from apps.schools.offices import Office
from coeduc.access import Reader


@dataclass(frozen=True, slots=True)
class FamilyMail:
    """A school where this person answers for a child: the address of its files, and its rule."""

    school: str
    filed_address: str
    announces_at_once: bool


@dataclass(frozen=True, slots=True)
class WorkMail:
    """What a colleague may be written about, all their jobs together."""

    teaches: bool
    heads: bool
    cpe: bool


def family_mails(reader: Reader) -> list[FamilyMail]:
    """By school; two statements whatever their number."""
    links = Guardianship.objects.of(reader.user).opening(LEGAL, at=reader.at)
    rows = links.order_by("school", "guardian__email").values_list(
        "school", "school__name", "guardian__email"
    )
    schools = {school: (name, address) for school, name, address in rows}
    if not schools:
        return []
    rules: dict[int, set[str]] = {}
    standing = RuleVersion.objects.decided().in_force(at=reader.at).filter(school__in=schools)
    for school, notice in standing.values_list("school", "notice"):
        rules.setdefault(school, set()).add(notice)
    return [
        FamilyMail(name, address, NoticePolicy.AT_ONCE in rules.get(school, {COPY_FIRST.notice}))
        for school, (name, address) in schools.items()
    ]


def work_mail(reader: Reader) -> WorkMail | None:
    """None for who works nowhere today."""
    jobs = Staff.objects.of(reader.user, at=reader.at)
    teaches = TeachingStaff.objects.in_force(at=reader.at).filter(staff=OuterRef("pk"))
    rows = list(jobs.with_posts(at=reader.at).annotate(teaches=Exists(teaches)))
    if not rows:
        return None
    return WorkMail(
        teaches=any(row.teaches for row in rows),
        heads=bool(Office.HEADS.among(rows)),
        cpe=bool(Office.CPE.among(rows)),
    )
