"""Every component on one page, in every state: for whoever designs, and for the tests of the look.

Development only. Its words are examples: they do not go through gettext.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coeduc import comfort
from coeduc.chapters import ChapterLink, Link
from coeduc.charts.bars import bar_chart
from coeduc.forms import DayField, FrenchDecimalField, FrenchDecimalInput, PortalFormHelper
from coeduc.frame import ContactToCall, Layout, SchoolToCall
from coeduc.french import of_name
from coeduc.ui import BUTTON_KINDS, CALLOUT_ICONS, COVERS, SECTION_TONES, STATUS_ICONS, TimelineStep

TEMPLATE = "gallery/gallery.html"
LAYOUT = Layout(
    space="family",
    school_name="Collège Simone-Exemple",
    phone="01 42 00 00 00",
    hours="8 h – 17 h",
    person="Aminata Diallo",
    signed_in=True,
    hats=(Link("Espace famille", "/famille/", current=True), Link("Espace équipe", "/equipe/")),
    nav=(
        ChapterLink("Aujourd’hui", "/famille/"),
        ChapterLink(
            "Cahier",
            "/famille/cahier/",
            current=True,
            pages=(
                Link("Cahier de textes", "/famille/cahier/", current=True, exact=True),
                Link("Mon agenda", "/famille/agenda/"),
            ),
        ),
        ChapterLink("Résultats", "/famille/resultats/"),
        ChapterLink("Échanger", "/famille/rendez-vous/"),
        ChapterLink(
            "Le collège",
            "/famille/regles/",
            pages=(
                Link("Comment on évalue et quand", "/famille/regles/"),
                Link("Vos données", "/vos-donnees/"),
            ),
        ),
    ),
    offices=(
        SchoolToCall(
            key=1,
            name="Collège Simone-Exemple",
            phone="01 42 00 00 00",
            hours="8 h – 17 h",
            ways=(
                ContactToCall(
                    "CPE", "01 42 00 00 01", "Mme Abd-El-Rahmane-Vandenbroucke", "8 h – 17 h"
                ),
                ContactToCall(
                    "Infirmière", "01 42 00 00 02", hours="lundi, mardi, jeudi et vendredi"
                ),
            ),
        ),
        SchoolToCall(key=2, name="Lycée Jeanne-Exemple", phone="01 42 00 00 10"),
        SchoolToCall(key=3, name="École des Essais"),
    ),
    every_style=True,
)
# What breaks a page drawn for «Inès» and «Fractions».
LONG = {
    "name": "Marie-Élisabeth de La Rochefoucauld-Montbel",
    "class_name": "4e section européenne, groupe B",
    "title": "Résoudre des problèmes de proportionnalité et de pourcentages dans des situations "
    "de la vie courante, avec ou sans la calculatrice",
    "word": "anticonstitutionnellement-interdisciplinairement",
    "person": "Mme Abd-El-Rahmane-Vandenbroucke-Lefèvre",
}


class GalleryForm(forms.Form):
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
        choices=[("leo", "Léo"), ("sara", "Sara"), ("long", LONG["name"])],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remind = forms.BooleanField(label="Le rappeler à la classe", required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "title",
            Row("held_on", "scale"),
            "advice",
            Fieldset("Qui a reçu sa copie ?", "when", "later"),
            "remind",
            submit="Enregistrer",
            cancel_url="/equipe/",
            kept="galerie",
        )


class RowForm(forms.Form):
    mark = FrenchDecimalField(
        required=False, widget=FrenchDecimalInput({"class": "control--short"})
    )
    advice = forms.CharField(required=False)


class FilterForm(forms.Form):
    subject = forms.ChoiceField(label="Matière", choices=[("", "Toutes")], required=False)


class CalmForm(forms.Form):
    """A form at rest, with a field that nobody may touch, and one for files."""

    name = forms.CharField(label="Prénom", initial="Inès")
    closed = forms.CharField(label="Classe", initial="4eB", disabled=True)
    papers = forms.FileField(label="Fichiers", required=False)


def entry_rows() -> list[dict[str, Any]]:
    """A grid being typed: a mark, a wrong one, none, and a name that is too long."""
    marks = {"Inès Diallo": "11", "Léo Martin": "onze", "Sara Nguyen": "15,5", "Malik Diallo": ""}
    return [
        {
            "name": name,
            "form": RowForm({f"{position}-mark": mark}, prefix=str(position)),
            "mark_label": f"Note {of_name(name)}",
            "advice_label": f"Pour progresser, {name}",
        }
        for position, (name, mark) in enumerate(marks.items())
    ]


def bench() -> dict[str, Any]:
    """Everything that the page draws."""
    return {
        "layout": LAYOUT,
        "long": LONG,
        "covers": COVERS,
        "button_kinds": BUTTON_KINDS,
        "callout_tones": list(CALLOUT_ICONS),
        "section_tones": SECTION_TONES,
        "status_tones": list(STATUS_ICONS),
        "form": GalleryForm({"title": "", "held_on": "hier", "scale": "200"}),
        "calm_form": CalmForm(auto_id="calm_%s"),
        "filter_form": FilterForm(),
        "rows": entry_rows(),
        "pages": [Paginator(range(100), 10).page(number) for number in (1, 3, 10)],
        "tab_items": [
            Link("1er trimestre", "#1", current=True),
            Link("2e trimestre", "#2"),
            Link(LONG["name"], "#3"),
        ],
        "step_items": [
            TimelineStep("Copie rendue", "mardi 17 novembre", "done"),
            TimelineStep("Malik la voit", "dix minutes après", "now"),
            TimelineStep("Vous la lisez", "mercredi 18 novembre à 17 h"),
        ],
        "bar_items": bar_chart(
            [("le jour même", 0), ("le lendemain", 268), ("2 à 3 jours", 131), ("plus", 13)]
        ),
        "long_bar_items": bar_chart([("anticonstitutionnellement", 16000), ("rien", 0)]),
        "hidden_fields": {"when": "now"},
        "theme_items": [
            Link("Clair", "?theme=light"),
            Link("Sombre", "?theme=dark"),
            Link("Comme cet appareil", "?"),
        ],
        "messages": [
            Message(messages.SUCCESS, "C’est enregistré."),
            Message(messages.WARNING, "Deux notes manquent : elles suivront la même règle."),
            Message(messages.ERROR, f"Rien n’a été enregistré. {LONG['title']}."),
        ],
    }


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """«Composants»; a 404 wherever families are served."""
    if not settings.DEVELOPMENT_PAGES:
        raise Http404
    chosen = comfort.read_choices(request.COOKIES.get(comfort.COOKIE, ""))
    asked = comfort.read_choices(f"theme-{request.GET.get('theme', '')}")
    layout = replace(LAYOUT, comfort={**chosen, **asked})
    return render(request, TEMPLATE, {**bench(), "layout": layout})
