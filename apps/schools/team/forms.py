"""Forms of the team: who does what, from when to when; which classes are theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.schools.enums import Civility
from apps.schools.models import Post, Staff, Teaching
from apps.schools.names import listed_name
from apps.schools.team.inputs import Newcomer, PostWish, role_named
from apps.schools.team.presenters.words import posts_offered
from coeduc.days import day_of
from coeduc.forms import AddressField, DayField, PortalFormHelper, choice_field, depends, many_of
from coeduc.french import of_name

if TYPE_CHECKING:
    from coeduc.french import Words

PASSED = _("Ce jour est passé : choisissez aujourd’hui ou un jour à venir.")


class TeamFilter(forms.Form):
    """Search of the team, in the query string."""

    q = forms.CharField(
        label=_("Nom ou prénom"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )

    def words(self) -> str:
        return str(self.cleaned_data["q"]) if self.is_valid() else ""


def name_field(label: Words, missing: Words) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=100,
        error_messages={"required": missing},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class PostForm(forms.Form):
    """Somebody new, or ``person``, given something to do.

    ``others``: whom they may replace. ``holder_of``: whose an e-mail is already. ``teachings_of``:
    what one who is replaced teaches; the page that says the rights asks which of it they take.
    """

    personne = forms.CharField(required=False, widget=forms.HiddenInput())
    civility = forms.ChoiceField(
        label=_("Civilité"),
        choices=Civility.choices,
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choisissez Mme ou M.")},
    )
    last_name = name_field(_("Nom"), _("Écrivez le nom."))
    first_name = name_field(_("Prénom"), _("Écrivez le prénom."))
    email = AddressField(
        label=_("Adresse e-mail"),
        required=False,
        help_text=_("Pour lui envoyer son premier code. Sans elle : un code sur papier."),
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    function = forms.ChoiceField(
        label=_("Fonction"),
        error_messages={"required": _("Choisissez la fonction.")},
    )
    replaces = forms.ChoiceField(
        label=_("Remplace"),
        required=False,
        help_text=_("Ses classes seront proposées ensuite, toutes cochées."),
    )
    first_day = DayField(
        label=_("Premier jour"), error_messages={"required": _("Donnez le premier jour.")}
    )
    last_day = DayField(
        label=_("Dernier jour"),
        required=False,
        help_text=_("Vide, si vous ne le savez pas encore."),
    )
    OF_A_NEWCOMER = ("civility", "last_name", "first_name", "email")

    def __init__(
        self,
        data: QueryDict | None,
        *,
        initial: dict[str, object],
        person: Staff | None,
        others: Sequence[Staff],
        holder_of: Callable[[str], Staff | None],
        teachings_of: Callable[[Staff], list[Teaching]],
        today: dt.date,
        cancel_url: str,
    ) -> None:
        super().__init__(data, initial=initial)
        depends(self, "replaces")
        self.person, self.holder_of, self.teachings_of, self.today = (
            person,
            holder_of,
            teachings_of,
            today,
        )
        self.others = {str(one.public_id): one for one in others}
        if person is not None:
            for name in self.OF_A_NEWCOMER:
                del self.fields[name]
        choice_field(self, "function").choices = [("", _("Choisissez")), *posts_offered()]
        named = [(key, listed_name(one)) for key, one in self.others.items()]
        choice_field(self, "replaces").choices = [("", _("Personne")), *named]
        self.helper = PortalFormHelper(submit=_("Continuer"), cancel_url=cancel_url)

    def clean_email(self) -> str:
        """One address a person: a code sent to it would open another's account."""
        address = str(self.cleaned_data["email"] or "")
        holder = self.holder_of(address) if address else None
        if holder is not None:
            raise forms.ValidationError(
                _("Cette adresse est déjà celle %(of_name)s.") % {"of_name": of_name(str(holder))}
            )
        return address

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if last and last < self.today:
            self.add_error("last_day", PASSED)
        elif first and last and last < first:
            self.add_error("last_day", _("Le dernier jour vient avant le premier."))
        return data

    @property
    def replaced(self) -> Staff | None:
        return self.others.get(self.cleaned_data.get("replaces", ""))

    def classes_offered(self) -> list[tuple[Teaching, bool]]:
        """What whom they replace teaches, each ticked or not: all of it, until somebody chose."""
        if self.replaced is None or not self._teaches():
            return []
        chosen = None
        if self.data.get("classes_of") == str(self.replaced.public_id):
            chosen = set(many_of(self, "classes"))
        return [
            (one, chosen is None or str(one.public_id) in chosen)
            for one in self.teachings_of(self.replaced)
        ]

    def _teaches(self) -> bool:
        return PostWish(self._who(), role_named(self.cleaned_data["function"]), self.today).teaches

    def _who(self) -> Staff | Newcomer:
        if self.person is not None:
            return self.person
        return Newcomer(**{name: self.cleaned_data[name] for name in self.OF_A_NEWCOMER})

    def wish(self) -> PostWish:
        chosen = self.cleaned_data
        return PostWish(
            person=self._who(),
            role=role_named(chosen["function"]),
            first_day=chosen["first_day"],
            last_day=chosen["last_day"],
            replaces=self.replaced,
            teachings=tuple(one for one, ticked in self.classes_offered() if ticked),
        )

    def typed(self) -> list[tuple[str, str]]:
        """Every answer as it was typed, for the page that looks at it."""
        return [(name, str(self.data.get(name, ""))) for name in self.fields]


