"""What to look for among the classes of several years, and in the notebook of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.homework.archive.presenters.lessons import subject_title
from apps.schools.models import SchoolYear
from coeduc import french
from coeduc.forms import choice_field

MONTH = "%Y-%m"


def _search(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )


class ClassFilter(forms.Form):
    """In the query string; what makes no sense filters nothing."""

    year = forms.ChoiceField(label=_("Année"), required=False)
    q = _search(_("Classe"))

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(year), f"{year}-{year + 1}") for year in years]
        choice_field(self, "year").choices = [("", _("Toutes les années")), *choices]

    def read(self) -> tuple[int | None, str]:
        """The year by its beginning, and the words: each may be missing."""
        self.full_clean()
        year = self.cleaned_data.get("year")
        return int(year) if year else None, self.cleaned_data.get("q", "")


class ReadFilter(forms.Form):
    """The notebook of one class: a subject, a month, words."""

    subject = forms.ChoiceField(label=_("Matière"), required=False)
    month = forms.ChoiceField(label=_("Mois"), required=False)
    q = _search(_("Mots"))

    def __init__(
        self, *args: Any, teachings: Iterable[Any], year: SchoolYear, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "subject").choices = [
            ("", _("Toutes")),
            *((str(one.public_id), subject_title(one)) for one in teachings),
        ]
        choice_field(self, "month").choices = [("", _("Toute l’année")), *_months(year)]

    def read(self) -> tuple[UUID | None, tuple[int, int] | None, str]:
        """The subject, the month as (year, month), and the words: each may be missing."""
        self.full_clean()
        subject, month = self.cleaned_data.get("subject"), self.cleaned_data.get("month")
        day = dt.datetime.strptime(month, MONTH).date() if month else None  # noqa: DTZ007 (a month)
        return (
            UUID(subject) if subject else None,
            (day.year, day.month) if day else None,
            self.cleaned_data.get("q", ""),
        )


def _months(year: SchoolYear) -> list[tuple[str, str]]:
    found, day = [], year.starts_on.replace(day=1)
    while day <= year.ends_on:
        found.append((day.strftime(MONTH), french.month_in_words(day)))
        day = (day + dt.timedelta(days=32)).replace(day=1)
    return found
