"""A timetable file, then what becomes of each of its courses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.homework.timetable.rules.calendar_file import MOST_BYTES, too_heavy
from apps.homework.timetable.rules.weeks import LearntSlot, tidy
from apps.homework.timetable.services import CLASS, OWN, STAFF, TimetablePreview, Whose
from apps.schools.models import Teaching
from coeduc.forms import PortalFormHelper, choice_field
from coeduc.french import whole_weight

NONE = "aucune"
GROUPS = {
    OWN: gettext_lazy("Moi"),
    CLASS: gettext_lazy("Une classe"),
    STAFF: gettext_lazy("Un professeur"),
}


class WhoseForm(forms.Form):
    """Whose week to look at, for who imports those of others."""

    de = forms.ChoiceField(label=gettext_lazy("Emploi du temps"), required=False)

    def __init__(self, *args: Any, weeks: Sequence[Whose], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        several = len({week.school.pk for week in weeks}) > 1

        def label(week: Whose) -> str:
            return f"{week.label} — {week.school.name}" if several else week.label

        choice_field(self, "de").choices = [
            ("", _("Choisir…")),
            *(
                (GROUPS[kind], [(week.key, label(week)) for week in found])
                for kind, found in groupby(
                    sorted(weeks, key=lambda week: list(GROUPS).index(week.kind)),
                    key=lambda week: week.kind,
                )
            ),
        ]


class TimetableFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Fichier d’emploi du temps (.ics)"),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Ce fichier est vide : exportez-le de nouveau."),
        },
        widget=forms.FileInput({"accept": ".ics,.ical,text/calendar"}),
    )

    def __init__(self, *args: Any, too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "Celui que Pronote, EDT, UnDeuxTEMPS ou votre agenda exporte au format iCal, si"
            " possible pour toute l’année. %(most)s au plus. Rien n’est changé avant votre accord."
        ) % {"most": whole_weight(MOST_BYTES)}
        self.too_big = too_big
        self.helper = PortalFormHelper("file", submit=_("Lire ce fichier"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sent = data.get("file")
        if self.too_big or (sent and sent.size > MOST_BYTES):
            self.errors.clear()
            self.add_error("file", str(too_heavy()))
        return data


class UseForm(forms.Form):
    """Each course of the file with the class it is for, or « ne pas reprendre »."""

    state = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, preview: TimetablePreview, teachings: Sequence[Teaching], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.preview = preview
        self.known = {str(teaching.public_id): teaching for teaching in teachings}
        choices = [
            (NONE, _("Ne pas reprendre")),
            *((key, teaching.heading) for key, teaching in self.known.items()),
        ]
        for n, line in enumerate(preview.lines):
            self.fields[f"line-{n}"] = forms.ChoiceField(
                label=_("Classe"), choices=choices, initial=line.teaching or NONE
            )

    @property
    def rows(self) -> Iterator[Any]:
        """Each line of the preview with its field."""
        for n, line in enumerate(self.preview.lines):
            yield line, self[f"line-{n}"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.weeks(data):
            raise forms.ValidationError(_("Choisissez une classe pour un cours au moins."))
        return data

    def weeks(self, data: dict[str, Any] | None = None) -> dict[Teaching, tuple[LearntSlot, ...]]:
        """The week of each class chosen; two courses of one class make one week."""
        data = self.cleaned_data if data is None else data
        found: dict[Teaching, list[LearntSlot]] = {}
        for n, line in enumerate(self.preview.lines):
            if (key := data[f"line-{n}"]) != NONE:
                found.setdefault(self.known[key], []).extend(line.slots)
        return {teaching: tidy(slots) for teaching, slots in found.items()}


class ForgetForm(forms.Form):
    """The classes that go back to their usual rhythm: all, unless some are unticked."""

    classes = forms.MultipleChoiceField(
        label=gettext_lazy("Classes"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez une classe, ou revenez en arrière.")},
    )

    def __init__(
        self, *args: Any, teachings: Sequence[Teaching], cancel_url: str, **kwargs: Any
    ) -> None:
        self.known = {str(teaching.public_id): teaching for teaching in teachings}
        super().__init__(*args, **{"initial": {"classes": list(self.known)}, **kwargs})
        choice_field(self, "classes").choices = [
            (key, teaching.heading) for key, teaching in self.known.items()
        ]
        self.helper = PortalFormHelper(
            "classes", submit=_("Oublier l’emploi du temps"), cancel_url=cancel_url
        )

    def chosen(self) -> list[Teaching]:
        return [self.known[key] for key in self.cleaned_data["classes"]]
