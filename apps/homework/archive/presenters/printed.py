"""The notebook of a class for a year as one document: on paper, or one page of HTML by itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.homework.archive import queries as archive_queries
from apps.homework.archive.presenters.lessons import by_subject, same, subject_title
from apps.homework.enums import ExportKind
from apps.homework.errors import NothingToReadError
from apps.schools.models import Division
from coeduc.access import Capacity, Reader
from coeduc.documents import render_pdf
from coeduc.formulas import on_paper
from coeduc.french import moment_in_words, of_name

PDF_TEMPLATE = "print/notebook_export.html"
HTML_TEMPLATE = "print/notebook_export_page.html"
# In the file itself: it is read years later, far from this portal.
STYLE = """<style>
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 sans-serif; }
h1, h2, h3 { line-height: 1.25; } h2 { margin-top: 3rem; border-bottom: 2px solid; }
h3 { margin: 2rem 0 .5rem; font-size: 1rem; } p { margin: 0 0 .5rem; } ul { margin: 0 0 .5rem; }
.export__work { margin: .75rem 0 0 1rem; padding-left: .75rem; border-left: 3px solid #9aa1af; }
.export__former { margin: .5rem 0 0 1rem; color: #4a5368; font-size: .9rem; }
.export__due, .export__said { font-weight: 600; }
</style>"""


def drawn(division: Division, kind: str, *, by: User, at: dt.datetime) -> bytes:
    """What ``by`` may read of it at ``at``. DocumentError, NothingToReadError."""
    reader = Reader(by, Capacity.STAFF, at)
    taught = list(archive_queries.teachings(reader, division, at=at))
    if not taught:
        raise NothingToReadError
    lessons = archive_queries.lessons(taught, at=at)
    is_pdf = kind == ExportKind.PDF
    zone = division.school.time_zone
    subjects = by_subject(lessons, zone=zone, html=on_paper if is_pdf else same)
    context = {
        "school": division.school.name,
        "title": _("Cahier de textes de la %(code)s") % {"code": division.code},
        "year": str(division.year),
        "made": _("Document fait le %(when)s, à la demande %(of_name)s.")
        % {"when": moment_in_words(at, zone=zone), "of_name": of_name(by.get_full_name())},
        "facts": _facts(division, taught, subjects),
        "subjects": subjects,
    }
    if is_pdf:
        return render_pdf(PDF_TEMPLATE, context).content
    style = mark_safe(STYLE)  # noqa: S308 (ours)
    return render_to_string(HTML_TEMPLATE, context | {"style": style}).encode()


def _facts(division: Division, taught: list[Any], subjects: Any) -> list[str]:
    """What is in it and what is not: a reader years later must not have to guess."""
    count = sum(len(subject.lessons) for subject in subjects)
    facts = [
        ngettext("%(n)d séance.", "%(n)d séances.", count) % {"n": count},
        _("Ce que les familles ont lu : les brouillons n’y sont pas."),
        _("Un travail adapté à un élève n’y est pas : il reste entre lui, sa famille et l’équipe."),
        _("Un texte corrigé est suivi de ce qu’il disait avant. Les fichiers joints sont nommés."),
    ]
    left = [one for one in archive_queries.of_class(division) if one not in taught]
    if left:
        names = " ; ".join(sorted(subject_title(one) for one in left))
        facts.append(_("Ne sont pas dans ce document : %(names)s.") % {"names": names})
    return facts
