"""The rule of a school or of one kind of assessment: its fine settings, then the decision."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.publication.enums import NoticePolicy, OpeningKind, Trigger, Weekday
from apps.publication.models import SHOWN
from apps.publication.opening import Opening, OpeningError, OpeningHours, ensure_opens
from apps.publication.rule_pages.forms.decision import ClockField, DecisionForm
from apps.publication.rules import (
    Rule,
    RuleError,
    Shows,
    check_delay,
    check_patience,
    check_support,
    too_long,
)
from coeduc.forms import FrenchDecimalField, depends

MINUTES = {"min": 1, "h": 60, "j": 24 * 60}
UNITS = [("min", _("minutes")), ("h", _("heures")), ("j", _("jours"))]
WHOLE = {"invalid": _("Écrivez un nombre entier.")}
# A date reaches people who never saw the copy: the reason must be one, not a word.
SHORTEST_REASON = 20
AUDIENCES = ("student", "guardian")
SHOWN_IN_WORDS = {
    "mark": _("la note"),
    "class_average": _("la moyenne de la classe, à partir de cinq notes"),
    "extremes": _("la note la plus basse et la plus haute, à partir de cinq notes"),
    "levels": _("les compétences"),
    "comment": _("le commentaire"),
    "running_average": _("la moyenne en cours"),
}


class CountField(forms.IntegerField):
    """A small whole number, refused in words by the form that knows its limits."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "numeric", "class": "control--short"})
        super().__init__(widget=widget, error_messages=WHOLE, **kwargs)


