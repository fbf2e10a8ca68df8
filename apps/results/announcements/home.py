"""What «Mon compte» says of the mails that may come."""

from __future__ import annotations

from collections.abc import Iterator

from apps.results.announcements.presenters import mails_card
from apps.results.announcements.queries import family_mails, work_mail
from coeduc import frame
from coeduc.access import Capacity
from coeduc.http import Request
from coeduc.portal import Part


def account_parts(request: Request) -> Iterator[Part]:
    to_pupil = frame.layout(request)["layout"].space == Capacity.STUDENT
    card = mails_card(
        family_mails(request.reader),
        work_mail(request.reader),
        address=request.user.email,
        to_pupil=to_pupil,
    )
    yield Part(30, "results/_account_mails.html", card)
