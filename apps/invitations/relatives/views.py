"""A relative who reads the notebook of the class: given, taken back, given up, and told."""

from __future__ import annotations

import functools
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.invitations.relatives import queries as relatives_queries
from apps.invitations.relatives import services as relatives_services
from apps.invitations.relatives.forms import RelativeForm
from apps.invitations.relatives.presenters import (
    child_readers,
    head_lines,
    pupil_lines,
    refusal_sentences,
    relative_slip,
)
from apps.schools import policies
from apps.schools.entrusted import opens, still_open
from apps.schools.enums import AccessEnd
from apps.schools.errors import TrustError
from apps.schools.links import children_of, pupils_of
from apps.schools.models import NotebookAccess
from apps.schools.trusted import queries as trusted_queries
from apps.schools.trusted import services as trusted_services
from coeduc.access import require
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once, shown_once
from coeduc.proofs import fresh_proof_required

View = Callable[..., HttpResponseBase]

LIST = "invitations:trusted_list"
ENDED = gettext_lazy("C’est fini : cet accès n’ouvre plus rien.")
# Whatever the cause, and nobody is sent to who cannot help.
REFUSED = gettext_lazy(
    "Cet accès ne peut pas s’ouvrir, et le collège ne peut pas l’ouvrir à votre place. "
    "Cette personne peut aider avec le cahier imprimé ou recopié depuis votre page."
)