class RuleForm(DecisionForm):
    """Every setting of a rule, then who decided, when and why.

    ``base`` fills the settings: the rule chosen among the ready-made ones, else today's. The page
    sends back in ``seen`` the mark of the rule whose sentence was on it: nobody adopts what they
    have not read.
    """

    trigger = forms.ChoiceField(
        label=_("Ce qui déclenche"),
        choices=[(kind.value, kind.label) for kind in Trigger if kind != Trigger.AFTER_APPOINTMENT],
        widget=forms.RadioSelect,
        help_text=_(
            "« Dès la saisie » : l’enfant peut découvrir sa note seul, avant sa copie. "
            "Les familles liront pourquoi."
        ),
    )
    student_delay = CountField(label=_("Délai avant l’élève"))
    student_unit = forms.ChoiceField(label=_("Unité du délai de l’élève"), choices=UNITS)
    student_kind = forms.ChoiceField(
        label=_("L’élève peut lire"), choices=OpeningKind, help_text=_("Aux heures d’ouverture.")
    )
    student_weekday = forms.TypedChoiceField(
        label=_("Jour pour l’élève"), choices=Weekday, coerce=int, required=False
    )
    student_clock = ClockField(label=_("Heure pour l’élève"), required=False)
    guardian_delay = CountField(
        label=_("Délai avant les parents"), help_text=_("Compté depuis la lecture de l’élève.")
    )
    guardian_unit = forms.ChoiceField(label=_("Unité du délai des parents"), choices=UNITS)
    guardian_kind = forms.ChoiceField(label=_("Les parents peuvent lire"), choices=OpeningKind)
    guardian_weekday = forms.TypedChoiceField(
        label=_("Jour pour les parents"), choices=Weekday, coerce=int, required=False
    )
    guardian_clock = ClockField(label=_("Heure pour les parents"), required=False)
    shows = forms.MultipleChoiceField(
        label=_("Avec un résultat, on montre"),
        choices=list(SHOWN_IN_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    support_required = forms.BooleanField(
        label=_("Une ligne « pour progresser » avec chaque résultat"), required=False
    )
    support_below = FrenchDecimalField(
        label=_("Aide proposée sous cette note, sur 20"),
        help_text=_("Vide : jamais d’aide selon la note."),
        max_digits=4,
        decimal_places=2,
        required=False,
    )
    patience_days = CountField(
        label=_("Jours de classe avant de rappeler une copie"),
        help_text=_("Puis la direction peut publier, avec un motif."),
    )
    # «Dans la page de la semaine» waits for that page (docs/decisions/0004).
    notice = forms.ChoiceField(
        label=_("Avis aux familles, sans la note"),
        choices=[
            (policy.value, policy.label) for policy in (NoticePolicy.AT_ONCE, NoticePolicy.NONE)
        ],
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    FINE = (
        "trigger",
        *(f"{who}_{part}" for who in AUDIENCES for part in ("delay", "unit", "kind", "weekday")),
        "student_clock",
        "guardian_clock",
        "shows",
        "support_required",
        "support_below",
        "patience_days",
        "notice",
    )

    def __init__(
        self, *args: Any, base: Rule, hours: OpeningHours, decides: bool = True, **kwargs: Any
    ) -> None:
        """``decides``: who only looks need not say why yet."""
        initial = {**settings_of(base), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial={**initial, "seen": mark_of(base)}, **kwargs)
        whens = (f"{who}_{part}" for who in AUDIENCES for part in ("weekday", "clock"))
        depends(self, *whens, "shows")
        self.decides = decides
        self.hours = hours
        self.rule: Rule | None = None

    @property
    def is_fine_wrong(self) -> bool:
        return any(name in self.errors for name in self.FINE)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        delays = {who: self._delay(who, data) for who in AUDIENCES}
        openings = {who: self._opening(who, data) for who in AUDIENCES}
        shows = self._shows(data)
        self._check_limits(data)
        if not self.is_fine_wrong:
            self.rule = Rule(
                trigger=Trigger(data["trigger"]),
                student_delay=delays["student"] or dt.timedelta(),
                guardian_delay=delays["guardian"] or dt.timedelta(),
                student_opening=openings["student"] or Opening.any_minute(),
                guardian_opening=openings["guardian"] or Opening.any_minute(),
                shows=shows or Shows(),
                support_required=data["support_required"],
                support_below=data["support_below"],
                patience_days=data["patience_days"],
                notice=NoticePolicy(data["notice"]),
            )
        if not self.decides:
            self.errors.pop("reason", None)
        reason = data.get("reason", "")
        if data.get("trigger") == Trigger.ON_ENTRY and 0 < len(reason) < SHORTEST_REASON:
            self.add_error(
                "reason",
                _("« Dès la saisie » demande une vraie raison : les familles la liront."),
            )
        return data

    def _delay(self, who: str, data: dict[str, Any]) -> dt.timedelta | None:
        count, unit = data.get(f"{who}_delay"), data.get(f"{who}_unit")
        if count is None or unit is None:
            return None
        try:
            delay = dt.timedelta(minutes=count * MINUTES[unit])
            check_delay(delay)
        except OverflowError:
            delay = None
            self.add_error(f"{who}_delay", str(too_long()))
        except RuleError as error:
            self.add_error(f"{who}_delay", str(error))
        return delay

    def _opening(self, who: str, data: dict[str, Any]) -> Opening | None:
        """What the choice does not use is left aside: a time kept in its box harms nobody."""
        kind = data.get(f"{who}_kind")
        clock, weekday = data.get(f"{who}_clock"), data.get(f"{who}_weekday")
        if kind is None or kind == OpeningKind.ANY_MINUTE:
            return None
        if clock is None:
            if f"{who}_clock" not in self.errors:
                self.add_error(f"{who}_clock", _("Il manque l’heure."))
            return None
        weekly = kind == OpeningKind.WEEKLY
        if weekly and weekday in (None, ""):
            self.add_error(f"{who}_weekday", _("Il manque le jour."))
            return None
        try:
            opening = Opening(OpeningKind(kind), clock, weekday if weekly else None)
            ensure_opens(self.hours, opening)
        except OpeningError as error:
            self.add_error(f"{who}_clock", str(error))
            return None
        return opening

    def _shows(self, data: dict[str, Any]) -> Shows | None:
        chosen = data.get("shows") or []
        try:
            return Shows(**{part: part in chosen for part in SHOWN})
        except RuleError as error:
            if "shows" not in self.errors:
                self.add_error("shows", str(error))
            return None

    def _check_limits(self, data: dict[str, Any]) -> None:
        for field, check in (("patience_days", check_patience), ("support_below", check_support)):
            if data.get(field) is None:
                continue
            try:
                check(data[field])
            except RuleError as error:
                self.add_error(field, str(error))


def mark_of(rule: Rule) -> str:
    """Tells one rule from another between two requests; no secret."""
    below = rule.support_below
    rule_text = repr(replace(rule, support_below=below if below is None else below.normalize()))
    return hashlib.sha256(rule_text.encode()).hexdigest()[:16]


def settings_of(rule: Rule) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "trigger": rule.trigger,
        "shows": [part for part in SHOWN if getattr(rule.shows, part)],
        "support_required": rule.support_required,
        "support_below": rule.support_below,
        "patience_days": rule.patience_days,
        "notice": rule.notice,
    }
    for who in AUDIENCES:
        delay, opening = getattr(rule, f"{who}_delay"), getattr(rule, f"{who}_opening")
        settings[f"{who}_delay"], settings[f"{who}_unit"] = _counted(delay)
        settings[f"{who}_kind"] = opening.kind
        settings[f"{who}_clock"] = opening.clock
        settings[f"{who}_weekday"] = opening.weekday
    return settings


def _counted(delay: dt.timedelta) -> tuple[int, str]:
    """In the largest unit that tells it whole, days from two on: « 24 heures », « 3 jours »."""
    minutes = delay // dt.timedelta(minutes=1)
    for unit in ("j", "h"):
        if minutes and minutes % MINUTES[unit] == 0 and minutes > MINUTES[unit]:
            return minutes // MINUTES[unit], unit
    if minutes == MINUTES["h"]:
        return 1, "h"
    return minutes, "min"
