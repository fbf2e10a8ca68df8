"""Every component on one page, with the words of a real collège: the bench of the look."""

from pathlib import Path

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.core.paginator import Paginator
from django.middleware.csrf import get_token
from django.template import Engine, RequestContext, engines
from django.test import RequestFactory

from coeduc.forms import DayField, FrenchDecimalField, FrenchDecimalInput, Helper
from coeduc.frame import Layout, Link
from coeduc.ui import Step

PAGE = Path(__file__).with_name("gallery.html")
LAYOUT = Layout(
    space="family",
    school_name="Collège Simone-Exemple",
    phone="01 42 00 00 00",
    hours="8 h – 17 h",
    person="Aminata Diallo",
    signed_in=True,
    hats=(Link("Espace famille", "/famille/", current=True), Link("Espace équipe", "/equipe/")),
    nav=(Link("Aujourd’hui", "/famille/", current=True), Link("La règle", "/famille/regles/")),
)


class AssessmentForm(forms.Form):
    """A field of each kind that the pack draws."""

    title = forms.CharField(label="Titre", help_text="Tel que les familles le liront.")
    held_on = DayField(label="Date du contrôle")
    scale = FrenchDecimalField(label="Barème", max_value=100)
    advice = forms.CharField(label="Pour progresser", widget=forms.Textarea, required=False)
    when = forms.ChoiceField(
        label="Copies rendues",
        choices=[("now", "Maintenant"), ("morning", "Ce matin")],
        widget=forms.RadioSelect,
    )
    later = forms.MultipleChoiceField(
        label="Plus tard",
        choices=[("leo", "Léo"), ("sara", "Sara")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remind = forms.BooleanField(label="Le rappeler à la classe", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Helper(
            "title",
            Row("held_on", "scale"),
            "advice",
            Fieldset("Qui a reçu sa copie ?", "when", "later"),
            "remind",
            submit="Enregistrer",
            cancel_url="/equipe/",
        )


class RowForm(forms.Form):
    mark = FrenchDecimalField(
        required=False, widget=FrenchDecimalInput({"class": "control--short"})
    )
    advice = forms.CharField(required=False)


class FilterForm(forms.Form):
    subject = forms.ChoiceField(label="Matière", choices=[("", "Toutes")], required=False)


def rows():
    marks = {"Inès Diallo": "11", "Léo Martin": "onze", "Sara Nguyen": "15,5", "Malik Diallo": ""}
    return [
        {
            "name": name,
            "form": RowForm({f"{position}-mark": mark}, prefix=str(position)),
            "mark_label": f"Note de {name}",
            "advice_label": f"Pour que {name} progresse",
        }
        for position, (name, mark) in enumerate(marks.items())
    ]


def gallery_html():
    """The gallery as a signed-in parent would receive it."""
    context = {
        "layout": LAYOUT,
        "form": AssessmentForm({"title": "", "held_on": "hier", "scale": "200"}),
        "filter_form": FilterForm(),
        "rows": rows(),
        "page": Paginator(range(100), 10).page(3),
        "tab_items": [Link("1er trimestre", "#1", current=True), Link("2e trimestre", "#2")],
        "step_items": [
            Step("Copie rendue", "mardi 17 novembre", "done"),
            Step("Malik la voit", "dix minutes après", "now"),
            Step("Vous la lisez", "mercredi 18 novembre à 17 h"),
        ],
        "other_covers": [3, 4, 5, 6],
        "hidden_fields": {"when": "now"},
        "messages": [],
    }
    return (
        engines["django"]
        .from_string(PAGE.read_text())
        .render(context, RequestFactory().get("/famille/?trimestre=1"))
    )


def draw(source, **context):
    """One piece of template, drawn as inside a page."""
    engine = Engine.get_default()
    request = RequestFactory().get("/famille/?trimestre=1")
    template = engine.from_string(source)
    context.setdefault("csrf_token", get_token(request))
    return template.render(RequestContext(request, {**context, "request": request}))
