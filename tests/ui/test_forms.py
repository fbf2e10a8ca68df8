"""Forms read numbers and dates as French people write them, and tie each error to its field."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from coeduc.forms import DayField, FrenchDecimalField, PortalFormHelper
from coeduc.french import french_decimal
from coeduc.gallery import GalleryForm
from tests.ui.gallery import draw


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12,5", Decimal("12.5")),
        ("12.5", Decimal("12.5")),
        (" 8 ", Decimal(8)),
        ("1 000,25", Decimal("1000.25")),
        ("1\u202f000", Decimal(1000)),
        ("", None),
    ],
)
def test_a_teacher_writes_a_number_with_a_comma_or_a_dot(written, read):
    assert FrenchDecimalField(required=False).clean(written) == read


@pytest.mark.parametrize("written", ["onze", "12,5,3", "NaN", "Infinity", "1e400000"])
def test_what_is_not_a_number_is_refused(written):
    with pytest.raises(ValidationError):
        FrenchDecimalField(max_value=20, decimal_places=2, max_digits=5).clean(written)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("12.50"), "12,5"),
        (Decimal("20"), "20"),
        (Decimal("100"), "100"),
        (Decimal("0.00"), "0"),
        (Decimal("0.25"), "0,25"),
    ],
)
def test_a_number_is_shown_without_a_zero_that_nobody_wrote(value, shown):
    assert french_decimal(value) == shown
    assert FrenchDecimalField().widget.format_value(value) == shown


def test_a_refused_number_is_shown_again_as_it_was_typed():
    class Marks(forms.Form):
        mark = FrenchDecimalField()

    html = str(Marks({"mark": "11,x"})["mark"])

    assert 'value="11,x"' in html


@pytest.mark.parametrize("written", ["2026-11-17", "17/11/2026", "17/11/26"])
def test_a_day_is_read_from_the_calendar_or_as_written_by_hand(written):
    assert DayField().clean(written) == dt.date(2026, 11, 17)


def test_every_error_is_told_at_the_top_and_beside_its_field():
    html = draw(
        "{% load crispy_forms_tags %}{% crispy form %}",
        form=GalleryForm({"title": "", "held_on": "hier", "scale": "200", "when": "now"}),
    )

    summary = re.search(r'role="alert".*?</ul>', html, re.S).group()
    assert re.findall(r'href="#(\w+)"', summary) == ["id_title", "id_held_on", "id_scale"]
    for name in ("title", "held_on", "scale"):
        control = re.search(rf'<input[^>]*name="{name}"[^>]*>', html).group()
        described = re.search(r'aria-describedby="([^"]+)"', control).group(1).split()
        assert f"id_{name}_error" in described
        assert all(f'id="{anchor}"' in html for anchor in described)
        assert 'aria-invalid="true"' in control


def test_a_link_of_the_summary_leads_to_the_group_of_choices():
    html = draw("{% load crispy_forms_tags %}{% crispy form %}", form=GalleryForm({}))

    assert 'href="#id_when"' in html
    assert '<fieldset class="field" id="id_when"' in " ".join(html.split())


def test_a_form_that_is_right_alarms_nobody():
    html = draw("{% load crispy_forms_tags %}{% crispy form %}", form=GalleryForm())

    assert 'role="alert"' not in html
    assert "aria-invalid" not in html


def test_an_error_of_the_whole_form_is_told_at_the_top():
    class Pair(forms.Form):
        first = forms.CharField(required=False)

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.helper = PortalFormHelper(submit="Envoyer")

        def clean(self):
            raise ValidationError("Les deux dates se croisent.")

    html = draw("{% load crispy_forms_tags %}{% crispy form %}", form=Pair({"first": "x"}))

    assert "Les deux dates se croisent." in html


def test_a_form_by_get_sends_no_token():
    class Search(forms.Form):
        q = forms.CharField(required=False)

    form = Search()
    form.helper = PortalFormHelper(submit="Chercher", method="get")

    assert "csrfmiddlewaretoken" not in draw(
        "{% load crispy_forms_tags %}{% crispy form %}", form=form
    )
