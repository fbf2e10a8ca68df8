"""The letters of the office: chosen, counted, printed in batches."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.invitations import lookups
from apps.invitations import policies as invitations_policies
from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes.presenters import persons
from apps.invitations.codes.presenters.office import AccountsOffice
from apps.invitations.enums import LETTERS
from apps.invitations.letters import queries as letters_queries
from apps.invitations.letters.forms import LetterForm, LetterTextsForm
from apps.invitations.letters.presenters import batches
from apps.invitations.lookups import for_office
from apps.notices.enums import Delivery, LetterAudience
from apps.notices.models import LetterBatch, LetterFile
from apps.notices.paper import queries as paper_queries
from apps.notices.paper import services as paper_services
from apps.schools.models import Guardian, Staff, Student
from coeduc.access import get_visible_or_404, require
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once
from coeduc.proofs import (
    ask_for_proof,
    fresh_proof_required,
    has_fresh_proof,
)


@require_safe
@for_office
def letter_list(request: Request, office: AccountsOffice) -> HttpResponse:
    found = letters_queries.last_batches(request.reader, office.school)
    lines = batches.batch_lines(list(found), school=office.school, at=request.now)
    context = {"lines": lines, "office": office, "tabs": office.tabs("invitations:letter_list")}
    return render(request, "invitations/letter_list.html", context)


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@for_office
@fresh_proof_required
@once
def letter_create(request: Request, office: AccountsOffice) -> HttpResponse:
    """Choose, read the counts, then decide."""
    school = office.school
    divisions = codes_queries.divisions_of(school, at=request.now)
    given = request.POST if request.method == "POST" else request.GET
    form = LetterForm(given if "audience" in given else None, divisions=divisions)
    context: dict[str, Any] = {
        "form": form,
        "has_texts": paper_queries.texts_of(school).pk is not None,
        "office": office,
        "tabs": office.tabs("invitations:letter_create"),
    }
    if form.is_bound and form.is_valid():
        wish = form.cleaned_data
        chosen, label = form.chosen()
        planned = letters_queries.plan(
            school,
            audience=wish["audience"],
            divisions=chosen,
            renews=wish["renews"],
            at=request.now,
        )
        if request.method == "POST" and planned.letter_count:
            batch = paper_services.ask_for_letters(
                planned.files,
                kind=LETTERS,
                school=school,
                audience=wish["audience"],
                label=label,
                delivery=wish["delivery"],
                renews=wish["renews"],
                by=request.user,
                at=request.now,
            )
            return redirect("invitations:letter_detail", public_id=batch.public_id)
        context |= {
            "preview": batches.preview(planned, form=form, label=label),
            "hidden": {
                "audience": wish["audience"],
                "reach": wish["reach"],
                "delivery": wish["delivery"],
                **({"renews": "on"} if wish["renews"] else {}),
                **({"ecole": office.key} if office.query else {}),
            },
        }
    return render(request, "invitations/letter_create.html", context)


@require_safe
@for_office
def letter_detail(request: Request, public_id: UUID, office: AccountsOffice) -> HttpResponse:
    batch = get_visible_or_404(request, LetterBatch, public_id=public_id)
    files = letters_queries.files_of(request.reader, batch)
    page = batches.batch_page(batch, list(files), school=batch.school, at=request.now)
    template = "invitations/_progress.html" if request.htmx else "invitations/letter_detail.html"
    return render(request, template, {"batch": page})


@act_of_power
@require_safe
@for_office
@fresh_proof_required
def letter_file(
    request: Request, public_id: UUID, file: UUID, office: AccountsOffice
) -> FileResponse:
    """The PDF, for those who may give a way in and have just proved who they are."""
    row = get_visible_or_404(request, LetterFile, public_id=file, batch__public_id=public_id)
    require(
        invitations_policies.can_print(request.reader, row),
        _(
            "Une lettre de votre famille est dans ce fichier : "
            "demandez à un collègue de l’imprimer."
        ),
    )
    content = paper_services.open_file(row)
    if content is None:
        raise Http404
    return FileResponse(content, content_type="application/pdf", filename=f"lettres-{row.rank}.pdf")


@require_POST
@for_office
def letter_retry(
    request: Request, public_id: UUID, file: UUID, office: AccountsOffice
) -> HttpResponse:
    row = get_visible_or_404(request, LetterFile, public_id=file, batch__public_id=public_id)
    paper_services.try_again(row)
    return redirect("invitations:letter_detail", public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_office
def letter_texts(request: Request, office: AccountsOffice) -> HttpResponse:
    """What only the school can say on its letters."""
    form = LetterTextsForm(
        request.POST or None,
        instance=paper_queries.texts_of(office.school),
        cancel_url=office.url("invitations:letter_list"),
        kept=f"lettres:{office.school.public_id}",
    )
    if request.method == "POST" and form.is_valid():
        paper_services.save_texts(form.save(commit=False))
        messages.success(request, _("C’est enregistré : les prochaines lettres le diront."))
        return redirect(office.url("invitations:letter_list"))
    context = {"form": form, "office": office, "tabs": office.tabs("invitations:letter_texts")}
    return render(request, "invitations/letter_texts.html", context)


@act_of_power
@require_POST
@for_office
@once
def person_letter(
    request: Request, kind: str, public_id: UUID, office: AccountsOffice
) -> HttpResponse:
    """One letter to post, in the same batches as the others."""
    person = lookups.person_or_404(request, kind, public_id)
    require(lookups.may_help(request, person) and person.user_id is None)
    if not has_fresh_proof(request):
        return ask_for_proof(persons.address_of(person))
    audience = {
        Guardian: LetterAudience.GUARDIANS,
        Student: LetterAudience.STUDENTS,
        Staff: LetterAudience.STAFF,
    }
    batch = paper_services.ask_for_letters(
        letters_queries.plan_for_one(person).files,
        kind=LETTERS,
        school=person.school,
        audience=audience[type(person)],
        label=str(person)[:80],
        delivery=Delivery.POSTED if isinstance(person, Guardian) else Delivery.HANDED,
        renews=True,
        by=request.user,
        at=request.now,
    )
    return redirect("invitations:letter_detail", public_id=batch.public_id)
