"""The tap: when the copies were handed back, who was away, and the help that was missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.results.models import Result, ResultVersion
from apps.results.words.services.help import Help
from apps.support.enums import DeviceKind
from apps.support.models import HelpDevice
from coeduc.forms import DayField, choice_field, depends

LINE, NOTHING = "line", "none"


class HandBackForm(forms.Form):
    """One gesture for the whole class; ``weak`` are the results that wait for a help."""

    NOW, THIS_MORNING, YESTERDAY = "now", "morning", "yesterday"

    when = forms.ChoiceField(label=_("Copies rendues"), widget=forms.RadioSelect, initial=NOW)
    later = forms.MultipleChoiceField(
        label=_("Copies à rendre plus tard"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Un de ces élèves n’est pas dans cette évaluation.")},
    )
    progress = forms.CharField(
        label=_("Pour progresser, pour toute la classe"),
        help_text=_(
            "Les familles la liront avec chaque résultat. « Devoirs faits, mardi 16 h »,"
            " « Refaire l’exercice 4, dix minutes »."
        ),
        max_length=280,
        required=False,
        error_messages={"required": _("Écrivez une ligne pour toute la classe.")},
    )
    device = forms.ChoiceField(label=_("Ou une aide du collège"), required=False)
    help_for_all = forms.ChoiceField(
        label=_("L’aide proposée"),
        error_messages={"required": _("Choisissez une aide, ou « Rien de particulier ».")},
    )
    help_line = forms.CharField(
        label=_("La phrase que liront ces familles"),
        help_text=_("Seulement si vous avez choisi « une phrase »."),
        max_length=280,
        required=False,
    )
    review_on = DayField(label=_("On regarde ensemble le"), required=False)

    def __init__(
        self,
        *args: Any,
        moments: Sequence[tuple[str, str]],
        pupils: Sequence[Result],
        weak: Sequence[ResultVersion],
        devices: Sequence[HelpDevice],
        asks_progress: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asks_progress = asks_progress
        self.pupils = {str(row.public_id): row for row in pupils}
        self.weak = weak
        self.devices = {str(device.public_id): device for device in devices}
        choice_field(self, "when").choices = moments
        choice_field(self, "later").choices = [
            (key, str(row.student)) for key, row in self.pupils.items()
        ]
        helps = [(key, str(device)) for key, device in self.devices.items()]
        if not asks_progress:
            del self.fields["progress"]
        if not (asks_progress and helps):
            del self.fields["device"]
            if asks_progress:  # nothing else can answer: the line is not optional then
                self.fields["progress"].required = True
        else:
            choice_field(self, "device").choices = [("", _("Aucune en particulier")), *helps]
        self._ask_for_help(helps)
        # One answers for the other; the line only for who chose to write one.
        depends(self, *({"progress", "device", "help_line"} & self.fields.keys()))

    def _ask_for_help(self, helps: list[tuple[str, str]]) -> None:
        if not self.weak:
            del self.fields["help_for_all"], self.fields["help_line"]
            return
        answers = [
            *((key, _("Proposer : %(help)s") % {"help": label}) for key, label in helps),
            (LINE, _("Une phrase, écrite ci-dessous")),
            (NOTHING, _("Rien de particulier")),
        ]
        choice_field(self, "help_for_all").choices = [("", _("Choisir…")), *answers]
        self.fields["help_for_all"].initial = self._usual_help()
        if len(self.weak) > 1:
            for version in self.weak:
                self.fields[_exception(version)] = forms.ChoiceField(
                    label=str(version.result.student),
                    required=False,
                    choices=[("", _("Comme les autres")), *answers],
                )

    def _usual_help(self) -> str:
        """« Devoirs faits » where the school has it: the tap stays one tap."""
        usual = (key for key, d in self.devices.items() if d.kind == DeviceKind.HOMEWORK_HELP)
        return next(usual, "")

    def exceptions(self) -> list[Any]:
        """The fields that answer for one pupil apart from the others."""
        return [self[name] for name in self.fields if name.startswith("help-")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        answered = data.get("progress") or data.get("device") or self.has_error("progress")
        if self.asks_progress and not answered:
            self.add_error(
                "progress", _("Écrivez une ligne pour toute la classe, ou choisissez une aide.")
            )
        if self.weak:
            answers = [data.get(name) for name in self.fields if name.startswith("help")]
            if LINE in answers and not data.get("help_line"):
                self.add_error("help_line", _("Écrivez la phrase que ces familles liront."))
        return data

    def said(self) -> dict[str, Any]:
        """The fields of ``services.hand_back.Tap``, but its moment."""
        data = self.cleaned_data
        return {
            "progress": data.get("progress", ""),
            "device": self.devices.get(data.get("device", "")),
            "review_on": data["review_on"],
            "later": [self.pupils[key].pk for key in data["later"]],
            "help_for_all": self._help(data.get("help_for_all", "")),
            "exceptions": self._exceptions(data),
        }

    def _exceptions(self, data: Mapping[str, Any]) -> dict[int, Help]:
        chosen = {version.result_id: data.get(_exception(version), "") for version in self.weak}
        return {result: self._help(answer) for result, answer in chosen.items() if answer}

    def _help(self, answer: str) -> Help:
        if answer == LINE:
            return Help(progress=self.cleaned_data["help_line"])
        return Help(device=self.devices.get(answer), nothing=answer == NOTHING)


def _exception(version: ResultVersion) -> str:
    return f"help-{version.result.public_id}"
