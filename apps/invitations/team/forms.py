"""The addresses of the team."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coeduc.forms import AddressField, PortalFormHelper
from coeduc.french import of_name
from coeduc.letters import small

INCOMPLETE = _("Adresse incomplète, ou avec un accent ou un espace.")


class AddressesForm(forms.Form):
    """One address a colleague without an account; ``lines`` are all the TeamLine of a school."""

    def __init__(self, *args: Any, lines: Sequence[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.lines = {f"email-{line.public_id}": line for line in lines if line.may_invite}
        self.others = {
            small(line.email): line.name for line in lines if line.email and not line.may_invite
        }
        for name, line in self.lines.items():
            self.fields[name] = AddressField(
                label=_("Adresse e-mail %(of_name)s") % {"of_name": of_name(line.name)},
                required=False,
                initial=line.email,
                error_messages={"invalid": INCOMPLETE},
                widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
            )

    def rows(self) -> list[tuple[Any, Any]]:
        """Each colleague with the field of their address."""
        return [(line, self[name]) for name, line in self.lines.items()]

    def clean(self) -> dict[str, Any]:
        """One address a person: the second one is told whose it is."""
        data = super().clean() or {}
        taken = dict(self.others)
        for name, line in self.lines.items():
            address = small(data.get(name) or "")
            if address and address in taken:
                self.add_error(
                    name,
                    _("Cette adresse est déjà celle %(of_name)s.")
                    % {"of_name": of_name(taken[address])},
                )
            elif address:
                taken[address] = line.name
        return data

    def addresses(self) -> dict[int, str]:
        """By the number of the person."""
        return {line.person.pk: self.cleaned_data[name] for name, line in self.lines.items()}


class ColleagueAddressForm(forms.Form):
    """The address of one colleague, to send them a code now."""

    email = AddressField(
        label=_("Adresse e-mail"),
        help_text=_("Relisez-la : qui reçoit ce message peut ouvrir le compte."),
        error_messages={
            "required": _("Écrivez l’adresse, ou donnez un code sur papier."),
            "invalid": INCOMPLETE,
        },
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            submit=_("Envoyer le code par e-mail"), cancel_url=cancel_url
        )
