"""A gesture of two people waits where the second one looks: on their first page.

Deny by default: a table that says who answered what somebody else asked names here the line of the
first pages that shows it.
"""

from django.apps import apps
from django.contrib.auth import get_user_model
from pghistory.models import Event

from apps.results.words.services import talks
from apps.schools.imports.queries import lists
from apps.schools.people import services as people
from apps.schools.team import queries as team
from coeduc import portal

ANSWERS = ("confirmed_by", "answered_by")
WAITS = {
    ("schools.Restriction", "lift_confirmed_by"): people.LIFTS,
    ("schools.PreparedPost", "answered_by"): team.TO_CONFIRM,
    ("schools.ImportBatch", "confirmed_by"): lists.TO_CONFIRM,
    ("results.TalkRequest", "answered_by"): talks.TALKS,
}


def answered():
    """Each column that says who answered, of our own tables."""
    return {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("apps.") and not issubclass(model, Event)
        for field in model._meta.concrete_fields
        if field.related_model is get_user_model() and field.name.endswith(ANSWERS)
    }


def test_every_answer_of_a_second_person_waits_on_a_first_page():
    kinds = {kind.key for kind in portal.answers().waiting}

    assert answered() == {*WAITS}
    assert set(WAITS.values()) <= kinds
