"""What every table keeps: a rule of visibility, its school, and nothing lost by cascade."""

import pghistory.models
import pytest
from django.apps import apps
from django.db import connection, models
from django.utils.functional import Promise

# Rows with a public_id and no rule: nothing reads them but through a row that has one.
NO_RULE = {
    "accounts.User": "a person reads their own account through the session",
    "schools.Division": "read through the teachings and the enrolments",
    "schools.Group": "read through the teachings",
    "schools.Guardian": "read through the guardianships",
}
ACRONYMS = ("UAI", "INE", "STS", "SIECLE")
# What may vanish with its parent, and why.
MAY_CASCADE = {
    "accounts.Session.user": "an account that is gone is signed in nowhere",
    "publication.KeptFacts.school": "a copy of facts, made again at will: it goes with its school",
    "publication.PastChange.school": "that a copy is old says nothing once the school is gone",
}
OURS = [
    model
    for config in apps.get_app_configs()
    if config.name.startswith("apps.")
    for model in config.get_models()
]
# History rows are copies: they keep what was, even what no constraint would let in today.
KEPT = [model for model in OURS if not issubclass(model, pghistory.models.Event)]


def fields_of(model, *kinds):
    return [field for field in model._meta.local_fields if isinstance(field, kinds)]


def has_field(model, name):
    return any(field.name == name for field in model._meta.get_fields())


def test_every_row_with_a_public_id_says_who_sees_it():
    silent = {
        model._meta.label
        for model in KEPT
        if has_field(model, "public_id") and not hasattr(model._default_manager, "visible_to")
    }

    assert silent - set(NO_RULE) == set()


def links_inside_a_school():
    return [
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in KEPT
        for field in fields_of(model, models.ForeignKey)
        if has_field(model, "school") and has_field(field.related_model, "school")
    ]


# Kept by another pair than (school, …): the pupil of a version is the pupil of its result.
THROUGH = {
    ("results_resultversion", "student_id"): (
        "results_result",
        ("student_id", "result_id"),
        ("student_id", "id"),
    ),
    ("results_talkrequest", "student_id"): (
        "results_result",
        ("student_id", "result_id"),
        ("student_id", "id"),
    ),
    ("results_missedhandback", "assessment_id"): (
        "results_handback",
        ("assessment_id", "hand_back_id"),
        ("assessment_id", "id"),
    ),
    ("results_missedhandback", "result_id"): (
        "results_result",
        ("assessment_id", "result_id"),
        ("assessment_id", "id"),
    ),
}
SCHOOL_AND_ID = ("school_id", "id")
FOREIGN_KEYS = """
    SELECT c.conrelid::regclass::text, c.confrelid::regclass::text,
           array_agg(a.attname::text ORDER BY k.rank), array_agg(b.attname::text ORDER BY k.rank)
    FROM pg_constraint c
    CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(mine, theirs, rank)
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.mine
    JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.theirs
    WHERE c.contype = 'f' AND c.convalidated AND NOT c.condeferrable
    GROUP BY c.oid
"""


@pytest.mark.django_db
def test_the_database_keeps_every_link_inside_one_school():
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS)
        stated = {
            (table, target, tuple(mine), tuple(theirs))
            for table, target, mine, theirs in cursor.fetchall()
        }
    wanted = links_inside_a_school()

    missing = [
        f"{table}.{column}"
        for table, column, target in wanted
        if (table, *THROUGH.get((table, column), (target, ("school_id", column), SCHOOL_AND_ID)))
        not in stated
    ]

    assert len(wanted) > 20
    assert missing == []


def test_nothing_vanishes_because_something_else_was_deleted():
    losses = {
        f"{model._meta.label}.{field.name}"
        for model in KEPT
        for field in fields_of(model, models.ForeignKey)
        if field.remote_field.on_delete not in (models.PROTECT, models.SET_NULL, models.RESTRICT)
    }

    assert losses - set(MAY_CASCADE) == set()


def test_tables_and_columns_have_french_names_in_lower_case():
    named = [
        *((model._meta.label, model._meta.verbose_name) for model in KEPT),
        *((model._meta.label, model._meta.verbose_name_plural) for model in KEPT),
        *(
            (str(field), field.verbose_name)
            for model in KEPT
            for field in fields_of(model, models.Field)
            if isinstance(field.verbose_name, Promise)
        ),
    ]

    capitals = [
        (label, str(name))
        for label, name in named
        if str(name)[0].isupper() and not str(name).startswith(ACRONYMS)
    ]

    assert capitals == []


def test_every_model_is_given_its_french_name():
    unnamed = [
        model._meta.label for model in KEPT if not isinstance(model._meta.verbose_name, Promise)
    ]

    assert unnamed == []
