"""Files that a page sends, kept while it is being filled: nothing chosen is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.files.errors import FileRefusedError
from apps.files.presenters import closed_of
from apps.files.rules import recognition
from apps.files.rules.names import shown
from apps.files.services.storing import Files, receive, usable
from coeduc.forms import ManyFilesInput, choice_field, depends, many_of
from coeduc.french import typeset
from coeduc.uploads import left_out

ACCEPT = {"class": "control--files", "accept": recognition.ACCEPT}


class Tray:
    """What was sent with this request: kept at once, so that no error elsewhere loses it.

    The data of the forms then only speaks of public ids: ``known`` those that the page shows,
    ``kept`` those that are ticked. A file of somebody else is no choice.
    """

    def __init__(
        self, request: Any, *, school: int, also: Q | None = None, most: int = recognition.MOST
    ) -> None:
        """``also``: files of the subject that this person may join again (``storing.usable``)."""
        self.by, self.at, self.school, self.also = request.user, request.now, school, also
        self.most = most
        self.rows: dict[str, Any] = {}
        self.problems: dict[str, list[str]] = {}
        self.answers = True

    def take_in(self, request: HttpRequest) -> QueryDict:
        """The data of the request, as if its files had been on the page already."""
        data = request.POST.copy()
        for field in list(request.FILES):
            if field == "files" or field.endswith("-files"):
                for upload in request.FILES.getlist(field):
                    self._take(upload, field.removesuffix("files"), data)
        for field, names in left_out(request).items():
            for name in names:
                self._refuse(field.removesuffix("files"), name, recognition.too_heavy())
        self._keep_only_theirs(data)
        return data

    def _take(self, upload: Any, prefix: str, data: QueryDict) -> None:
        if len(data.getlist(f"{prefix}kept")) >= self.most:
            sentence = _("%(n)d fichiers au plus.") % {"n": self.most}
            self._refuse(prefix, upload.name, sentence)
            return
        try:
            stored = receive(upload, school=self.school, by=self.by, at=self.at, ask=self.answers)
        except FileRefusedError as error:
            self._refuse(prefix, upload.name, str(error))
            return
        # One clamd that is down must not be waited for once a file.
        self.answers = self.answers and not stored.is_waiting
        data.appendlist(f"{prefix}known", str(stored.public_id))
        data.appendlist(f"{prefix}kept", str(stored.public_id))

    def _refuse(self, prefix: str, name: str | None, why: str) -> None:
        sentence = _("« %(name)s » : %(why)s") % {"name": shown(name or ""), "why": why}
        self.problems.setdefault(prefix, []).append(typeset(sentence))

    def _keep_only_theirs(self, data: QueryDict) -> None:
        names = [n for n in data if n in ("known", "kept") or n.endswith(("-known", "-kept"))]
        ids = [one for name in names for one in data.getlist(name) if is_id(one)]
        rows = usable({UUID(one) for one in ids}, school=self.school, by=self.by, also=self.also)
        self.rows = {str(row.public_id): row for row in rows}
        for name in names:
            theirs = [one for one in dict.fromkeys(data.getlist(name)) if one in self.rows]
            if name.endswith("kept") and len(theirs) < len(set(data.getlist(name))):
                gone = _("Un fichier n’est plus là : il faut le choisir de nouveau.")
                self.problems.setdefault(name.removesuffix("kept"), []).append(gone)
            data.setlist(name, theirs)


class ReceivedField(forms.Field):
    """Its files were taken in by the tray before the form was made: nothing is missing here."""

    widget = ManyFilesInput

    def validate(self, value: Any) -> None:
        pass


class TickedField(forms.MultipleChoiceField):
    """None ticked is an answer; the tray left only ids that this person may join."""

    def validate(self, value: Any) -> None:
        pass


class FilesForm(forms.Form):
    """Files to choose, then those already there with a tick each: unticked is taken off."""

    known = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    kept = TickedField(
        label=gettext_lazy("Fichiers joints (décochez pour retirer)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    files = ReceivedField(  # type: ignore[assignment] # as the page names it
        label=gettext_lazy("Joindre des fichiers"),
        required=False,
        widget=ManyFilesInput(ACCEPT),
    )

    def __init__(
        self, data: Any = None, *, tray: Tray, start: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["files"].help_text = recognition.how_many(recognition.MOST)
        self.problems = tray.problems.get(self.add_prefix("files").removesuffix("files"), ())
        if data is None:
            self.rows = {str(row.public_id): row for row in start}
        else:
            sent = data.getlist(self.add_prefix("known"))
            self.rows = {key: tray.rows[key] for key in sent if key in tray.rows}
        self.initial = {"known": list(self.rows), "kept": list(self.rows)}
        choice_field(self, "kept").choices = [
            (key, file_in_words(row)) for key, row in self.rows.items()
        ]
        if not self.rows:
            del self.fields["kept"]
        depends(self, *self.fields)

    def clean(self) -> dict[str, Any]:
        for problem in self.problems:
            self.add_error("files", problem)
        return super().clean() or self.cleaned_data

    @property
    def ticked(self) -> list[Any]:
        """Read before any check: a file alone makes a work that is not blank."""
        name = self.add_prefix("kept")
        chosen = many_of(self, name) if self.is_bound else []
        return [self.rows[key] for key in chosen if key in self.rows]

    @property
    def count(self) -> int:
        """How many will be joined."""
        return len(self.ticked if self.is_bound else self.rows)

    def change(self) -> Files:
        kept = self.ticked
        gone = [row.public_id for row in self.rows.values() if row not in kept]
        return Files(joined=tuple(kept), removed=frozenset(gone))


def file_in_words(row: Any) -> str:
    """« fractions.pdf — PDF, 240 ko »."""
    said = f"{row.name} — {recognition.in_words(row.content_type, row.size)}"
    closed = closed_of(row.checked, kept=not row.is_refused)
    return f"{said} — {closed}" if closed else said


def is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
