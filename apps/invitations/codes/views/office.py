"""The office: letters in batches, and one person helped in two minutes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.once import once
from apps.accounts.services import ask_for_proof, fresh_proof_required, has_fresh_proof, limits
from apps.invitations import policies as invitations_policies
from apps.invitations.codes import presenters as codes_presenters
from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes import services as codes_services
from apps.invitations.codes.views.gate import Office, for_office
from apps.invitations.enums import Purpose
from apps.invitations.forms import LetterForm, LetterTextsForm, SearchForm
from apps.invitations.letters import queries as letters_queries
from apps.invitations.letters import services as letters_services
from apps.invitations.letters.presenters import ToWrite, slip_pdf
from apps.notices.enums import Audience, Delivery
from apps.notices.models import LetterBatch, LetterFile
from apps.schools.models import Guardian, Staff, Student
from coeduc.access import get_visible_or_404, require, visible
from coeduc.documents import DocumentError
from coeduc.http import Request
from coeduc.journal import act_of_power


@require_safe
@for_office
def letter_list(request: Request, office: Office) -> HttpResponse:
    batches = visible(request, LetterBatch).filter(school=office.school).order_by("-created_at")
    lines = codes_presenters.batch_lines(list(batches[:30]), school=office.school)
    context = {"lines": lines, "office": office, "tabs": office.tabs("invitations:letter_list")}
    return render(request, "invitations/letter_list.html", context)


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@for_office
@fresh_proof_required
@once
def letter_create(request: Request, office: Office) -> HttpResponse:
    """Choose, read the counts, then decide."""
    school = office.school
    divisions = codes_queries.divisions_of(school, at=request.now)
    given = request.POST if request.method == "POST" else request.GET
    form = LetterForm(given if "audience" in given else None, divisions=divisions)
    context: dict[str, Any] = {
        "form": form,
        "has_texts": codes_services.texts_of(school).pk is not None,
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
            batch = codes_services.ask_for_letters(
                planned,
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
            "preview": codes_presenters.preview(planned, form=form, label=label),
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
def letter_detail(request: Request, public_id: UUID, office: Office) -> HttpResponse:
    batch = get_visible_or_404(request, LetterBatch, public_id=public_id)
    files = visible(request, LetterFile).filter(batch=batch).order_by("rank")
    page = codes_presenters.batch_page(batch, list(files), school=batch.school, at=request.now)
    template = "invitations/_progress.html" if request.htmx else "invitations/letter_detail.html"
    return render(request, template, {"batch": page})


@act_of_power
@require_safe
@for_office
@fresh_proof_required
def letter_file(request: Request, public_id: UUID, file: UUID, office: Office) -> HttpResponse:
    """The PDF, for those who may give a way in and have just proved who they are."""
    row = get_visible_or_404(request, LetterFile, public_id=file, batch__public_id=public_id)
    require(
        invitations_policies.can_print(request.reader, row),
        _(
            "Une lettre de votre famille est dans ce fichier : "
            "demandez à un collègue de l’imprimer."
        ),
    )
    content = letters_services.open_file(row)
    if content is None:
        raise Http404
    return FileResponse(content, content_type="application/pdf", filename=f"lettres-{row.rank}.pdf")


@require_POST
@for_office
def letter_retry(request: Request, public_id: UUID, file: UUID, office: Office) -> HttpResponse:
    row = get_visible_or_404(request, LetterFile, public_id=file, batch__public_id=public_id)
    codes_services.try_again(row)
    return redirect("invitations:letter_detail", public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_office
def letter_texts(request: Request, office: Office) -> HttpResponse:
    """What only the school can say on its letters."""
    form = LetterTextsForm(
        request.POST or None,
        instance=codes_services.texts_of(office.school),
        cancel_url=office.url("invitations:letter_list"),
        kept=f"lettres:{office.school.public_id}",
    )
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("C’est enregistré : les prochaines lettres le diront."))
        return redirect(office.url("invitations:letter_list"))
    context = {"form": form, "office": office, "tabs": office.tabs("invitations:letter_texts")}
    return render(request, "invitations/letter_texts.html", context)


@require_safe
@for_office
def person_list(request: Request, office: Office) -> HttpResponse:
    """Find somebody who stands at the counter: by their name, or their child's."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = codes_queries.search(request.reader, words)
    several = len(office.schools) > 1
    lines = codes_presenters.person_lines(found, at=request.now, several=several)
    paused = limits.something_is_paused(request)
    context = {"form": form, "lines": lines, "words": words, "network_paused": paused}
    return render(request, "invitations/person_list.html", context)


