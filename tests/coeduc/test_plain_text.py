"""Null characters and days of no time: read without them, never an error 500."""

import pytest
from django import forms
from django.urls import reverse

from coeduc.converters import DayConverter
from coeduc.days import day_or_none
from coeduc.forms import DayField
from tests.factories.accounts import UserFactory

NOT_A_DAY = [
    *("0001-01-01", "9999-12-31", "1899-12-31", "2200-01-01", "2026-02-30", "0000-00-00"),
    *("2026-W01-1", "20261117", "2026-11-17T00:00", "", "\0", "２０２６-11-17", "2026-11-17 "),
]


@pytest.mark.parametrize("written", NOT_A_DAY)
def test_a_day_of_no_time_is_none(written):
    assert day_or_none(written) is None
    with pytest.raises(ValueError):  # noqa: PT011 - what Django takes for «no such address»
        DayConverter().to_python(written)


@pytest.mark.parametrize("written", ["0001-01-01", "31/12/9999", "01/01/1899"])
def test_a_field_refuses_a_day_too_far_with_a_sentence(written):
    with pytest.raises(forms.ValidationError, match="vérifiez l’année"):
        DayField().clean(written)


def test_a_day_of_ours_is_read():
    assert day_or_none("2026-11-17") == DayField().clean("17/11/2026")


@pytest.mark.django_db
def test_a_null_character_is_left_out_of_what_is_typed(client):
    UserFactory(username="zoe")

    answer = client.post(reverse("account_login"), {"login": "z\0oé", "password": "\0x"})

    assert answer.status_code == 200
    assert "zoé" in answer.content.decode()


@pytest.mark.django_db
def test_a_null_character_in_an_address_names_nothing(client):
    assert client.get("/famille/%00/").status_code == 404
    assert client.get(reverse("account_login") + "?next=%00&%00=1").status_code == 200
