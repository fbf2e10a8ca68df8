"""One walk through everything people do to results, reading as everybody at any moment.

An act is a call of a service, told to the oracle only when the service accepted it. A reading is a
page asked for as somebody; every canary in it must be one that the oracle allows.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pgtrigger
import time_machine
from django.core import mail
from django.db import transaction
from django.test import Client

from apps.notices.outbox.services import sending
from apps.publication.enums import DecisionBody, Trigger
from apps.publication.errors import AdoptionError
from apps.publication.opening import Opening, OpeningError, OpeningHours
from apps.publication.rules import Rule
from apps.publication.services import adopt_rule, set_opening
from apps.results.announcements import services as announcements_services
from apps.results.assessments.services import assessments
from apps.results.errors import ResultError
from apps.results.hand_backs import services as hand_backs_services
from apps.results.holds import services as holds_services
from apps.results.models import Hold, Result, ResultVersion, TalkRequest
from apps.results.words.services import talk, words
from apps.schools.people.services import restrict
from tests.bodies import text_of
from tests.factories.results import enter
from tests.leaks.oracle import GUARDIAN, PUPIL, Oracle, Paper, Reader, Row, State
from tests.leaks.pages import Page, pages_of
from tests.leaks.stage import EVERYTHING, FIRST_RULE, PUPILS, START, Stage, end_link

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
TOKEN = re.compile(r"canari[a-z]{6}")
DECIMAL = re.compile(r"(?<![\d,.])\d{1,2}[,.]\d{2}(?!\d)")
# How often one result is what is read, however many other pages there are.
ONE_RESULT = 0.3
PAPERS = 3
CLASSES = {"4eB": ("ines", "leo"), "6eA": ("malik",)}


class LeakError(AssertionError):
    """Somebody was told what they may not know, or not told what they may."""


def rules() -> list[Rule]:
    common = {"shows": EVERYTHING, "support_below": None}
    return [
        FIRST_RULE,
        Rule(guardian_opening=Opening.weekly(4, dt.time(17)), **common),
        Rule(guardian_delay=dt.timedelta(), guardian_opening=Opening.any_minute(), **common),
        Rule(student_delay=2 * HOUR, guardian_delay=3 * DAY, **common),
        Rule(student_opening=Opening.daily(dt.time(8)), **common),
        Rule(trigger=Trigger.WITH_BULLETIN, **common),
        Rule(trigger=Trigger.ON_ENTRY, **common),
    ]


class Walk:
    """One episode: a fresh school, ``seed`` decides everything."""

    def __init__(self, stage: Stage, seed: str) -> None:
        self.stage, self.seed = stage, seed
        self.random = random.Random(seed)
        self.now = START
        self.oracle = Oracle(FIRST_RULE, stage.hours, stage.links())
        self.assessments: dict[Paper, Any] = {}
        self.results: dict[Row, Result] = {}
        self.clients: dict[str, Client] = {}
        self.story: list[str] = []
        self.counts: Counter[str] = Counter()
        values = [n for n in range(801, 1999) if n % 10]
        self.marks = iter(self.random.sample(values, len(values)))
        self.secrets: set[str] = set()
        # An address that answered 405 once has no page to read: known to this walk alone, so that
        # an episode replayed by itself is the same.
        self.only_post: set[str] = set()
        self.create()

    # --- What happens ---------------------------------------------------------------------

    def step(self) -> None:
        """Two readings for an act: most of what leaks does so without anybody doing anything."""
        if self.random.random() < 0.62:
            self.read()
            return
        act = self.random.choices(list(ACTS), weights=list(ACTS.values()))[0]
        self.record(act)
        try:
            with transaction.atomic():
                getattr(self, act)()
        except (ResultError, AdoptionError, OpeningError) as refusal:
            self.story[-1] += f" — refused: {refusal}"
            self.counts["refused"] += 1
        else:
            self.counts[act] += 1

    def record(self, what: str) -> None:
        self.story.append(f"{self.now:%d/%m %H:%M} {what}")

    def create(self) -> None:
        if len(self.oracle.papers) >= PAPERS:
            return
        code = "6eA" if len(self.oracle.papers) == 1 else "4eB"
        assessment = assessments.create_assessment(
            self.stage.teachings[code],
            author=self.stage.teacher,
            at=self.now,
            title=f"Contrôle {len(self.oracle.papers) + 1}",
            held_on=self.now.astimezone(self.stage.school.time_zone).date() - 2 * DAY,
            progress="Devoirs faits, mardi à 16 h.",
        )
        paper = Paper({name: Row(name) for name in CLASSES[code]}, self.stage.bulletin_at)
        found = {row.student_id: row for row in Result.objects.filter(assessment=assessment)}
        for name, row in paper.rows.items():
            self.results[row] = found[self.stage.pupils[name].pk]
        self.oracle.papers.append(paper)
        self.assessments[paper] = assessment
        # Extremes that are nobody's canary.
        if code == "4eB":
            typed = dict(zip(self.stage.fillers, ("0", "20", "12", "8", "14"), strict=True))
            enter(assessment, typed, by=self.stage.teacher.user, at=self.now)

    def enter(self) -> None:
        paper, row = self.a_row()
        number = next(self.marks)
        is_word = self.random.random() < 0.1
        typed = "abs" if is_word else f"{number // 100}.{number % 100:02}"
        state = State(
            n=len(row.states) + 1,
            mark="" if is_word else typed.replace(".", ","),
            token=self.token(),
            entered_at=self.now,
        )
        enter(
            self.assessments[paper],
            {self.stage.pupils[row.pupil]: typed},
            by=self.stage.teacher.user,
            at=self.now,
            reason="Erreur de total.",
            achieved=state.token,
            to_review=state.token,
            progress=state.token,
        )
        self.secrets |= {state.mark, state.token} - {""}
        self.oracle.enter(paper, row.pupil, state, at=self.now)

    def hand_back(self) -> None:
        paper = self.random.choice(self.oracle.papers)
        if paper.collective:
            return
        earlier = self.random.choice([dt.timedelta(), dt.timedelta(), 5 * HOUR, DAY])
        missed = {name for name in paper.rows if self.random.random() < 0.2}
        hand_backs_services.hand_back(
            self.assessments[paper],
            by=self.stage.teacher.user,
            at=self.now,
            handed_back_at=self.now - earlier,
            later=[self.results[paper.rows[name]].pk for name in missed],
        )
        paper.collective, paper.missed = (self.now - earlier, self.now), missed
        self.oracle.place(paper, paper.rows, at=self.now)

    def hand_back_to_one(self) -> None:
        paper, row = self.a_row()
        result = self.results[row]
        by = self.stage.teacher.user
        given = hand_backs_services.hand_back_later(
            self.assessments[paper], by=by, at=self.now, result=result
        )
        if given:
            paper.own[row.pupil] = (self.now, self.now)
            self.oracle.place(paper, paper.rows, at=self.now)

    def undo(self) -> None:
        paper, row = self.a_row()
        one = self.results[row] if self.random.random() < 0.3 else None
        self.never_read(paper, [row.pupil] if one else paper.rows, self.random)
        hand_backs_services.undo_hand_back(
            self.assessments[paper], by=self.stage.teacher.user, at=self.now, result=one
        )
        if one:
            del paper.own[row.pupil]
        else:
            paper.collective, paper.own, paper.missed = None, {}, set()
        self.oracle.place(paper, paper.rows, at=self.now)

    def never_read(self, paper: Paper, pupils: Any, _random: Any) -> None:
        """An undo that would take back what a pupil may have read must be refused."""
        if any(
            state.opened(PUPIL, self.now) for name in pupils for state in paper.rows[name].states
        ):
            self.counts["undo of what was read"] += 1

    def hold(self) -> None:
        paper, row = self.a_row()
        until = self.now + self.random.choice([HOUR, DAY, 3 * DAY, 9 * DAY])
        holds_services.hold(
            self.results[row],
            until=until,
            reason=self.secret(),
            by=self.stage.cpe,
            at=self.now,
        )
        row.held.append([self.now, until, None])
        self.oracle.place(paper, [row.pupil], at=self.now)

    def lift(self) -> None:
        paper, row = self.a_row()
        standing = Hold.objects.filter(result=self.results[row]).order_by("-since").first()
        if standing is None:
            return
        holds_services.lift(standing, by=self.stage.head, at=self.now)
        row.held[-1][2] = self.now
        self.oracle.place(paper, [row.pupil], at=self.now)

    def withdraw(self) -> None:
        __, row = self.a_row()
        audience = self.random.choice(["both", "guardians"])
        why = self.secret()
        holds_services.withdraw(self.results[row], audience, why, by=self.stage.cpe, at=self.now)
        row.withdrawn.append((self.now, audience, row.states[-1].n, why))

    def publish_again(self) -> None:
        paper, row = self.a_row()
        holds_services.publish_again(self.results[row], by=self.stage.cpe, at=self.now)
        last = row.states[-1]
        again = State(last.n + 1, last.mark, last.token, self.now)
        self.oracle.enter(paper, row.pupil, again, at=self.now)

    def change_rule(self) -> None:
        self.now += MINUTE
        rule = self.random.choice(rules())
        adopt_rule(self.stage.school, rule, **self.decision())
        self.oracle.change(at=self.now, rule=rule)

    def change_hours(self) -> None:
        self.now += MINUTE
        hours = OpeningHours(
            self.stage.school.time_zone,
            quiet_from=dt.time(self.random.choice([18, 19, 20, 21])),
            quiet_until=dt.time(self.random.choice([6, 7, 8])),
        )
        set_opening(self.stage.school, hours, **self.decision())
        self.oracle.change(at=self.now, hours=hours)

    def decision(self) -> dict[str, Any]:
        return {
            "by": self.stage.head,
            "at": self.now,
            "body": DecisionBody.HEAD,
            "decided_on": self.now.date() - DAY,
            "reason": "Essai.",
        }

    def write_word(self) -> None:
        __, row = self.a_row()
        text = self.secret()
        words.write_word(self.results[row], text, at=self.now)
        row.word = text

    def ask_to_talk(self) -> None:
        paper, row = self.a_row()
        if not row.readable(PUPIL, self.now):
            return  # the page is not there: nothing to ask about
        text = self.secret()
        asked = talk.ask_to_talk(self.results[row], words=text, at=self.now)
        if asked.words == text:
            row.asked = text
            self.oracle.ask(paper, row.pupil, at=self.now)

    def take_request_back(self) -> None:
        paper, row = self.a_row()
        if talk.take_back(self.results[row], at=self.now):
            self.oracle.take_back(paper, row.pupil, at=self.now)

    def see_the_pupil(self) -> None:
        """No date moves: the oracle is told nothing."""
        __, row = self.a_row()
        asked = TalkRequest.objects.filter(result=self.results[row]).first()
        if asked:
            talk.see(asked, by=self.stage.cpe, at=self.now)

    def restrict(self) -> None:
        if self.random.random() > 0.2:
            return
        link = self.random.choice(self.oracle.links)
        restrict(
            self.stage.pupils[link.pupil],
            self.stage.guardians[link.person],
            reason=self.secret(),
            by=self.stage.cpe,
            at=self.now,
        )
        link.cut = True

    def end_link(self) -> None:
        [link] = [link for link in self.oracle.links if link.person == "former guardian"]
        if link.ended or self.random.random() > 0.4:
            return
        end_link(self.stage.guardians[link.person], self.stage.pupils[link.pupil], at=self.now)
        link.ended = self.now

    def wait(self) -> None:
        """A little, a lot, or to the very edge of an instant that is coming."""
        coming = [
            instant
            for row in self.results
            for state in row.states
            for instant in state.opens.values()
            if instant and instant > self.now
        ]
        if coming and self.random.random() < 0.6:
            edge = min(coming) - self.random.choice([dt.timedelta(), dt.timedelta(seconds=1)])
            self.now = max(self.now, edge)
            return
        self.now += self.random.choice([MINUTE, 5 * MINUTE, HOUR, 6 * HOUR, DAY])

    def mails(self) -> None:
        """What the bell tells: to whoever has something to read, and never what."""
        mail.outbox.clear()
        announcements_services.announce(at=self.now)
        for notice in sending.claim(limit=100, at=self.now):
            sending.send(notice, at=self.now)
        for sent in mail.outbox:
            self.counts["mail sent"] += 1
            person = self.stage.person_of(sent.to[0])
            body = " ".join(
                [sent.subject, sent.body, *(str(part[0]) for part in sent.alternatives)]
            )
            lines = set(TOKEN.findall(body)) | (self.decimals(body) & self.secrets)
            if lines:
                self.fail(f"a mail to {person} says {lines}")
            if not self.has_something(person):
                self.fail(f"a mail to {person}, who may read nothing")

    def has_something(self, person: str) -> bool:
        reader = Reader(person, GUARDIAN)
        here = {link.pupil for link in self.oracle.links_of(person) if not link.ended}
        return any(
            self.oracle.shown_to(reader, row, self.now) for row in self.results if row.pupil in here
        )

    # --- Who reads ------------------------------------------------------------------------

    def read(self) -> None:
        reader = self.random.choice(self.stage.readers())
        pages = pages_of(self, reader.audience)
        if self.random.random() < ONE_RESULT:
            pages = [page for page in pages if page.shows_result] or pages
        page = self.random.choice(pages)
        self.counts["read"] += 1
        response = self.get(reader, page)
        if response.status_code == 405:
            self.only_post.add(page.route)
        text = text_of(response) + str(response.headers) + response.cookies.output()
        allowed = set() if page.is_bare else self.allowed(reader, page.row)
        lines = set(TOKEN.findall(text)) - allowed
        if lines:
            self.fail(f"{reader} reads {lines} on {page.address}")
        for mark in (self.decimals(text) & self.secrets) - allowed:
            self.no_coincidence(reader, page, mark)
        self.expect_shown(reader, page, response.status_code, text)
        if page.shows_result and response.status_code == 200:
            self.open(reader, page)

    def open(self, reader: Reader, page: Page) -> None:
        """Lists then show its mark to this reader, and to nobody else."""
        with time_machine.travel(self.now, tick=False):
            self.clients[reader.person].post(f"{page.address}lu/", {"read": "1"})

    def allowed(self, reader: Reader, row: Row | None) -> set[str]:
        rows = [row] if row else self.results
        return set().union(*(self.oracle.words_for(reader, one, self.now) for one in rows))

    def expect_shown(self, reader: Reader, page: Page, status: int, text: str) -> None:
        """What may be read is there: a portal that shows nothing leaks nothing either."""
        if page.row is None or not page.shows_result:
            return
        state = self.oracle.shown_to(reader, page.row, self.now)
        if state is None:
            return
        self.counts["shown"] += 1
        if status != 200 or state.token not in text:
            self.fail(f"{reader} may read {state} and is shown {status} on {page.address}")

    def no_coincidence(self, reader: Reader, page: Page, mark: str) -> None:
        """A figure that looks like a hidden mark: does it stay once the mark is another?"""
        hidden = ResultVersion.objects.filter(
            result__in=[result.pk for result in self.results.values()],
            value=Decimal(mark.replace(",", ".")),
        )
        with pgtrigger.ignore("results.ResultVersion:content_is_append_only"), transaction.atomic():
            hidden.update(value=Decimal("3.19"))
            text = text_of(self.get(reader, page))
            transaction.set_rollback(True)
        if mark not in self.decimals(text):
            self.fail(f"{reader} reads the hidden mark {mark} on {page.address}")
        self.counts["coincidence"] += 1

    def get(self, reader: Reader, page: Page) -> Any:
        client = self.clients.get(reader.person)
        with time_machine.travel(self.now, tick=False):
            if client is None:
                client = self.clients[reader.person] = Client()
                client.force_login(self.stage.users[reader.person])
            return client.get(page.address)

    # --- Small things ---------------------------------------------------------------------

    def a_row(self) -> tuple[Paper, Row]:
        paper = self.random.choice(self.oracle.papers)
        return paper, paper.rows[self.random.choice(list(paper.rows))]

    def token(self) -> str:
        return "canari" + "".join(self.random.choices("bcdfghjklm", k=6))

    def secret(self) -> str:
        """Words that only some may read."""
        token = self.token()
        self.secrets.add(token)
        return token

    def decimals(self, text: str) -> set[str]:
        return {found.replace(".", ",") for found in DECIMAL.findall(text)}

    def fail(self, what: str) -> None:
        story = "\n".join(self.story)
        raise LeakError(f"seed {self.seed}, {self.now:%d/%m %H:%M:%S}: {what}\n{story}")


ACTS: dict[str, int] = {
    "create": 2,
    "enter": 12,
    "hand_back": 8,
    "hand_back_to_one": 3,
    "undo": 3,
    "hold": 6,
    "lift": 3,
    "withdraw": 4,
    "publish_again": 2,
    "change_rule": 2,
    "change_hours": 1,
    "write_word": 3,
    "ask_to_talk": 4,
    "take_request_back": 2,
    "see_the_pupil": 1,
    "restrict": 1,
    "end_link": 1,
    "wait": 26,
    "mails": 8,
}
Act = Callable[[Walk], None]
assert set(PUPILS) == {name for names in CLASSES.values() for name in names}
