"""The assessment, and the search of their list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from crispy_forms.layout import Row
from django import forms
from django.utils.translation import gettext_lazy as _

from apps.results.assessments.queries import AssessmentSearch
from apps.results.enums import AssessmentKind, Scale
from apps.results.models import Assessment
from apps.schools.models import SchoolYear
from coeduc.forms import (
    DayField,
    FrenchDecimalField,
    PortalFormHelper,
    choice_field,
    depends,
    offer,
)

MOST_SKILLS = 6
LONGEST_SKILL = 120
TO_HAND_BACK, HANDED_BACK = "a-rendre", "rendues"
MINE = "miennes"
STATES = [("", _("Toutes")), (TO_HAND_BACK, _("À rendre")), (HANDED_BACK, _("Rendues"))]


class SkillsField(forms.CharField):
    """Up to six skills, one a line; gives a list of labels."""

    widget = forms.Textarea({"rows": 3, "autocomplete": "off"})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override] # stubs say str
        if isinstance(value, list):
            return value
        lines = (" ".join(line.split()) for line in (value or "").splitlines())
        return [line for line in lines if line]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > MOST_SKILLS:
            raise forms.ValidationError(
                _("Six compétences au plus : il y en a %(n)d.") % {"n": len(value)}
            )
        for label in value:
            if len(label) > LONGEST_SKILL:
                raise forms.ValidationError(
                    _("« %(start)s… » est trop long : %(most)d signes au plus.")
                    % {"start": label[:30], "most": LONGEST_SKILL}
                )
        if len({label.casefold() for label in value}) < len(value):
            raise forms.ValidationError(_("La même compétence est écrite deux fois."))


class AssessmentForm(forms.ModelForm):
    """One assessment; the view gives the teachings of this teacher.

    ``is_entered``: something was typed for a pupil, so the scale and the skills no longer change.
    ``is_read``: families may have read a result of it, so that a change says why.
    """

    reason = forms.CharField(
        label=_("Pourquoi cette correction ?"),
        max_length=200,
        help_text=_(
            "Les familles la liront avec la date. Le changement paraît aux heures de la règle, "
            "comme une note corrigée."
        ),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    held_on = DayField(label=_("Date"))
    coefficient = FrenchDecimalField(
        label=_("Coefficient"), min_value=0, max_value=20, decimal_places=1, initial=1
    )
    scale = forms.TypedChoiceField(
        label=_("Notée"),
        required=False,
        initial=Scale.TWENTY,
        coerce=int,
        empty_value=None,
        choices=[*reversed(Scale.choices), ("", _("Compétences seulement"))],
    )
    skills = SkillsField(
        label=_("Compétences évaluées"),
        required=False,
        help_text=_(
            "Une par ligne, six au plus. Chaque élève y reçoit un niveau de 1 à 4 : objectifs non "
            "atteints, partiellement atteints, atteints, dépassés."
        ),
    )

    class Meta:
        model = Assessment
        fields = ["teaching", "title", "kind", "held_on", "scale", "coefficient"]
        fields += ["skills", "progress"]
        labels = {
            "teaching": _("Classe et matière"),
            "title": _("Titre"),
            "kind": _("Sorte"),
            "progress": _("Pour progresser"),
        }
        help_texts = {
            "title": _("Les familles le liront : « Fractions », « Le récit d’aventures »."),
            "progress": _(
                "Une phrase pour toute la classe : une aide, un moment, un petit exercice. "
                "Elle est demandée avant de rendre les copies."
            ),
        }

    def __init__(
        self,
        *args: Any,
        teachings: Any,
        submit: str,
        cancel_url: str,
        is_entered: bool = False,
        is_read: bool = False,
        model: UUID | None = None,
        **kwargs: Any,
    ) -> None:
        """``model``: what a new one is made again from, whose draft is another one."""
        super().__init__(*args, **kwargs)
        offer(self, "teaching", teachings, label="choice", empty=_("Choisir…"))
        if self.instance.pk:
            self.fields["teaching"].disabled = True
        if not is_read:
            del self.fields["reason"]
        if is_entered:
            self._fix("scale", _("Des résultats sont saisis : la note maximale ne change plus."))
            self._fix("skills", _("Des résultats sont saisis : les compétences ne changent plus."))
        depends(self, "skills")
        self.helper = PortalFormHelper(
            "teaching",
            "title",
            Row("kind", "held_on"),
            Row("scale", "coefficient"),
            "skills",
            "progress",
            *(["reason"] if is_read else []),
            submit=submit,
            cancel_url=cancel_url,
            kept=_draft_of(self.instance, model),
        )

    def _fix(self, name: str, why: Any) -> None:
        self.fields[name].disabled = True
        self.fields[name].help_text = why

    def clean_coefficient(self) -> Any:
        coefficient = self.cleaned_data["coefficient"]
        if not coefficient:
            raise forms.ValidationError(_("Le coefficient est plus grand que zéro."))
        return coefficient

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        teaching, held_on = data.get("teaching"), data.get("held_on")
        if teaching and held_on:
            year: SchoolYear = teaching.year
            if not year.starts_on <= held_on <= year.ends_on:
                self.add_error("held_on", _("Cette date n’est pas dans l’année scolaire."))
        if data.get("scale") is None and not data.get("skills") and not self.has_error("skills"):
            self.add_error("skills", _("Sans note, écrivez au moins une compétence."))
        return data


def _draft_of(assessment: Assessment, model: UUID | None) -> str:
    if assessment.pk:
        return f"evaluation:{assessment.public_id}"
    return f"evaluation:nouvelle:{model}" if model else "evaluation:nouvelle"


class AssessmentFilter(forms.Form):
    """Search of the list, in the query string."""

    q = forms.CharField(
        label=_("Chercher"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label=_("Copies"), required=False, choices=STATES)
    kind = forms.ChoiceField(label=_("Sorte"), required=False)
    whose = forms.ChoiceField(
        label=_("De qui"), required=False, choices=[("", _("Toutes")), (MINE, _("Les miennes"))]
    )

    def __init__(self, *args: Any, asks_whose: bool, **kwargs: Any) -> None:
        """``asks_whose``: this person teaches some of what they see, and follows the rest."""
        super().__init__(*args, **kwargs)
        if not asks_whose:
            del self.fields["whose"]
        choice_field(self, "kind").choices = [("", _("Toutes")), *AssessmentKind.choices]

    def search(self) -> AssessmentSearch:
        """What makes no sense looks for nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        state = chosen.get("state")
        return AssessmentSearch(
            words=chosen.get("q", ""),
            kind=chosen.get("kind", ""),
            is_handed_back=state == HANDED_BACK if state else None,
            is_mine=chosen.get("whose") == MINE,
        )