class NameForm(forms.Form):
    """The civility and the name of ``person``, as they should have been typed."""

    civility = forms.ChoiceField(
        label=_("Civilité"),
        choices=Civility.choices,
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choisissez Mme ou M.")},
    )
    last_name = name_field(_("Nom"), _("Écrivez le nom."))
    first_name = name_field(_("Prénom"), _("Écrivez le prénom."))

    def __init__(self, data: QueryDict | None, *, person: Staff, cancel_url: str) -> None:
        super().__init__(data, initial={name: getattr(person, name) for name in self.base_fields})
        self.helper = PortalFormHelper(submit=_("Enregistrer"), cancel_url=cancel_url)

    def name(self) -> Newcomer:
        return Newcomer(**{name: self.cleaned_data[name] for name in self.fields})


class EndForm(forms.Form):
    """When a post ends: at once, after a day, or nobody knows."""

    NOW, DAY, NEVER = "now", "day", "never"
    when = forms.ChoiceField(
        label=_("Quand"),
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choisissez quand.")},
    )
    last_day = DayField(label=_("Dernier jour"), required=False)

    def __init__(
        self, data: QueryDict | None, *, today: dt.date, has_end: bool, cancel_url: str
    ) -> None:
        super().__init__(data, initial={"when": self.DAY})
        depends(self, "last_day")
        self.today = today
        choice_field(self, "when").choices = [
            (self.DAY, _("Après un dernier jour, donné ci-dessous")),
            (self.NOW, _("Maintenant")),
            *([(self.NEVER, _("Sans fin connue"))] if has_end else []),
        ]
        self.helper = PortalFormHelper(
            "when", "last_day", submit=_("Enregistrer"), cancel_url=cancel_url
        )

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        day = data.get("last_day")
        if data.get("when") == self.DAY and "last_day" not in self.errors:
            if not day:
                self.add_error("last_day", _("Donnez ce jour."))
            elif day < self.today:
                self.add_error("last_day", PASSED)
        return data

    def chosen_day(self) -> dt.date | None:
        """None at once, and where nobody knows when."""
        day: dt.date | None = self.cleaned_data["last_day"]
        return day if self.cleaned_data["when"] == self.DAY else None

    def is_later(self, post: Post) -> bool:
        """Than the end it has: nothing ends, it is prolonged."""
        end, day = post.during.upper, self.chosen_day()
        if end is None or self.cleaned_data["when"] == self.NOW:
            return False
        return day is None or day >= day_of(end, post.school.time_zone)


class ClassesForm(forms.Form):
    """What a colleague is given to teach, and the class they lead."""

    enseignements = forms.MultipleChoiceField(required=False)
    classe = forms.ChoiceField(label=_("Professeur principal de"), required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        teachings: Sequence[Teaching],
        leads: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.teachings = {str(one.public_id): one for one in teachings}
        choice_field(self, "enseignements").choices = [
            (key, one.choice) for key, one in self.teachings.items()
        ]
        choice_field(self, "classe").choices = leads

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not (data["enseignements"] or data["classe"]):
            raise forms.ValidationError(_("Choisissez au moins une classe."))
        return data

    def chosen_teachings(self) -> list[Teaching]:
        return [self.teachings[key] for key in self.cleaned_data["enseignements"]]
