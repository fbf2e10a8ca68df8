"""The picture of the data model says what the models are."""

import re

import pytest
from django.apps import apps
from django.db import models

from tests import data_model


def test_the_picture_is_up_to_date():
    assert data_model.PICTURE.read_text() == data_model.drawn(), "make fix"


def test_every_table_of_the_apps_is_in_it():
    drawn = data_model.drawn()
    ours = {
        model.__name__
        for config in apps.get_app_configs()
        if config.name.startswith("apps.")
        for model in config.get_models()
        if not model.__name__.endswith("Event")
    }

    assert len(ours) > 60
    assert {name for name in ours if f"| `{name}` |" not in drawn} == set()
    assert "Event" not in re.sub(r"\bevent\b", "", drawn)


@pytest.mark.parametrize(
    "edge",
    [
        "Enrolment }o--|| Student : student",
        "Student |o--o| User : user",
        "Teaching }o--o| Division : division",
    ],
)
def test_a_relation_says_how_many_of_each(edge):
    assert f"    {edge}\n" in data_model.drawn()


def test_a_new_relation_would_be_drawn(monkeypatch):
    student = apps.get_model("schools", "Student")
    friend = models.ForeignKey("schools.Staff", models.PROTECT)
    friend.set_attributes_from_name("friend")
    friend.model, friend.null = student, True
    friend.remote_field.model = apps.get_model("schools", "Staff")
    fields = [*student._meta.get_fields(), friend]
    monkeypatch.setattr(student._meta, "get_fields", lambda: fields)

    assert "Student }o--o| Staff : friend" in list(data_model._edges(student))
