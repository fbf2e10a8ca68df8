"""The word of a pupil, their request to the CPE, the answer of a guardian."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.support.enums import Answer
from coeduc.forms import PortalFormHelper

LONGEST = 280

# Three ways to begin; the pupil says the rest.
STARTERS = (
    _("J’ai compris "),
    _("Je n’ai pas encore compris "),
    _("La prochaine fois, je vais "),
)
SAFEGUARD = _(
    "Tes parents liront ceci. Tes professeurs aussi. "
    "Si tu as peur de leur réaction : la CPE, ou le 119."
)


class WordForm(forms.Form):
    """At most 280 characters, with the safeguard always above the field."""

    text = forms.CharField(
        label=_("Ton mot à tes parents"),
        help_text=SAFEGUARD,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
        error_messages={
            "required": _("Ton mot est vide. Écris quelques mots, ou choisis « Passer »."),
            "max_length": _("Ton mot est trop long : %(show_value)d caractères, 280 au plus."),
        },
    )

    def __init__(self, *args: Any, kept: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("text", submit=_("Enregistrer mon mot"), kept=kept)


class TalkForm(forms.Form):
    words = forms.CharField(
        label=_("Si tu veux, dis pourquoi"),
        help_text=_(
            "Seuls la CPE et la direction du collège le liront. "
            "Ni tes parents ni tes professeurs ne voient ta demande."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
        error_messages={
            "max_length": _("C’est trop long : %(show_value)d caractères, 280 au plus."),
        },
    )

    def __init__(self, *args: Any, cancel_url: str, kept: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        submit = _("Demander qu’on m’en parle d’abord")
        self.helper = PortalFormHelper("words", submit=submit, cancel_url=cancel_url, kept=kept)


class HelpAnswerForm(forms.Form):
    """One of three keys; none is the right one."""

    answer = forms.ChoiceField(choices=Answer)
