"""The development mail catcher: what families would have received."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.notices.mailbox import queries as mailbox_queries
from coeduc.http import Request


def _folder() -> Path:
    """Where the mails are written. A portal that serves families has no such page."""
    if not settings.DEVELOPMENT_PAGES:
        raise Http404
    return Path(settings.EMAIL_FILE_PATH)


@login_not_required
@require_safe
def mail_list(request: Request) -> HttpResponse:
    mails = mailbox_queries.newest(_folder())
    return render(request, "notices/mail_list.html", {"mails": mails})


@login_not_required
@require_safe
def mail_detail(request: Request, file: str, rank: int) -> HttpResponse:
    mail = mailbox_queries.find(_folder(), file, rank)
    if mail is None:
        raise Http404
    return render(request, "notices/mail_detail.html", {"mail": mail})
