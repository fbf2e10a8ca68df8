"""The first steps of who reads, with what is done; the line that proposes them."""

from __future__ import annotations

from collections.abc import Iterator

from apps.home import queries
from apps.home.presenters.checklist import checklist_of
from apps.home.presenters.first_steps import Guide, StepsDone, guide, keys_of
from apps.schools import policies
from apps.schools.links import DAILY, RESULTS, children_of, pupils_of
from apps.schools.people.queries import at_work
from coeduc import comfort, frame, portal
from coeduc.access import Capacity, Reader
from coeduc.http import Request
from coeduc.portal import Part, Visit

# Below all that the page is opened for.
LAST = 95


def own_guides(request: Request) -> list[Guide]:
    """One a hat, one a job; none for a visitor, nor for an account that opens nothing today."""
    user, at = request.user, request.now
    if not user.is_authenticated:
        return []
    family, student, staff = (
        Reader(user, one, at, memo={})
        for one in (Capacity.FAMILY, Capacity.STUDENT, Capacity.STAFF)
    )
    colleague = at_work(staff)
    links = children_of(family, at=at)
    keys = keys_of(
        family=bool(links),
        student=bool(pupils_of(student, at=at)),
        relative=frame.layout(request)["layout"].is_a_relative,
        jobs=colleague.jobs if colleague else (),
        teaches=bool(colleague and colleague.teaches),
    )
    teaches = "professeur" in keys
    known = StepsDone(
        daily=bool(DAILY.among(links, at)),
        results=bool(RESULTS.among(links, at)),
        mails=portal.mails_in_words(request) if keys else (),
        has_address=bool(user.email),
        has_comfort=comfort.was_chosen(request),
        classes=len(colleague.teachings) if colleague else 0,
        has_written_lesson=teaches and queries.has_written_lesson(staff),
        has_assessment=teaches and queries.has_assessment(staff),
        checklists=tuple(
            checklist_of(school, at=at)
            for school in (colleague.schools() if colleague else ())
            if policies.can_set_up(staff, school)
        ),
    )
    return [guide(key, known) for key in keys]


def proposal(visit: Visit) -> Iterator[Part]:
    """One line at the end of a first page, until it is done or put away; asks nothing."""
    if is_proposed(visit.request):
        yield Part(LAST, "home/_first_steps.html")


def is_proposed(request: Request) -> bool:
    """What one's guide asks of anybody is not done, and nobody has put the line away.

    That of a pupil asks for no address.
    """
    has_given = request.reader.capacity is Capacity.STUDENT or bool(request.user.email)
    done = has_given and comfort.was_chosen(request)
    return request.user.steps_closed_at is None and not done


def account_parts(request: Request) -> Iterator[Part]:
    """Their door on «Mon compte», for as long as one likes."""
    yield Part(40, "home/_account_steps.html")
