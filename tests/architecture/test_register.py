"""The register of processing: every model that holds something about a person has its entry.

A model is about people if a row of it leads to one (by its own columns or by those of the rows it
names), or if a column bears what is somebody's. Link tables made by Django and history tables go
with the model they belong to.
"""

import functools
from importlib import import_module

import pghistory.models
import pytest
from django.apps import apps
from django.db import models
from django.utils.module_loading import import_string

from coeduc import portal, processing

PEOPLE = {"accounts.User", "schools.Student", "schools.Guardian", "schools.Staff"}
# Words of a column that is about somebody, wherever it is.
PERSONAL = {
    *("address", "birth", "civility", "digest", "email", "ine", "ip", "metadata", "mobile"),
    *("phone", "session", "siecle", "signatory", "sts", "username"),
}
NAMES = {"first_name", "last_name", "usage_name"}
# They look like it: a service of the school, not a person.
OF_THE_SCHOOL = {"schools.School.school_life_phone"}
REGISTER = {entry.model: entry for entry in portal.answers().register}
IMPERSONAL = portal.answers().impersonal
UNWRITTEN = (
    processing.NOT_YET,
    processing.NOT_YET_WITH_HISTORY,
    processing.EMPTIED_NOT_YET,
    processing.NEVER,
)
SAID = ("purpose", "ground", "readers", "kept", "erased")


def subject_of(model):
    """The model whose entry covers this one."""
    if issubclass(model, pghistory.models.Event):
        return (
            getattr(model, "pgh_tracked_model", None)
            or model._meta.get_field("pgh_obj").related_model
        )
    return model._meta.auto_created or model


def every_model():
    """Each table once, of the portal and of the libraries that it installs."""
    return {
        subject_of(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


@functools.cache
def why_personal(model):
    """What makes a model be about people: a column, a chain of columns; empty if nothing does."""
    if model._meta.label in PEOPLE:
        return "a person"
    for field in model._meta.local_fields:
        name = f"{model._meta.label}.{field.name}"
        words = {field.name, *field.name.split("_")}
        is_personal = words & (PERSONAL | NAMES) or isinstance(field, models.EmailField)
        if is_personal and name not in OF_THE_SCHOOL:
            return name
        target = field.related_model
        if target and target is not model and (further := why_personal(target)):
            return f"{name} → {further}"
    return ""


def test_every_model_about_people_is_in_the_register():
    silent = {
        model._meta.label: why
        for model in every_model()
        if (why := why_personal(model)) and model._meta.label not in REGISTER
    }

    assert silent == {}


def test_every_other_model_says_why_it_is_not():
    silent = {
        model._meta.label
        for model in every_model()
        if not why_personal(model) and model._meta.label not in REGISTER
    }

    assert silent == set(IMPERSONAL)
    assert [label for label, reason in IMPERSONAL.items() if not str(reason).strip()] == []


def test_the_register_speaks_of_models_that_exist_once_each():
    labels = [entry.model for entry in portal.answers().register]

    assert set(labels) <= {model._meta.label for model in every_model()}
    assert len(labels) == len(set(labels))


def test_an_app_speaks_of_its_own_models_and_of_libraries():
    """«schools.Student» is in apps/schools, so that a model and its entry are moved together."""
    ours = {c.label for c in apps.get_app_configs() if c.name.startswith("apps.")}
    strangers = [
        f"{config.label}: {label}"
        for config in apps.get_app_configs()
        if config.label in ours
        for label in labels_by(config)
        if label.split(".")[0] in ours - {config.label}
    ]

    assert strangers == []


def labels_by(config):
    module = import_module(f"{config.name}.portal")
    entries = [entry.model for entry in getattr(module, "REGISTER", ())]
    return [*entries, *getattr(module, "IMPERSONAL", {})]


@pytest.mark.parametrize("entry", REGISTER.values(), ids=lambda entry: entry.model)
def test_an_entry_says_everything_in_a_sentence(entry):
    unsaid = [name for name in SAID if not str(getattr(entry, name)).endswith(".")]

    assert unsaid == []


@pytest.mark.parametrize("entry", REGISTER.values(), ids=lambda entry: entry.model)
def test_what_erases_exists_and_what_does_not_yet_says_so(entry):
    """A task of the bell, a service or a form; else one of the sentences that admit it."""
    if not entry.by:
        assert entry.erased in UNWRITTEN
        return
    assert callable(import_string(entry.by))
    if ".tasks." in entry.by:
        assert entry.by in portal.answers().queues


@pytest.mark.parametrize("entry", REGISTER.values(), ids=lambda entry: entry.model)
def test_what_is_erased_in_part_is_never_held_to_be_erased_in_time(entry):
    assert entry.in_part is bool(entry.by and "rien n’efface encore" in str(entry.erased))


def test_an_entry_says_that_a_history_exists():
    tracked = {
        subject_of(model)._meta.label
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event) and model._meta.managed
    }

    assert {
        label
        for label in tracked & set(REGISTER)
        if "historique" not in str(REGISTER[label].erased)
    } == set()
