"""What the marks grid knows of its lines, apart from the page: ``modules/grid_state.js``.

Played in the browser against a portal of a few lines of script: it refuses «bad», keeps «N» as
«nn», and never lets a line be written over one that this page has not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

MODULES = Path(__file__).parents[2] / "static" / "js" / "modules"
KEYS = ("aya", "bilal", "chloe")
SAVED = {"say": "saved", "reason": [], "waiting": []}

PLAY = """([gestures, read]) => import("/grid_state.js").then(({ gridState }) => {
  const keys = ["aya", "bilal", "chloe"];
  const cell = (value) => JSON.stringify([value]);
  const page = new Map(keys.map((key) => [key, cell("")]));
  const portal = new Map(keys.map((key) => [key, { content: cell(""), version: 0, by: "us" }]));
  const seen = new Map(keys.map((key) => [key, 0]));
  const lines = gridState(
    keys.map((key) => ({ key, kept: cell(""), needsReason: read.includes(key) })),
    (key) => page.get(key),
  );
  let flying = null;
  let caret = "";
  const heard = [];
  const asked = new Set();

  function handled() { // as the portal does: what it answers of each line
    return Object.fromEntries([...flying].map(([key, { content, of }]) => {
      const held = portal.get(key);
      if (content === cell("bad")) return [key, { errors: { mark: "Pas une note." } }];
      const as = content === cell("N") ? cell("nn") : content;
      if (held.version !== of) {
        return [key, { errors: {}, theirs: held.content, seen: held.version }];
      }
      portal.set(key, { content: as, version: held.version + 1, by: "us" });
      const [written] = JSON.parse(as);
      return [key, { errors: {}, cells: { mark: written }, seen: held.version + 1 }];
    }));
  }
  const acts = {
    type: (key, value) => {
      page.set(key, cell(value));
      lines.propose(key, false);
    },
    propose: (key, value) => {
      page.set(key, cell(value));
      lines.propose(key);
    },
    elsewhere: (key, value) =>
      portal.set(key, { content: cell(value), version: portal.get(key).version + 1, by: "them" }),
    leave: (typing) => {
      const due = lines.due((key) => key === typing);
      if (lines.isBusy || !due.length) return;
      lines.send(due);
      flying = new Map(due.map((key) => [key, { content: page.get(key), of: seen.get(key) }]));
      heard.push(["left", due]);
    },
    arrive: () => {
      if (!flying) return;
      const answers = handled();
      for (const [key, answer] of Object.entries(answers)) {
        const became = lines.answered(key, answer, answer.theirs);
        heard.push([became, key]);
        if (became === "twofold") asked.add(key);
        if (became !== "kept") continue;
        seen.set(key, answer.seen);
        show(key);
      }
      flying = null;
      lines.back();
    },
    lostBefore: () => { if (flying) { flying = null; lines.lost(); } },
    lostAfter: () => { if (flying) { handled(); flying = null; lines.lost(); } },
    choose: (key, whose) => {
      if (!asked.delete(key)) return;
      seen.set(key, portal.get(key).version);
      if (whose === "theirs") page.set(key, portal.get(key).content);
      lines.adopt(key, whose === "theirs" ? page.get(key) : "");
    },
    caret: (key) => (caret = key),
    watch: (some) => lines.watch(some, (left) => heard.push(["saved", left])),
  };
  function show(key) {
    for (const { rank, written } of lines.rewritten(key, ["mark"], () => key !== caret)) {
      page.set(key, cell(written));
      lines.wrote(key, rank, written);
    }
  }
  const states = [];
  for (const [name, ...values] of gestures) {
    acts[name](...values);
    lines.settle();
    states.push({
      ...lines.summary(),
      busy: lines.isBusy,
      failures: lines.failures,
      asked: [...asked],
      page: Object.fromEntries(page),
      portal: Object.fromEntries(portal),
    });
  }
  return { states, heard };
})"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty page whose only address with something behind it is the module."""

    def answer(route: Any) -> None:
        name = route.request.url.rpartition("/")[2]
        if name:
            route.fulfill(path=MODULES / name, content_type="text/javascript")
        else:
            route.fulfill(body="<!DOCTYPE html>", content_type="text/html")

    context = browser.new_context()
    context.route("**/*", answer)
    page = context.new_page()
    page.goto("http://grille.test/")
    yield page
    context.close()


