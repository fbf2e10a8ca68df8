"""What the forms of every app share: the helper, French fields and their widgets.

A form says ``self.helper = Helper(submit=_("Enregistrer"))`` and the page ``{% crispy form %}``.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

from crispy_forms import layout
from crispy_forms.helper import FormHelper
from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from coeduc.days import is_sensible, typed_day
from coeduc.french import french_decimal
from coeduc.letters import bare

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from coeduc.french import Words


class AddressField(forms.EmailField):
    """An e-mail address, copied or typed: no sign of it that nobody sees is one of its letters.

    ASCII alone: «ı» for «i» is another domain, that anybody may buy, and reads the same.
    """

    default_error_messages = {
        "foreign": _(
            "Une adresse e-mail s’écrit ici sans accent, avec les lettres de a à z : "
            "celle-ci a un autre signe, peut-être très ressemblant."
        )
    }

    def to_python(self, value: Any) -> str | None:
        address = super().to_python(bare(value) if isinstance(value, str) else value)
        if address and not address.isascii():
            raise forms.ValidationError(self.error_messages["foreign"], code="foreign")
        return address


class Submit(layout.BaseInput):
    """A button of the pack; ``kind``: primary, quiet or plain; ``name`` tells two apart."""

    input_type = "submit"

    def __init__(self, value: Any, *, name: str = "", kind: str = "primary", **kwargs: Any):
        super().__init__(name, value, **kwargs)
        self.kind = kind


SECRET = "secret:"  # noqa: S105 - begins a key, opens nothing


def secret(key: str) -> str:
    """The ``kept`` of a form whose text is a confidence (``PortalFormHelper``, component «kept»).

    Its draft stays in the tab where it is typed, an hour at most; no other page says it, not even
    by the title of its own (static/js/modules/drafts.js).
    """
    return f"{SECRET}{key}"


class PortalFormHelper(FormHelper):
    """A form of the portal: a summary of errors, labelled fields, one filled button.

    ``items``: field names and layout pieces (``Row``, ``Fieldset``); all fields when empty.
    ``cancel_url`` adds a way out beside the button. ``form_tag`` may be set to False afterwards.
    ``kept`` names what is written at length: a draft stays in the browser (component «kept»), and
    the page loads the scripts.
    """

    form_class = "form"

    def __init__(
        self,
        *items: Any,
        submit: Any = "",
        cancel_url: str = "",
        action: str = "",
        method: str = "post",
        kept: str = "",
    ):
        super().__init__()
        self.form_method = method
        self.form_action = action
        self.render_hidden_fields = True
        self.cancel_url = cancel_url
        self.kept = kept
        if items:
            self.layout = layout.Layout(*items)
        if submit:
            self.add_input(Submit(submit))


def depends(form: forms.BaseForm, *names: str) -> None:
    """Fields asked for or not after another answer: their labels do not say «(facultatif)»."""
    for name in names:
        form.fields[name].depends = True  # type: ignore[attr-defined]


def choice_field(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """The field of this name, for its ``choices``; TypeError for a field that has none."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        return field
    raise TypeError(f"{name} has no choices")


def choices_of(form: forms.BaseForm, name: str) -> dict[str, Words]:
    """What may be chosen there, each with its label; ungrouped."""
    offered = cast("Iterable[tuple[object, Words]]", choice_field(form, name).choices)
    return {str(key): label for key, label in offered}


def many_of(form: forms.BaseForm, name: str) -> list[str]:
    """All that was sent under this name, before any check; nothing where nothing was sent."""
    sent = form.data
    return sent.getlist(name) if isinstance(sent, MultiValueDict) else list(sent.get(name, ()))


def offer(
    form: forms.BaseForm, name: str, rows: QuerySet[Model], *, label: str, empty: Words
) -> None:
    """``rows`` to choose from, each by its attribute ``label``; ``empty``: nothing chosen yet."""
    field = model_choice_field(form, name)
    field.queryset, field.empty_label = rows, empty  # type: ignore[assignment] # or later
    field.label_from_instance = attrgetter(label)  # type: ignore[method-assign, assignment]


def model_choice_field(form: forms.BaseForm, name: str) -> forms.ModelChoiceField[Model]:
    """The field of this name, for its ``queryset``; TypeError for a field that has none."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        return field
    raise TypeError(f"{name} has no rows to choose from")


class FrenchDecimalInput(forms.TextInput):
    """A number written the French way; the phone shows digits and the decimal mark."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal | float):
            return french_decimal(Decimal(str(value)))
        return super().format_value(value)


class FrenchDecimalField(forms.DecimalField):
    """Reads ``12,5`` and ``12.5`` alike, and spaces between thousands; shows ``12,5``."""

    widget = FrenchDecimalInput
    default_error_messages = {
        "invalid": _("Écrivez un nombre, par exemple 12,5."),
        "max_value": _("Le maximum est %(limit_value)s."),
        "min_value": _("Le minimum est %(limit_value)s."),
    }

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # stubs say int
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".")
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class ManyFilesInput(forms.FileInput):
    """The browser’s own control: it also takes files dropped on it."""

    allow_multiple_selected = True


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({"class": "control--date", **(attrs or {})}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day: from the browser's calendar, or typed as people write it (``typed_day``)."""

    widget = DayInput
    default_error_messages = {"invalid": _("Écrivez une date, par exemple 17/11/2026.")}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            value = typed_day(value)
            if value is None:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        day = super().to_python(value)
        if day is not None and not is_sensible(day):
            raise forms.ValidationError(_("Cette date est trop loin : vérifiez l’année."))
        return day
