"""What the history of the settings tells of the open hours, one version after the other."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.publication.models import OpeningVersion
from apps.publication.sentences import quiet_hours_sentences
from apps.schools.models import School
from apps.schools.settings.queries import Change, Entry


def opening_entries(school: School) -> list[Entry]:
    """Each version of the open hours, after the one before it."""
    versions = (
        OpeningVersion.objects.filter(school=school)
        .select_related("school", "author")
        .order_by("during")
    )
    told, before = [], ""
    for version in versions:
        after = " ".join(quiet_hours_sentences(version.as_hours()))
        if version.author:  # else the ministry's frame, recorded: nobody has changed anything
            change = Change(_("Heures d’ouverture"), before, after)
            told.append(Entry(version.during.lower, version.author.get_full_name(), [change]))
        before = after
    return told