def played(
    page: Page, *gestures: tuple[Any, ...], read: tuple[str, ...] = ()
) -> tuple[list[dict[str, Any]], list[Any]]:
    """What is told after each gesture, and what was heard on the way."""
    answer = page.evaluate(PLAY, [[list(gesture) for gesture in gestures], list(read)])
    return answer["states"], answer["heard"]


def last(page: Page, *gestures: tuple[Any, ...]) -> dict[str, Any]:
    states, _heard = played(page, *gestures)
    return states[-1]


def test_what_is_typed_is_under_way_until_the_portal_has_answered(page):
    states, _heard = played(page, ("type", "aya", "12"), ("leave",), ("arrive",))

    assert [one["say"] for one in states] == ["saving", "saving", "saved"]


def test_a_refused_line_is_named_and_not_sent_again_as_it_is(page):
    states, heard = played(
        page, ("type", "aya", "bad"), ("leave",), ("arrive",), ("leave",), ("type", "bilal", "9")
    )

    assert [one for one in heard if one[0] == "left"] == [["left", ["aya"]]]
    assert states[3] | SAVED | {"say": "waiting", "waiting": ["aya"]} == states[3]
    assert states[4]["say"] == "saving"


def test_a_refused_line_that_is_typed_again_leaves(page):
    state = last(
        page,
        ("type", "aya", "bad"),
        ("leave",),
        ("arrive",),
        ("type", "aya", "8"),
        ("leave",),
        ("arrive",),
    )

    assert state | SAVED == state
    assert state["portal"]["aya"]["content"] == '["8"]'


def test_a_mark_being_typed_is_left_alone_and_leaves_with_everything(page):
    states, heard = played(page, ("type", "aya", "1"), ("leave", "aya"), ("leave",))

    assert [one["busy"] for one in states] == [False, False, True]
    assert heard == [["left", ["aya"]]]


def test_a_second_window_is_asked_about_and_never_written_over(page):
    story = (("elsewhere", "aya", "9"), ("type", "aya", "14"), ("leave",), ("arrive",), ("leave",))

    state = last(page, *story)

    assert state["asked"] == ["aya"]
    assert state["portal"]["aya"]["content"] == '["9"]'
    assert state | SAVED | {"say": "waiting", "waiting": ["aya"]} == state


@pytest.mark.parametrize(("whose", "mark"), [("mine", '["14"]'), ("theirs", '["9"]')])
def test_the_line_of_two_windows_is_the_one_that_is_chosen(page, whose, mark):
    story = (("elsewhere", "aya", "9"), ("type", "aya", "14"), ("leave",), ("arrive",))

    state = last(page, *story, ("choose", "aya", whose), ("leave",), ("arrive",))

    assert state["portal"]["aya"]["content"] == state["page"]["aya"] == mark
    assert state | SAVED == state


def test_an_answer_that_was_lost_is_known_to_be_ours(page):
    states, heard = played(
        page, ("type", "aya", "12"), ("leave",), ("lostAfter",), ("leave",), ("arrive",)
    )

    assert heard[-1] == ["kept", "aya"]
    assert states[2]["failures"] == 1
    assert states[-1] | SAVED | {"failures": 0} == states[-1]


def test_what_is_erased_after_an_answer_that_was_lost_is_erased_in_the_portal_too(page):
    story = (("type", "aya", "1"), ("leave",), ("lostAfter",), ("type", "aya", ""))
    unsaved = last(page, *story)

    state = last(page, *story, *QUIET, *QUIET)

    assert unsaved["say"] == "saving"
    assert state["portal"]["aya"]["content"] == '[""]'


