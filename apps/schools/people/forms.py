"""Forms about pupils and their guardians."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.schools.models import School
from apps.schools.people.queries import StudentSearch
from coeduc.forms import PortalFormHelper, choice_field


class StudentFilter(forms.Form):
    """Search of the pupils, in the query string; the view gives the class codes, and the schools
    of who works in several."""

    q = forms.CharField(
        label=_("Nom ou prénom"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    ecole = forms.ChoiceField(label=_("Établissement"), required=False)
    classe = forms.ChoiceField(label=_("Classe"), required=False)

    def __init__(
        self, *args: Any, codes: list[str], schools: Sequence[School], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if len(schools) > 1:
            named = [(str(school.public_id), school.name) for school in schools]
            choice_field(self, "ecole").choices = [("", _("Tous")), *named]
        else:
            del self.fields["ecole"]
        choice_field(self, "classe").choices = [
            ("", _("Toutes")),
            *((code, code) for code in codes),
        ]

    def search(self) -> StudentSearch | None:
        """None for a class or a school that is not in the list: nobody is there."""
        if not self.is_valid():
            return None
        chosen = self.cleaned_data
        return StudentSearch(chosen["q"], code=chosen["classe"], school=chosen.get("ecole", ""))


def reason_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        max_length=300,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        error_messages={"required": _("Écrivez pourquoi, en une phrase.")},
        **kwargs,
    )


class RestrictionForm(forms.Form):
    """Cut an access: why, and yes."""

    reason = reason_field(
        label=_("Pourquoi"),
        help_text=_(
            "Une phrase, sans détail de santé ni de justice : « Jugement vu au secrétariat le"
            " 12 novembre ». Lue par la direction et les CPE, jamais par la famille."
        ),
    )
    sure = forms.BooleanField(
        label=_("Oui, je coupe cet accès maintenant"),
        error_messages={"required": _("Cochez pour confirmer : l’effet est immédiat.")},
    )

    def __init__(self, *args: Any, cancel_url: str, kept: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "reason", "sure", submit=_("Couper l’accès"), cancel_url=cancel_url, kept=kept
        )


class LiftForm(forms.Form):
    """Ask to give an access back."""

    reason = reason_field(
        label=_("Pourquoi rétablir"),
        help_text=_("La personne qui confirme lira cette phrase."),
    )

    def __init__(self, *args: Any, cancel_url: str, kept: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        submit = _("Demander à rétablir")
        self.helper = PortalFormHelper("reason", submit=submit, cancel_url=cancel_url, kept=kept)
