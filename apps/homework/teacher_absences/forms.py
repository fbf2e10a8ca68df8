"""Which teacher is away, from when to when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.homework.errors import AbsenceError
from apps.homework.teacher_absences.rules import AbsenceSpan
from apps.homework.teacher_absences.services import refuse_too_long
from apps.schools.enums import HalfDay
from apps.schools.models import Staff
from apps.schools.names import listed_name
from coeduc.forms import DayField, PortalFormHelper, choice_field

FROM = (
    (HalfDay.MORNING, gettext_lazy("dès le matin")),
    (HalfDay.AFTERNOON, gettext_lazy("l’après-midi")),
)
UNTIL = (
    (HalfDay.AFTERNOON, gettext_lazy("jusqu’au soir")),
    (HalfDay.MORNING, gettext_lazy("jusqu’à midi")),
)


class SpanForm(forms.Form):
    """From a half-day to another: the whole of one day, unless said otherwise."""

    du = DayField(
        label=gettext_lazy("Premier jour"),
        error_messages={"required": gettext_lazy("Donnez le premier jour.")},
    )
    de = forms.ChoiceField(label=gettext_lazy("Ce jour-là"), choices=FROM, required=False)
    au = DayField(
        label=gettext_lazy("Dernier jour"),
        required=False,
        help_text=gettext_lazy("Vide : le même jour."),
    )
    jusqu = forms.ChoiceField(label=gettext_lazy("Et ce jour-là"), choices=UNTIL, required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        initial: Mapping[str, object],
        cancel_url: str,
        submit: str = "",
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.helper = PortalFormHelper(
            submit=submit or _("Voir les cours"), cancel_url=cancel_url, method="get"
        )

    def clean(self) -> None:
        super().clean()
        if not self.errors:
            try:
                refuse_too_long(self.span())
            except AbsenceError as refusal:
                self.add_error("au", str(refusal))

    def span(self) -> AbsenceSpan:
        data = self.cleaned_data
        return AbsenceSpan(
            data["du"],
            HalfDay(data.get("de") or HalfDay.MORNING),
            data.get("au") or data["du"],
            HalfDay(data.get("jusqu") or HalfDay.AFTERNOON),
        )

    def typed(self) -> list[tuple[str, str]]:
        """What the page that shows the lessons sends back."""
        return [(name, str(self.data.get(name, ""))) for name in self.fields]


class AbsenceForm(SpanForm):
    """Who, then when."""

    professeur = forms.ChoiceField(
        label=gettext_lazy("Professeur"),
        error_messages={"required": gettext_lazy("Choisissez qui est absent.")},
    )
    field_order = ("professeur", "du", "de", "au", "jusqu")

    def __init__(
        self,
        data: QueryDict | None,
        *,
        teachers: Sequence[Staff],
        initial: Mapping[str, object],
        cancel_url: str,
    ) -> None:
        super().__init__(data, initial=initial, cancel_url=cancel_url)
        self.known = {str(one.public_id): one for one in teachers}
        several = len({one.school_id for one in teachers}) > 1
        choice_field(self, "professeur").choices = [
            ("", _("Choisir…")),
            *(
                (key, f"{listed_name(one)} — {one.school.name}" if several else listed_name(one))
                for key, one in self.known.items()
            ),
        ]

    @property
    def staff(self) -> Staff:
        return self.known[self.cleaned_data["professeur"]]


def initial_of(span: AbsenceSpan) -> dict[str, object]:
    """The form as it would say this span."""
    return {
        "du": span.first,
        "de": span.first_half,
        "au": span.last if span.last != span.first else None,
        "jusqu": span.last_half,
    }
