"""What other apps tell in the history of the settings: the hours decided, one after the other."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from apps.home import queries
from apps.homework.models import DailyCap
from apps.publication.sentences import quiet_hours_sentences
from apps.schools.models import School
from apps.schools.settings.queries import Change, Entry, entries_of, of_row
from coeduc.french import duration


def opening_entries(school: School) -> list[Entry]:
    """Each version of the open hours, after the one before it."""
    told, before = [], ""
    for version in queries.hours_decided(school):
        after = " ".join(quiet_hours_sentences(version.as_hours()))
        if version.author:  # else the ministry's frame, recorded: nobody has changed anything
            change = Change(_("Heures d’ouverture"), before, after)
            told.append(Entry(version.during.lower, version.author.get_full_name(), [change]))
        before = after
    return told


def cap_entries(school: School) -> list[Entry]:
    """The minutes a day agreed for each level."""
    return entries_of(school, [(of_row(_("Travail par jour"), _cap), DailyCap)])


def _cap(row: Any) -> str:
    told = {"level": row.level, "time": duration(row.minutes)}
    return _("en %(level)s, %(time)s au plus") % told
