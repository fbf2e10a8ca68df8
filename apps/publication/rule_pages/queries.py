"""Rules and open hours, version after version: for their page, for the history of settings."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.sentences import quiet_hours_sentences
from apps.schools.models import School
from apps.schools.settings.queries import SettingChange, SettingsEntry
from coeduc.access import Reader


def rules(reader: Reader) -> QuerySet[RuleVersion]:
    """Every version of every school of this reader, the last first."""
    return RuleVersion.objects.visible_to(reader, at=reader.at).order_by("-during")


def openings(reader: Reader) -> QuerySet[OpeningVersion]:
    """Likewise, each with its school."""
    versions = OpeningVersion.objects.visible_to(reader, at=reader.at)
    return versions.select_related("school").order_by("-during")


def opening_now(reader: Reader, school: School) -> OpeningVersion:
    """The open hours in force in this school; the ministry's where it chose none."""
    versions = OpeningVersion.objects.visible_to(reader, at=reader.at)
    return versions.for_school(school, at=reader.at)


def opening_entries(school: School) -> list[SettingsEntry]:
    """Each version of the open hours, after the one before it."""
    versions = (
        OpeningVersion.objects.filter(school=school)
        .select_related("school", "author")
        .order_by("during")
    )
    found, before = [], ""
    for version in versions:
        after = " ".join(quiet_hours_sentences(version.as_hours()))
        if version.author:  # else the ministry's frame, recorded: nobody has changed anything
            change = SettingChange(_("Heures d’ouverture"), before, after)
            found.append(
                SettingsEntry(version.during.lower, version.author.get_full_name(), [change])
            )
        before = after
    return found
