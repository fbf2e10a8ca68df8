"""Forms read numbers and dates as French people write them, and tie each error to its field."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django import forms
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
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


class LooseForm(forms.Form):
    """Its sentences have the plain spaces of a keyboard."""

    why = forms.CharField(
        label="Pourquoi ? <b>", help_text="Par exemple : « un mot » <i>italique</i>"
    )
    which = forms.ChoiceField(
        label="Lequel ?", choices=[("a", "Ici : « A »")], widget=forms.RadioSelect, required=False
    )

    helper = PortalFormHelper(submit="Envoyer")

    def clean_why(self):
        raise ValidationError("Vraiment ? Écrivez « oui ».")

    def clean(self):
        raise ValidationError("Rien n’est gardé : à refaire !")


def test_no_line_of_a_form_ends_before_a_double_sign():
    page = draw("{% load crispy_forms_tags %}{% crispy form %}", form=LooseForm({"why": "x"}))

    assert re.findall(r"[\w»’%…] [:;?!»]|« ", re.sub(r"<[^>]*>", "", page)) == []
    assert (
        page.count("Vraiment\u00a0? Écrivez «\u00a0oui\u00a0».") == 2
    )  # beside it, and at the top
    assert "Pourquoi\u00a0? &lt;b&gt;" in page
    assert "«\u00a0un mot\u00a0» <i>italique</i>" in page
    assert "Ici\u00a0: «\u00a0A\u00a0»" in page


def test_no_line_of_a_message_ends_before_a_double_sign():
    said = Message(SUCCESS, "C’est fait : « Inès » <script> peut entrer !")

    page = draw(
        "{% with messages=said %}{% include 'components/messages.html' %}{% endwith %}",
        said=[said],
    )

    assert "C’est fait\u00a0: «\u00a0Inès\u00a0» &lt;script&gt; peut entrer\u00a0!" in page


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
