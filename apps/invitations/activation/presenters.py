"""What the pages of a way in may say: nothing but the school before the second proof."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.invitations.activation import queries as activation_queries
from apps.invitations.activation.queries import Welcomed
from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes.presenters import data_notice
from apps.invitations.models import AccessCode
from apps.notices.enums import Delivery
from apps.notices.models import LetterTexts
from apps.notices.paper import queries as paper_queries
from apps.schools.models import Guardian, NotebookAccess, School, Student
from coeduc.french import of_name
from coeduc.processing import family_words, team_words


@dataclass(frozen=True, slots=True)
class Invited:
    """What the page may say to somebody who has given the second proof."""

    name: str
    first_name: str
    last_name: str
    children: tuple[str, ...]
    job: str
    relative_of: str
    is_pupil: bool
    account: str


def described(row: AccessCode, *, at: dt.datetime) -> Invited:
    person = row.person
    children = (
        codes_queries.children_named([person], at=at)[person.pk]
        if isinstance(person, Guardian)
        else []
    )
    return Invited(
        name=str(person),
        first_name=person.first_name,
        last_name=person.display_last_name,
        children=tuple(child.label for child in children),
        job=activation_queries.posts_in_words(person, at=at),
        relative_of=of_name(person.student.first_name)
        if isinstance(person, NotebookAccess)
        else "",
        is_pupil=isinstance(person, Student),
        account=person.user.username if person.user else "",
    )


def mailed_to(row: AccessCode) -> str:
    """The address that received the code: who reads it there may keep it for their account."""
    if row.delivery != Delivery.MAILED:
        return ""
    if row.access is not None:
        return row.access.email
    return row.staff.email if row.staff else ""


@dataclass(frozen=True, slots=True)
class DataNotice:
    """What one reads once in, of one hat; ``kind``: «pupil», «family», «team» or «relative»."""

    kind: str
    title: str
    school: School
    texts: LetterTexts
    durations: data_notice.Durations


def notices(welcomed: Welcomed) -> list[DataNotice]:
    """One a hat; each says whose it is where there are several."""
    found = [
        (kind, title, school)
        for kind, title, school in (
            ("pupil", _("Tes données, en clair"), welcomed.pupil_of),
            ("family", _("Vos données de parent, en clair"), welcomed.family_of),
            ("team", _("Vos données au travail, en clair"), welcomed.works_at),
            ("relative", _("Vos données de proche, en clair"), welcomed.relative_at),
        )
        if school is not None
    ]
    alone = len(found) == 1 and not welcomed.pupil_of
    return [
        DataNotice(
            kind,
            _("Vos données, en clair") if alone else title,
            school,
            paper_queries.texts_of(school),
            data_notice.durations(words_of=team_words if kind == "team" else family_words),
        )
        for kind, title, school in found
    ]