def test_what_another_window_writes_later_is_not_taken_for_an_answer_that_was_lost(page):
    lost = (("type", "aya", "12"), ("leave",), ("lostAfter",), ("leave",), ("arrive",))

    state = last(page, *lost, ("elsewhere", "aya", "12"), ("type", "aya", "14"), *QUIET)

    assert state["asked"] == ["aya"]
    assert state["portal"]["aya"]["by"] == "them"


def test_a_line_proposed_by_a_file_stays_until_somebody_agrees(page):
    story = (("propose", "aya", "12"), ("leave",))
    _found, heard = played(page, *story)
    agreed = last(page, *story, ("type", "aya", "12"), ("leave",), ("arrive",))

    assert heard == []
    assert agreed["portal"]["aya"]["content"] == '["12"]'


def test_a_line_that_a_family_may_have_read_waits_for_a_reason(page):
    states, heard = played(page, ("type", "aya", "12"), ("leave",), read=("aya",))

    assert heard == []
    assert states[-1] | {"say": "reason", "reason": ["aya"], "waiting": []} == states[-1]


def test_a_cell_is_shown_as_the_portal_keeps_it_unless_it_was_typed_since(page):
    quiet = last(page, ("type", "aya", "N"), ("leave",), ("arrive",))
    typed = last(page, ("type", "aya", "N"), ("leave",), ("type", "aya", "11"), ("arrive",))

    assert quiet["page"]["aya"] == '["nn"]'
    assert quiet["say"] == "saved"
    assert typed["page"]["aya"] == '["11"]'
    assert typed["say"] == "saving"


def test_nothing_is_written_under_the_caret(page):
    state = last(page, ("caret", "aya"), ("type", "aya", "N"), ("leave",), ("arrive",))

    assert state["page"]["aya"] == '["N"]'
    assert state["say"] == "saved"


def test_what_waits_for_the_portal_is_told_once_after_it_has_answered(page):
    story = (("type", "aya", "8"), ("type", "bilal", "bad"), ("watch", ["aya", "bilal"]))
    _found, before = played(page, *story, ("leave",))
    _found, after = played(page, *story, ("leave",), ("arrive",), ("type", "chloe", "3"))

    assert ["saved", ["bilal"]] not in before
    assert [one for one in after if one[0] == "saved"] == [["saved", ["bilal"]]]


keys = st.sampled_from(KEYS)
marks = st.sampled_from(["", "1", "12", "bad", "N", "nn"])
GESTURES = st.one_of(
    st.tuples(st.just("type"), keys, marks),
    st.tuples(st.just("elsewhere"), keys, st.sampled_from(["7", "nn"])),
    st.tuples(st.just("leave")),
    st.tuples(st.just("leave"), keys),
    st.tuples(st.just("arrive")),
    st.tuples(st.just("lostBefore")),
    st.tuples(st.just("lostAfter")),
    st.tuples(st.just("choose"), keys, st.sampled_from(["mine", "theirs"])),
)
QUIET = [("arrive",), ("leave",), ("arrive",)]
CHOICES = [("choose", key, "mine") for key in KEYS]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=st.lists(GESTURES, max_size=14))
def test_whatever_happens_saved_is_said_of_what_the_portal_has_and_all_ends_there(page, story):
    states, _heard = played(page, *story, *QUIET, *CHOICES, *QUIET, *QUIET)

    for one in states:
        waiting = {*one["waiting"], *one["asked"]}
        for key in KEYS if one["say"] in ("saved", "waiting") else ():
            portal = one["portal"][key]
            if key not in waiting and portal["by"] == "us":
                assert one["page"][key] == portal["content"]
    end = states[-1]
    assert end["say"] in ("saved", "waiting")
    assert all(end["page"][key] == '["bad"]' for key in end["waiting"])
