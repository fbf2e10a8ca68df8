"""Each guard taken away, one at a time: the walk finds the leak by itself.

What a test says is worth what it would have said had the guard been forgotten. Some walks are
long: they run with the measures (``make bench LONG=1``), or with ``LEAK_MUTATIONS=1``.
"""

import datetime as dt
import os

import pytest
from django.db.models import Exists, OuterRef

from apps.results.announcements import services as announcements_services
from apps.results.models import Withdrawal, versions
from apps.results.models.versions import ResultVersionQuerySet
from apps.results.release.services import instants
from apps.schools.models import Guardianship, families
from tests.leaks.test_stateful import stage, walk_once
from tests.leaks.walker import LeakError

__all__ = ["stage"]
FEW = 12
A_DAY = dt.timedelta(days=1)


def no_withdrawal(monkeypatch):
    nothing = lambda capacity, *, at: Exists(Withdrawal.objects.filter(pk=None))  # noqa: E731
    monkeypatch.setattr(versions, "_withdrawn", nothing)


def parents_with_the_pupil(monkeypatch):
    monkeypatch.setattr(versions, "_instant", lambda capacity: "student_release_at")


def an_hour_early(monkeypatch):
    open_to = ResultVersionQuerySet.open_to

    def early(self, capacity, *, at):
        return open_to(self, capacity, at=at + dt.timedelta(hours=1))

    monkeypatch.setattr(ResultVersionQuerySet, "open_to", early)


def no_hold(monkeypatch):
    facts = instants.ReleaseFacts.facts

    def unheld(self, version):
        object.__setattr__(self, "held_until", {})
        return facts(self, version)

    monkeypatch.setattr(instants.ReleaseFacts, "facts", unheld)


def missed_copies_forgotten(monkeypatch):
    facts = instants.ReleaseFacts.facts

    def nobody_missed(self, version):
        object.__setattr__(self, "missed", frozenset())
        return facts(self, version)

    monkeypatch.setattr(instants.ReleaseFacts, "facts", nobody_missed)


def links_never_end(monkeypatch):
    def linked(self, reader, *, at):
        links = Guardianship.objects.of(reader.user).filter(student=OuterRef("student"))
        if reader.is_student:
            return self.filter(student__user=reader.user)
        return self.filter(Exists(links.unrestricted(at=at)))

    monkeypatch.setattr(ResultVersionQuerySet, "_linked_to", linked)


def cuts_forgotten(monkeypatch):
    monkeypatch.setattr(families.GuardianshipQuerySet, "unrestricted", lambda self, *, at: self)


def superseded_states_shown(monkeypatch):
    """The oldest state instead of the newest: a correction would change nothing."""

    def oldest(self, reader, *, at):
        return self.released_to(reader, at=at).filter(n=1)

    monkeypatch.setattr(ResultVersionQuerySet, "visible_to", oldest)


def pending_instants_forgotten(monkeypatch):
    """What was replaced before its time keeps its instants."""
    from apps.results.marks import services as marks_services  # noqa: PLC0415

    monkeypatch.setattr(marks_services, "forget_superseded", lambda older, *, at: [])
    monkeypatch.setattr(ResultVersionQuerySet, "visible_to", ResultVersionQuerySet.released_to)


def mails_too_early(monkeypatch):
    not_announced = announcements_services._unannounced

    def early(*, at, since, **rest):
        return not_announced(at=at + A_DAY, since=since, **rest)

    monkeypatch.setattr(announcements_services, "_unannounced", early)
    monkeypatch.setattr(
        announcements_services.RESULTS.__class__, "allows", lambda self, notice, *, at: True
    )


MUTATIONS = [
    no_withdrawal,
    parents_with_the_pupil,
    an_hour_early,
    no_hold,
    missed_copies_forgotten,
    links_never_end,
    cuts_forgotten,
    superseded_states_shown,
    pending_instants_forgotten,
    mails_too_early,
]


@pytest.mark.skipif("LEAK_MUTATIONS" not in os.environ, reason="with the measures")
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_the_walk_finds_what_a_missing_guard_lets_out(stage, monkeypatch, mutation):
    mutation(monkeypatch)

    with pytest.raises(LeakError):
        walk_far(stage)


def walk_far(stage):
    for episode in range(FEW):
        walk_once(stage, f"mutation-{episode}")
