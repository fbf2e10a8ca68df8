"""Where an adult stands with a child, on the page of that child's results."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.results.reading.presenters.rule_history import ReaderMoment
from apps.schools.enums import Scope
from apps.schools.models import Guardianship
from coeduc.french import of_name


def place_sentence(link: Guardianship, *, moment: ReaderMoment) -> str:
    """Why this adult reads nothing of a child, or nothing new; empty for a legal guardian."""
    names = {
        "name": link.student.first_name,
        "of_name": of_name(link.student.first_name),
    }
    if link.scope == Scope.SURVEILLANCE:
        return (
            _(
                "Le détail des évaluations %(of_name)s va aux adultes qui exercent l’autorité "
                "parentale. Le collège vous tient au courant par les bulletins, "
                "et peut vous recevoir."
            )
            % names
        )
    if link.scope == Scope.CARE:
        return (
            _(
                "Vous accompagnez %(name)s au quotidien. Ses résultats vont à ses responsables "
                "légaux ; le collège peut vous dire comment l’aider."
            )
            % names
        )
    if link.during.upper and link.during.upper <= moment.at:
        return _(
            "Depuis le %(day)s, le collège ne vous compte plus parmi les responsables %(of_name)s. "
            "Vous gardez ce que vous pouviez lire avant."
        ) % {**names, "day": moment.day_of(link.during.upper)}
    return ""
