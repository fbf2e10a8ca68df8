"""Forms of the calendar: the year and its terms, closures, weeks."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any, cast

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from apps.schools.enums import WeekLabel, Zone
from apps.schools.models import SchoolWeek, SchoolYear, Term
from apps.schools.settings.forms.identity import LineForm
from apps.schools.settings.services.calendar import Period
from coeduc.forms import DayField, PortalFormHelper, depends
from coeduc.french import day_in_words

LONGEST_YEAR = dt.timedelta(days=366)
CLOSURE_LINES = 40
NAMES = (_("Première période"), _("Deuxième période"), _("Troisième période"))


class YearForm(forms.Form):
    """First and last day, trimesters or semesters, their days."""

    starts_on = DayField(label=_("Premier jour de classe"))
    ends_on = DayField(label=_("Dernier jour de classe"))
    count = forms.TypedChoiceField(
        label=_("L’année se découpe en"),
        choices=[(3, _("trimestres")), (2, _("semestres"))],
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("Décidé par le conseil d’administration."),
    )

    def __init__(
        self,
        *args: Any,
        year: SchoolYear | None,
        terms: Sequence[Term],
        cancel_url: str,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {"count": len(terms) or 3}
        if year:
            initial |= {"starts_on": year.starts_on, "ends_on": year.ends_on}
        for term in terms:
            initial[f"from_{term.index}"], initial[f"to_{term.index}"] = (
                term.starts_on,
                term.ends_on,
            )
            initial[f"reports_{term.index}"] = term.reports_on
        super().__init__(*args, **{"initial": initial, **kwargs})
        for index in range(1, len(NAMES) + 1):
            required = index < len(NAMES)
            self.fields[f"from_{index}"] = DayField(label=_("Du"), required=required)
            self.fields[f"to_{index}"] = DayField(label=_("Au"), required=required)
            self.fields[f"reports_{index}"] = DayField(
                label=_("Bulletins le"),
                required=False,
                help_text=_("Le jour où ils paraissent ; vide : le dernier jour de la période."),
            )
        depends(self, "from_3", "to_3")
        self.fields["from_3"].help_text = _("Pour des trimestres seulement.")
        self.helper = PortalFormHelper(
            Row("starts_on", "ends_on"),
            "count",
            *(
                Fieldset(name, Row(f"from_{index}", f"to_{index}"), f"reports_{index}")
                for index, name in enumerate(NAMES, start=1)
            ),
            submit=_("Enregistrer"),
            cancel_url=cancel_url,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._check_year(data.get("starts_on"), data.get("ends_on"))
        count = data.get("count") or 0
        for index in range(1, count + 1):
            self._check_term(index, data)
        for index in range(2, count + 1):
            before, after = data.get(f"to_{index - 1}"), data.get(f"from_{index}")
            if before and after and after <= before:
                self.add_error(
                    f"from_{index}",
                    _("Cette période commence avant la fin de la précédente, le %(day)s.")
                    % {"day": day_in_words(before)},
                )
        return data

    def _check_year(self, first: dt.date | None, last: dt.date | None) -> None:
        if first and last and not first < last <= first + LONGEST_YEAR:
            self.add_error("ends_on", _("L’année finit après son premier jour, un an au plus."))

    def _check_term(self, index: int, data: dict[str, Any]) -> None:
        first, last = data.get(f"from_{index}"), data.get(f"to_{index}")
        for name, value in ((f"from_{index}", first), (f"to_{index}", last)):
            if value is None and name not in self.errors:
                self.add_error(name, _("Il manque cette date."))
        if first and last and last <= first:
            self.add_error(f"to_{index}", _("La fin vient après le début."))
        reports_on = data.get(f"reports_{index}")
        if first and reports_on and reports_on <= first:
            self.add_error(
                f"reports_{index}", _("Les bulletins paraissent après le début de la période.")
            )
        start, end = data.get("starts_on"), data.get("ends_on")
        if first and start and first < start:
            self.add_error(f"from_{index}", _("C’est avant le premier jour de classe."))
        if last and end and last > end:
            self.add_error(f"to_{index}", _("C’est après le dernier jour de classe."))

    @property
    def days(self) -> Period:
        return self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]

    @property
    def terms(self) -> list[Period]:
        data = self.cleaned_data
        return [(data[f"from_{n}"], data[f"to_{n}"]) for n in range(1, data["count"] + 1)]

    @property
    def reports(self) -> list[dt.date | None]:
        data = self.cleaned_data
        return [data[f"reports_{n}"] for n in range(1, data["count"] + 1)]


class ZoneForm(forms.Form):
    """Which holidays: the button fills, and may be pressed again."""

    zone = forms.ChoiceField(label=_("Zone de vacances"), choices=Zone)


class ClosureForm(LineForm):
    """Days that the school itself decided."""

    label = forms.CharField(
        label=_("Quoi"),
        max_length=60,
        error_messages={"required": _("Dites quoi : « Journée pédagogique ».")},
    )
    starts_on = DayField(label=_("Du"), error_messages={"required": _("Il manque le jour.")})
    ends_on = DayField(label=_("Au"), required=False, help_text=_("Vide : un seul jour."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("La fin ne peut pas venir avant le début."))
        return data


class BaseClosureFormSet(forms.BaseFormSet):
    def lines(self) -> list[tuple[str, Period]]:
        """What was typed, without the empty lines; one day when there is no end."""
        found = [form.cleaned_data for form in self.forms if form.cleaned_data]
        return [
            (line["label"], (line["starts_on"], line["ends_on"] or line["starts_on"]))
            for line in found
        ]

    def clean(self) -> None:
        if any(form.errors for form in self.forms):
            return
        lines = sorted(self.lines())
        for (one, (first, __)), (other, (second, ___)) in itertools.pairwise(lines):
            if (one, first) == (other, second):
                raise forms.ValidationError(_("La même fermeture est écrite deux fois."))


ClosureFormSet = cast(
    "type[BaseClosureFormSet]",
    forms.formset_factory(ClosureForm, BaseClosureFormSet, extra=2, max_num=CLOSURE_LINES),
)


class FirstWeekForm(forms.Form):
    """Which letter the first week of lessons has."""

    first = forms.ChoiceField(
        label=_("La première semaine de cours est une"),
        choices=WeekLabel,
        widget=forms.RadioSelect,
        initial=WeekLabel.A,
    )


class WeeksForm(forms.Form):
    """The letter of each week, changed by hand."""

    def __init__(self, *args: Any, weeks: Sequence[SchoolWeek], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weeks = list(weeks)
        for week in self.weeks:
            self.fields[_key(week)] = forms.ChoiceField(
                choices=WeekLabel, initial=week.label, label=_("Semaine")
            )

    def rows(self) -> list[tuple[SchoolWeek, forms.BoundField]]:
        return [(week, self[_key(week)]) for week in self.weeks]

    @property
    def labels(self) -> dict[dt.date, str]:
        return {week.monday: self.cleaned_data[_key(week)] for week in self.weeks}


def _key(week: SchoolWeek) -> str:
    return f"week-{week.monday.isoformat()}"
