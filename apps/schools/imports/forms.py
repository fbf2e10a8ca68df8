"""Forms of the import page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.schools.imports.presenters import act_choices
from apps.schools.imports.queries.lists import ImportSearch
from apps.schools.imports.queries.wording import KIND_WORDS
from apps.schools.imports.rules.files import MAX_FILE_BYTES, MAX_FILES, MAX_TOTAL_BYTES
from apps.schools.models import School
from coeduc.forms import ManyFilesInput, PortalFormHelper, choice_field
from coeduc.french import whole_weight


class ManyFilesField(forms.FileField):
    widget = ManyFilesInput
    default_error_messages = {
        "required": _("Choisissez au moins un fichier."),
        "empty": _("Un des fichiers est vide : exportez-le de nouveau."),
    }

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = data if isinstance(data, list | tuple) else [data]
        if len(uploads) > MAX_FILES:
            sentence = ngettext(
                "Déposez au plus %(n)d fichier à la fois.",
                "Déposez au plus %(n)d fichiers à la fois.",
                MAX_FILES,
            )
            raise forms.ValidationError(sentence % {"n": MAX_FILES}, code="too_many")
        return [super(ManyFilesField, self).clean(upload, initial) for upload in uploads or [None]]


class UploadForm(forms.Form):
    """The files, and for whoever works in two schools, which one."""

    school = forms.ChoiceField(label=_("Établissement"))
    files = ManyFilesField(  # type: ignore[assignment] # as the page names it
        label=_("Fichiers exportés, tous à la fois"),
        widget=ManyFilesInput(
            {
                "class": "control--files",
                "accept": ".xml,.zip,text/xml,application/xml,application/zip",
            }
        ),
    )

    def __init__(self, *args: Any, schools: Sequence[School], too_big: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].help_text = _(
            "XML ou ZIP, tels que SIECLE et STS-web les donnent. %(n)d fichiers au plus, %(file)s"
            " par fichier, %(all)s en tout. Rien n’est écrit avant que vous ayez vu ce qui"
            " changera."
        ) % {
            "n": MAX_FILES,
            "file": whole_weight(MAX_FILE_BYTES),
            "all": whole_weight(MAX_TOTAL_BYTES),
        }
        self.schools = {str(school.public_id): school for school in schools}
        self.too_big = too_big
        fields = ["files"]
        if len(schools) > 1:
            choice_field(self, "school").choices = [
                (key, str(s)) for key, s in self.schools.items()
            ]
            fields.insert(0, "school")
        else:
            del self.fields["school"]
        self.helper = PortalFormHelper(*fields, submit=_("Lire ces fichiers"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.too_big:
            self.errors.clear()
            self.add_error(
                "files",
                _("C’est trop gros : %(all)s en tout, c’est déjà vingt fois un gros collège.")
                % {"all": whole_weight(MAX_TOTAL_BYTES)},
            )
        return cleaned

    def chosen_school(self) -> School:
        only = next(iter(self.schools.values()))
        return self.schools.get(self.cleaned_data.get("school", ""), only)


class ConfirmForm(forms.Form):
    """Import what is shown; a tick more when the files are older than those imported last, or
    when many people would lose their access (``cuts``: how many, 0 for a few)."""

    older = forms.BooleanField(
        label=_("Oui, j’importe quand même des fichiers plus anciens"),
        error_messages={"required": _("Cochez pour confirmer, ou abandonnez cet import.")},
    )

    many = forms.BooleanField(
        error_messages={"required": _("Cochez pour confirmer, ou abandonnez cet import.")},
    )

    def __init__(
        self, *args: Any, is_older: bool, cuts: int, submit: str, action: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if cuts:
            self.fields["many"].label = ngettext(
                "Oui, j’ai vérifié : %(n)s accès sera coupé",
                "Oui, j’ai vérifié : %(n)s accès seront coupés",
                cuts,
            ) % {"n": cuts}
        else:
            del self.fields["many"]
        if not is_older:
            del self.fields["older"]
        self.helper = PortalFormHelper(submit=submit, action=action)


class LineFilter(forms.Form):
    """Search of the lines, in the query string."""

    q = forms.CharField(
        label=_("Nom, classe, identifiant"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Sorte"), required=False, choices=[("", _("Toutes")), *KIND_WORDS.items()]
    )
    change = forms.ChoiceField(label=_("Effet"), required=False)

    def __init__(self, *args: Any, is_done: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "change").choices = [("", _("Tous")), *act_choices(is_done=is_done)]

    def search(self) -> ImportSearch | None:
        """None for a choice that is not in the list: nothing is found, rather than everything."""
        if not self.is_valid():
            return None
        chosen = self.cleaned_data
        return ImportSearch(chosen["q"], kind=chosen["kind"], act=chosen["change"])
