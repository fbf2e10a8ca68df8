"""What a teacher types of one lesson, as the page sends it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.files.forms import FilesForm, Tray
from apps.files.services.storing import NO_CHANGE
from apps.homework.load.rules import LONGEST
from apps.homework.notebook.presenters.lesson_context import Chip, Fold, fold_sentence
from apps.homework.notebook.services.writing import GivenWork, Page
from apps.schools.names import listed_name
from coeduc import rich_text
from coeduc.forms import DayField, choice_field, choices_of, depends
from coeduc.french import duration

MOST_WORKS = 10
# The fields of a work that are under the fold of the page.
FOLDED = (
    "duration",
    "minutes",
    "needs_screen",
    "needs_printer",
    "asks_file",
    "offline_way",
    "students",
)
OTHER = "autre"
MINUTES = (5, 10, 15, 20, 30)
MORNING = dt.time(7)


class RichTextField(forms.CharField):
    """Kept whole until it is read: a ``maxlength`` in the page would cut a paste without a word."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        sentence = gettext_lazy(
            "Il y a %(show_value)d caractères : gardez-en %(limit_value)d au plus."
        )
        self.validators.append(MaxLengthValidator(most, message=sentence))

    def to_python(self, value: Any) -> str:
        """What comes from a word processor arrives tidied, and is counted so."""
        return rich_text.tidy(super().to_python(value) or "")


