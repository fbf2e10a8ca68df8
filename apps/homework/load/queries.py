"""What the history of the settings tells of the minutes a day agreed for each level."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from apps.homework.models import DailyCap
from apps.schools.models import School
from apps.schools.settings.queries import Entry, entries_of, of_row
from coeduc.french import duration


def cap_entries(school: School) -> list[Entry]:
    """The minutes a day agreed for each level."""
    return entries_of(school, [(of_row(_("Travail par jour"), _cap), DailyCap)])


def _cap(row: Any) -> str:
    told = {"level": row.level, "time": duration(row.minutes)}
    return _("en %(level)s, %(time)s au plus") % told