def for_legal_guardians(view: View) -> View:
    """404 for who is nobody's family, 403 for who does not decide for a child; before any proof."""

    @functools.wraps(view)
    def wrapped(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
        if not children_of(request.reader, at=request.now):
            raise Http404
        require(bool(trusted_queries.entrusting_links(request.reader)))
        return view(request, *args, **kwargs)

    return wrapped


@require_safe
@for_legal_guardians
def trusted_list(request: Request) -> HttpResponse:
    """Of each child: whom one let in, that somebody else was, and the way to let somebody in."""
    links = trusted_queries.entrusting_links(request.reader)
    rows = trusted_queries.standing_of(request.reader, [link.student_id for link in links])
    opened = still_open(rows, at=request.now)
    keys = [access.pk for access in opened]
    readers = child_readers(
        links,
        opened,
        codes=relatives_queries.codes_in_hand(keys, at=request.now),
        mails=relatives_queries.mails_on_their_way(keys),
        ended=trusted_queries.ended_of(request.reader, [link.guardian_id for link in links]),
        at=request.now,
    )
    return render(request, "invitations/trusted_list.html", {"readers": readers})


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@for_legal_guardians
@fresh_proof_required
@once
def trusted_create(request: Request) -> HttpResponse:
    """One refusal, whatever the cause: who is kept from a child is not told by trying."""
    links = {
        str(link.student.public_id): link
        for link in trusted_queries.entrusting_links(request.reader)
    }
    form = RelativeForm(
        request.POST if request.method == "POST" else None,
        children=[(key, link.student.first_name) for key, link in links.items()],
        asked=request.GET.get("enfant", ""),
        cancel_url=reverse(LIST),
    )
    if request.method == "POST" and form.is_valid():
        link = links[form.cleaned_data["enfant"]]
        try:
            access = trusted_services.entrust(
                link.student, form.relative, given_by=link.guardian, by=request.user, at=request.now
            )
        except TrustError as problem:
            form.add_error(None, str(problem))
        else:
            if access is not None:
                return _give(request, access, by_mail=form.is_mailed)
            form.add_error(None, str(REFUSED))
    return render(request, "invitations/trusted_create.html", {"form": form})


@act_of_power
@require_POST
@for_legal_guardians
@fresh_proof_required
@once
def trusted_code(request: Request, public_id: UUID) -> HttpResponse:
    """Another code for somebody who has not used theirs; the earlier one stops working."""
    access = _own_or_404(request, public_id)
    require(access.user_id is None)
    if not opens(access, at=request.now):
        raise Http404
    return _give(request, access, by_mail=False)


def _give(request: Request, access: NotebookAccess, *, by_mail: bool) -> HttpResponse:
    if by_mail:
        relatives_services.code_by_mail(access, by=request.user, at=request.now)
        messages.success(
            request, _("C’est noté : le code part par e-mail aux heures d’ouverture du collège.")
        )
        return redirect(LIST)
    row, code = relatives_services.code_on_paper(access, by=request.user, at=request.now)
    page = relative_slip(access, row, code)
    response = render(request, "invitations/trusted_code.html", {"page": page})
    return shown_once(response, then=reverse(LIST))


@act_of_power
@require_POST
def trusted_end(request: Request, public_id: UUID) -> HttpResponse:
    """By who gave it, or by the other legal guardian, whoever gave it."""
    access = _mine_or_404(request, public_id)
    links = trusted_queries.entrusting_links(request.reader)
    gave = access.given_by_id in {link.guardian_id for link in links}
    cause = AccessEnd.GIVER if gave else AccessEnd.GUARDIAN
    relatives_services.end(access, end=cause, by=request.user, at=request.now)
    messages.success(request, str(ENDED))
    return redirect(LIST)


@act_of_power
@require_POST
@for_legal_guardians
@fresh_proof_required
@once
def trusted_reopen(request: Request, public_id: UUID) -> HttpResponse:
    """By who gave it and ended it, on the same day; refused in the words of a first time."""
    access = _own_or_404(request, public_id)
    if not trusted_services.may_reopen(access, at=request.now):
        raise Http404
    try:
        again = trusted_services.reopen(access, by=request.user, at=request.now)
    except TrustError as problem:
        messages.error(request, str(problem))
    else:
        if again is None:
            messages.error(request, str(REFUSED))
        else:
            messages.success(request, _("C’est rouvert, pour le même compte."))
    return redirect(LIST)


@act_of_power
@require_POST
def trusted_give_back(request: Request, public_id: UUID) -> HttpResponse:
    """By the person: nobody has to ask them why."""
    access = _mine_or_404(request, public_id)
    relatives_services.end(access, end=AccessEnd.GIVEN_BACK, by=request.user, at=request.now)
    messages.success(request, _("C’est rendu. Merci du temps que vous y avez passé."))
    return redirect("home:trusted_home")


@require_safe
def trusted_of_pupil(request: Request) -> HttpResponse:
    """A pupil reads who reads the notebook of their class for them."""
    mine = pupils_of(request.reader, at=request.now)
    if not mine:
        raise Http404
    rows = trusted_queries.standing_of(request.reader, [mine[0].pk])
    lines = pupil_lines(still_open(rows, at=request.now))
    return render(request, "invitations/trusted_of_pupil.html", {"lines": lines})


@require_safe
def trusted_of_student(request: Request, public_id: UUID) -> HttpResponse:
    """For the heads, who may end it, and read who was refused: they are asked about it."""
    student = trusted_queries.pupils(request.reader, public_id)
    if student is None:
        raise Http404
    require(policies.can_read_history(request.reader, student))
    rows = trusted_queries.standing_of(request.reader, [student.pk])
    lines = head_lines(still_open(rows, at=request.now))
    refusals = refusal_sentences(trusted_queries.refusals_of(request.reader, student))
    context = {"student": student, "lines": lines, "refusals": refusals}
    return render(request, "invitations/trusted_of_student.html", context)


@act_of_power
@require_POST
def trusted_close(request: Request, public_id: UUID, access_id: UUID) -> HttpResponse:
    """By a head, at once."""
    student = trusted_queries.pupils(request.reader, public_id)
    if student is None:
        raise Http404
    require(policies.can_read_history(request.reader, student))
    access = _mine_or_404(request, access_id)
    if access.student_id != student.pk:
        raise Http404
    relatives_services.end(access, end=AccessEnd.SCHOOL, by=request.user, at=request.now)
    messages.success(request, str(ENDED))
    return redirect("invitations:trusted_of_student", public_id=student.public_id)


def _mine_or_404(request: Request, public_id: UUID) -> NotebookAccess:
    access = trusted_queries.one_of(request.reader, public_id)
    if access is None:
        raise Http404
    return access


def _own_or_404(request: Request, public_id: UUID) -> NotebookAccess:
    """One that this guardian gave: of another's they know that it is there, and no more."""
    access = _mine_or_404(request, public_id)
    links = trusted_queries.entrusting_links(request.reader)
    if access.given_by_id not in {link.guardian_id for link in links}:
        raise Http404
    return access