@require_safe
@for_office
def person_detail(request: Request, kind: str, public_id: UUID, office: Office) -> HttpResponse:
    person = codes_queries.find_person(request.reader, kind, public_id)
    page = codes_presenters.person_page(person, reader=request.reader)
    context = {"page": page, "as_pdf": {"as": "pdf"}}
    if person.user is not None and not page.refusal:
        context["is_paused"] = limits.account_is_paused(person.user, at=request.now)
    return render(request, "invitations/person_detail.html", context)


@act_of_power
@require_POST
@for_office
def person_unlock(request: Request, kind: str, public_id: UUID, office: Office) -> HttpResponse:
    """Let an account in again that wrong tries have paused: logged, with who and when."""
    person = codes_queries.find_person(request.reader, kind, public_id)
    require(_may_help(request, person) and person.user is not None)
    limits.lift_for_account(person.user, by=request.user, at=request.now)
    messages.success(request, _("C’est rouvert : cette personne peut se connecter."))
    return redirect(codes_presenters.address_of(person))


@act_of_power
@require_POST
@for_office
def network_unlock(request: Request, office: Office) -> HttpResponse:
    """Let the school's own network in again, from inside it: logged, with who and when."""
    limits.lift_for_network(request, by=request.user, at=request.now)
    messages.success(request, _("C’est rouvert pour tous les appareils de ce réseau."))
    return redirect("invitations:person_list")


@act_of_power
@require_POST
@for_office
@once
def person_code(request: Request, kind: str, public_id: UUID, office: Office) -> HttpResponse:
    """A slip for somebody who stands here: shown or printed once, kept nowhere."""
    person = codes_queries.find_person(request.reader, kind, public_id)
    require(_may_help(request, person))
    if not has_fresh_proof(request):
        return ask_for_proof(codes_presenters.address_of(person))
    purpose = Purpose.RESET if person.user_id else Purpose.ACTIVATION
    row, code = codes_services.give_code(
        person, purpose=purpose, delivery=Delivery.HANDED, by=request.user, at=request.now
    )
    if request.POST.get("as") == "pdf":
        letter = ToWrite(person, code, row.expires_at)
        try:
            pdf = slip_pdf(letter, purpose=purpose, school=person.school, at=request.now)
        except DocumentError as problem:
            messages.error(request, str(problem))
        else:
            return HttpResponse(pdf.content, content_type="application/pdf")
    page = codes_presenters.slip_page(person, row, code)
    return render(request, "invitations/person_code.html", {"page": page})


@act_of_power
@require_POST
@for_office
@once
def person_letter(request: Request, kind: str, public_id: UUID, office: Office) -> HttpResponse:
    """One letter to post, in the same batches as the others."""
    person = codes_queries.find_person(request.reader, kind, public_id)
    require(_may_help(request, person) and person.user_id is None)
    if not has_fresh_proof(request):
        return ask_for_proof(codes_presenters.address_of(person))
    audience = {Guardian: Audience.GUARDIANS, Student: Audience.STUDENTS, Staff: Audience.STAFF}
    batch = codes_services.ask_for_letters(
        letters_queries.plan_for_one(person),
        school=person.school,
        audience=audience[type(person)],
        label=str(person)[:80],
        delivery=Delivery.POSTED if isinstance(person, Guardian) else Delivery.HANDED,
        renews=True,
        by=request.user,
        at=request.now,
    )
    return redirect("invitations:letter_detail", public_id=batch.public_id)


def _may_help(request: Request, person: invitations_policies.Person) -> bool:
    if not invitations_policies.may_enter(person, at=request.now):
        return False
    if person.user is None:
        return invitations_policies.can_give_code(request.reader, person)
    return invitations_policies.can_reset(request.reader, person, person.user)
