"""What «Mon compte» says of the mails that may come."""

from __future__ import annotations

from collections.abc import Iterator

from apps.results.announcements.presenters import mails_before_address, mails_card
from apps.results.announcements.queries import family_mails, work_mail
from coeduc import frame
from coeduc.access import Capacity
from coeduc.http import Request
from coeduc.portal import Part


def account_parts(request: Request) -> Iterator[Part]:
    card = mails_card(
        family_mails(request.reader),
        work_mail(request.reader),
        address=request.user.email,
        to_pupil=_is_to_pupil(request),
    )
    yield Part(30, "results/_account_mails.html", card)


def mails_in_words(request: Request) -> tuple[str, ...]:
    """Before an address is given, on its page and in the first steps."""
    return mails_before_address(
        family_mails(request.reader), work_mail(request.reader), to_pupil=_is_to_pupil(request)
    )


def _is_to_pupil(request: Request) -> bool:
    return bool(frame.layout(request)["layout"].space == Capacity.STUDENT)