class SentenceField(RichTextField):
    """A sentence: what was pasted on several lines is one."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


def area(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "autocomplete": "off"})


class LessonForm(forms.Form):
    """Done in class, the question for home, and when it appears if not now."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = RichTextField(
        label=gettext_lazy("Fait en classe"), most=rich_text.LONGEST, widget=area(3)
    )
    question = SentenceField(
        label=gettext_lazy("Question pour la maison"),
        most=200,
        widget=area(2),
        help_text=gettext_lazy(
            "Ni savoir du cours, ni argent, ni imprimante, ni bon français : juste de quoi parler."
        ),
    )
    show_on = DayField(label=gettext_lazy("Visible à partir du"), required=False)
    show_clock = forms.TimeField(
        label=gettext_lazy("à"),
        required=False,
        widget=forms.TimeInput({"type": "time", "class": "control--date"}, format="%H:%M"),
    )
    reason = SentenceField(label=gettext_lazy("Pourquoi cette correction ?"), most=200)

    def __init__(self, *args: Any, asks_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = asks_reason
        if not asks_reason:
            del self.fields["reason"]
        depends(self, *self.fields)  # a lesson may say only one thing: no label sorts them

    def show_from(self, zone: dt.tzinfo) -> dt.datetime | None:
        day = self.cleaned_data.get("show_on")
        clock = self.cleaned_data.get("show_clock") or MORNING
        return dt.datetime.combine(day, clock, zone) if day else None

    def check_schedule(self, zone: dt.tzinfo, *, at: dt.datetime) -> None:
        """Only where «Programmer» was pressed: an instant to come is needed."""
        if not self.is_valid():
            return
        chosen = self.show_from(zone)
        if chosen is None:
            self.add_error("show_on", _("Choisissez le jour où les familles le liront."))
        elif chosen <= at:
            self.add_error("show_on", _("Ce moment est déjà passé."))


class WorkForm(forms.Form):
    """One work; ``chips`` are the days proposed, ``roster`` the pupils it may be chosen for."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = RichTextField(
        label=gettext_lazy("Travail à faire"), most=rich_text.LONGEST, widget=area(2)
    )
    due = forms.ChoiceField(label=gettext_lazy("Pour"), required=False, widget=forms.RadioSelect)
    due_on = DayField(label=gettext_lazy("Autre jour"), required=False)
    duration = forms.ChoiceField(
        label=gettext_lazy("Durée"), required=False, widget=forms.RadioSelect
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        required=False,
        min_value=1,
        max_value=LONGEST,
        widget=forms.NumberInput({"class": "control--short", "inputmode": "numeric"}),
    )
    is_test = forms.BooleanField(
        label=gettext_lazy("C’est un contrôle, à réviser pour ce jour"), required=False
    )
    needs_screen = forms.BooleanField(label=gettext_lazy("Écran nécessaire"), required=False)
    needs_printer = forms.BooleanField(label=gettext_lazy("Imprimante nécessaire"), required=False)
    asks_file = forms.BooleanField(
        label=gettext_lazy("Demander un fichier"),
        required=False,
        help_text=gettext_lazy(
            "Les élèves pourront déposer un fichier ici ; qui ne peut pas le rend sur papier."
        ),
    )
    offline_way = SentenceField(
        label=gettext_lazy("Sans écran ni imprimante, comment faire ?"), most=200
    )
    over_cap_reason = SentenceField(label=gettext_lazy("Pourquoi dépasser le repère ?"), most=200)
    students = forms.MultipleChoiceField(
        label=gettext_lazy("Élèves concernés"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Cet élève n’est pas dans cette classe.")},
    )

    def __init__(
        self,
        *args: Any,
        chips: Sequence[Chip],
        roster: Mapping[str, Any],
        adapted_for: Sequence[str] = (),
        tray: Tray | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.attached: FilesForm | None = None
        # Of the first work, what the page says of the lesson itself is under the same fold.
        self.lesson: LessonForm | None = None
        self.of_lesson: FilesForm | None = None
        if tray is not None:
            data, start = (args[0] if args else None), (kwargs.get("initial") or {})
            found = start.get("attached", ())
            self.attached = FilesForm(data, tray=tray, start=found, prefix=self.prefix)
        self.roster, self.adapted_for = roster, adapted_for
        choice_field(self, "due").choices = [chip.choice() for chip in chips] + [
            (OTHER, _("Autre jour…")),
        ]
        choice_field(self, "duration").choices = [
            *((str(n), duration(n)) for n in MINUTES),
            (OTHER, _("Autre durée…")),
        ]
        choice_field(self, "students").choices = [
            (key, listed_name(student)) for key, student in roster.items()
        ]
        depends(self, *self.fields)
        if self.is_bound:
            self._keep_day_of_yesterday()

    def _keep_day_of_yesterday(self) -> None:
        """A page opened before midnight proposed days that this one does not: still a day."""
        name = self.add_prefix("due")
        chosen = self.data.get(name, "")
        if chosen and chosen not in choices_of(self, "due"):
            data = QueryDict(mutable=True)
            data.update(self.data)
            data[name], data[self.add_prefix("due_on")] = OTHER, chosen
            self.data = data

    @property
    def is_blank(self) -> bool:
        """Nobody wrote anything: the empty lines of the page are not works."""
        data = self.cleaned_data if self.is_valid() else {"text": "?"}
        names = ("text", "duration", "minutes", "needs_screen", "needs_printer", "asks_file")
        said = any(data.get(name) for name in (*names, "is_test", "students"))
        has_files = self.attached is not None and bool(self.attached.ticked)
        return not (data.get("id") or said or has_files)

    @property
    def fold(self) -> Fold:
        """What is set under the fold of the page, and whether something there is to correct."""
        given = {name: self[name].value() for name in FOLDED}
        files = [form for form in (self.attached, self.of_lesson) if form is not None]
        return Fold(
            sentence=fold_sentence(
                minutes=_minutes(given["duration"], given["minutes"]),
                needs_screen=bool(given["needs_screen"]),
                needs_printer=bool(given["needs_printer"]),
                asks_file=bool(given["asks_file"]),
                files=sum(form.count for form in files),
                pupils=len(given["students"] or ()) or len(self.adapted_for),
                asks=self.lesson is not None and bool(self.lesson["question"].value()),
            ),
            is_wrong=not set(FOLDED).isdisjoint(self.errors)
            or any(form.errors for form in files)
            or (self.lesson is not None and "question" in self.lesson.errors),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("due") and data["due"] != OTHER:
            data["due_on"] = dt.date.fromisoformat(data["due"])
        if data.get("duration") and data["duration"] != OTHER:
            data["minutes"] = int(data["duration"])
        if data.get("text") and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Dites pour quel jour."))
        return data

    def work(self) -> GivenWork:
        data = self.cleaned_data
        return GivenWork(
            text=data["text"],
            due_on=data["due_on"] or dt.date.min,
            minutes=data["minutes"],
            needs_screen=data["needs_screen"],
            needs_printer=data["needs_printer"],
            asks_file=data["asks_file"],
            is_test=data["is_test"],
            offline_way=data["offline_way"],
            files=self.attached.change() if self.attached else NO_CHANGE,
            over_cap_reason=data["over_cap_reason"],
            students=tuple(self.roster[key] for key in data["students"]),
            seen=data["seen"] or 0,
        )


class LessonForms:
    """The whole page: the lesson, then its works; ``count`` lines of works in all."""

    def __init__(
        self,
        data: Any = None,
        *,
        lesson: dict[str, Any] | None = None,
        works: Sequence[dict[str, Any]] = (),
        chips: Sequence[Chip],
        roster: Mapping[str, Any],
        adapted: Mapping[UUID, Sequence[str]] | None = None,
        asks_reason: bool = False,
        tray: Tray,
        attached: Sequence[Any] = (),
        more: bool = False,
        is_early: bool = False,
    ) -> None:
        self.lesson = LessonForm(data, initial=lesson, asks_reason=asks_reason)
        self.attached = FilesForm(data, tray=tray, start=attached)
        typed = _count(data) if data is not None else max(len(works), 1)
        count = min(typed + more, MOST_WORKS)
        first = {"due": chips[0].day.isoformat()} if chips else {"due": OTHER}
        known = {str(key): names for key, names in (adapted or {}).items()}
        self.works = []
        for n, start in zip(
            range(count), itertools.chain(works, itertools.repeat({})), strict=False
        ):
            is_new = data is not None and n >= typed
            key = (data or {}).get(f"work-{n}-id", "") or str(start.get("id", ""))
            self.works.append(
                WorkForm(
                    None if is_new else data,
                    prefix=f"work-{n}",
                    initial=start or first,
                    chips=chips,
                    roster=roster,
                    adapted_for=known.get(key, ()),
                    tray=tray,
                )
            )
            if is_new:
                self.works[-1].fields["text"].widget.attrs["autofocus"] = True
        self.works[0].lesson, self.works[0].of_lesson = self.lesson, self.attached
        if is_early:
            self._clear_errors()

    def _clear_errors(self) -> None:
        """It is still being written: what is not finished is no error; a refused file is one."""
        for form in (self.lesson, *self.works):
            form.errors.clear()

    @property
    def is_full(self) -> bool:
        return len(self.works) >= MOST_WORKS

    @property
    def forms(self) -> list[forms.Form]:
        """In the order of the page."""
        found: list[forms.Form] = [self.lesson, self.attached]
        for form in self.works:
            found += [form, form.attached] if form.attached else [form]
        return found

    @property
    def has_errors(self) -> bool:
        return any(form.is_bound and form.errors for form in self.forms)

    def is_valid(self) -> bool:
        """Every form is read, so that every error is told at once."""
        valid = [form.is_valid() for form in self.forms]
        return all(valid)

    def typed(self) -> list[WorkForm]:
        return [form for form in self.works if not form.is_blank]

    def page(self, works: Sequence[GivenWork], **more: Any) -> Page:
        data = self.lesson.cleaned_data
        return Page(
            text=data["text"],
            question=data["question"],
            works=tuple(works),
            files=self.attached.change(),
            **more,
        )

    def refuse(self, error: Any, works: Sequence[WorkForm]) -> None:
        """Put what the service says beside the field it is about."""
        form: Any = self.lesson if error.work is None else works[error.work]
        if error.field == "files":
            form = self.attached if error.work is None else form.attached
        field = error.field if error.field in form.fields else None
        if field == "due_on" and form.cleaned_data.get("due") != OTHER:
            field = "due"
        form.add_error(field, str(error))


def _minutes(duration: object, minutes: object) -> int | None:
    """What is typed may be no number yet."""
    said = str((minutes if duration == OTHER else duration) or "")
    return int(said) if said.isdecimal() else None


def _count(data: Any) -> int:
    """How many works the page sent, never more than it may hold."""
    try:
        sent = int(data.get("works", 1))
    except ValueError:
        sent = 1
    return min(max(sent, 1), MOST_WORKS)
