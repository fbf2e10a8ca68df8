// The marks grid saves by itself, a few lines at a time, and says so. A line is sent when one has left
// it; what could not be sent stays in the page and is tried again, later and later. Two tabs never
// overwrite each other: a line that changed elsewhere asks which one to keep. What is known of each
// line is grid_state.js's; here are the page, the clock and the network.

import { LEAVE, NOTE } from "./drafts.js";
import { gridDraft } from "./grid_draft.js";
import {
  advise,
  button,
  cellOf,
  cellsOf,
  contentOf,
  fill,
  isText,
  keyOf,
  kindOf,
  line,
  nameOf,
  refuse,
  rowOf,
  rowsOf,
  say,
  seenOf,
  sentences,
  sentOf,
  shownIn,
  tell,
} from "./grid_rows.js";
import { gridState } from "./grid_state.js";
import { countdown, delayOf, isRetried, post } from "./post.js";

const PAUSE = 700;
const PAUSE_IN_WORDS = 4000;
const HALF_TYPED = 3000; // «1» may become «15»: a mark is left alone that long, or until one leaves it

export function gridSave(form) {
  const words = sentences(form);
  const state = form.querySelector("[data-co-state]");
  // A pupil left the class while the page was open: the portal says nothing of their line.
  const gone = { errors: { mark: words.coSayGone }, advice: {} };
  let timer = 0;
  let leaving = false;
  let submitter = null; // the button of a form that waits to leave
  let typedAt = 0;
  const seconds = line("", "soft");
  seconds.setAttribute("aria-hidden", "true");
  const again = countdown({
    shown: (n) => (seconds.textContent = ` ${say(words.coSayRetry, { n })}`),
    act: () => send({ all: true }),
  });

  const byKey = new Map(rowsOf(form).map((row) => [keyOf(row), row]));
  const lines = gridState([...byKey.values()].map(asSent), (key) => contentOf(byKey.get(key)));
  const rowsIn = (keys) => keys.map((key) => byKey.get(key));
  const draft = gridDraft(form, {
    unsaved: () => rowsIn(lines.unsaved()),
    givenBack: (rows, unanswered) => {
      for (const row of unanswered) lines.unanswered(keyOf(row));
      rows.forEach((row) => touched(row));
    },
  });
  const isBeingTyped = (key) => {
    const cell = document.activeElement && cellOf(document.activeElement);
    return cell && rowOf(cell) === byKey.get(key) && Date.now() - typedAt < HALF_TYPED;
  };

  form.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    const inWords = isText(event.target) || event.target.tagName === "SELECT";
    typedAt = inWords ? 0 : Date.now();
    touched(row, inWords ? PAUSE_IN_WORDS : PAUSE);
  });
  form.addEventListener("focusout", ({ target }) => {
    typedAt = 0;
    if (rowOf(target)) showKept(rowOf(target));
    plan(PAUSE);
  });
  // The whole form goes once what is under way has come back: its lines would be refused as written
  // by somebody else, and without a connection the page would be lost.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (lines.isBusy || (lines.failures && lines.due().length)) {
      event.preventDefault();
      submitter = event.submitter ?? true;
      if (!lines.isBusy) retryNow();
    } else {
      leaving = true;
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return;
    draft.note();
    if (!leaving) send({ all: true });
  });
  window.addEventListener("online", () => lines.failures && retryNow());
  window.addEventListener("beforeunload", (event) => {
    if (leaving || !lines.changed().length) return;
    send({ all: true });
    event.preventDefault();
  });
  document.addEventListener(NOTE, () => {
    draft.note();
    send({ all: true }); // while one answers
  });
  document.addEventListener(LEAVE, () => (leaving = true));
  window.addEventListener("pageshow", () => (leaving = false));
  window.addEventListener("pagehide", () => draft.note());

  function touched(row, pause = PAUSE) {
    propose(row, false);
    if (!lines.isChanged(keyOf(row))) refuse(row, {});
    draft.noteSoon();
    showState();
    plan(pause);
  }

  function propose(row, isProposed = true) {
    lines.propose(keyOf(row), isProposed);
    row.toggleAttribute("data-co-proposed", isProposed);
  }

  function plan(pause) {
    clearTimeout(timer);
    if (!lines.failures && !leaving) timer = setTimeout(send, pause);
  }

  async function send({ all = false } = {}) {
    const due = lines.due(all ? undefined : isBeingTyped);
    if (!due.length && lines.due().length) plan(HALF_TYPED);
    if (lines.isBusy || !due.length) return;
    lines.send(due);
    again.stop();
    show(words.coSaySaving);
    try {
      const { rows: answers } = await save(rowsIn(due));
      for (const row of rowsIn(due)) answered(row, answers[keyOf(row)] ?? gone);
      lines.back();
      draft.note();
      showState();
      if (submitter) leave();
      else if (lines.due().length) plan(PAUSE);
    } catch (trouble) {
      const failures = lines.failures;
      lines.lost();
      submitter = null;
      wait(trouble, failures);
    }
  }

  function leave() {
    const by = submitter === true ? undefined : submitter;
    submitter = null;
    form.requestSubmit(by);
  }

  function save(rows) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: form.querySelector("[name=csrfmiddlewaretoken]").value });
    for (const row of rows) {
      for (const field of row.querySelectorAll("input, textarea, select")) body.append(field.name, field.value);
    }
    return post(form.dataset.coSave, body, { account: words.coAccount, accept: "application/json" });
  }

  function answered(row, answer) {
    advise(row, answer.advice);
    refuse(row, answer.errors);
    const theirs = answer.theirs ? contentWith(row, answer.theirs) : undefined;
    const became = lines.answered(keyOf(row), answer, theirs);
    if (became === "twofold") ask(row, answer);
    if (became === "reason") {
      form.querySelector("[data-co-reason]").hidden = false;
      note(row, answer.sentence);
    }
    if (became !== "kept") return;
    seenOf(row).value = answer.seen;
    showKept(row);
    note(row, "");
  }

  function showKept(row) {
    const key = keyOf(row);
    const cells = cellsOf(row);
    const isFree = (rank) => cells[rank] !== document.activeElement;
    for (const { rank, written } of lines.rewritten(key, cells.map(kindOf), isFree)) {
      cells[rank].value = written;
      lines.wrote(key, rank, cells[rank].value);
    }
    tell(row);
  }

  // Two windows wrote one line: the teacher says which, and nothing is written until then.
  function ask(row, answer) {
    const keep = (content) => {
      seenOf(row).value = answer.seen;
      lines.adopt(keyOf(row), content);
      note(row, "");
    };
    const mine = button(words.coSayMine, () => {
      keep("");
      send({ all: true });
    });
    const theirs = button(words.coSayTheirs, () => {
      const blank = Object.fromEntries(cellsOf(row).map((cell) => [kindOf(cell), ""]));
      fill(row, { ...blank, ...answer.theirs });
      keep(contentOf(row));
      draft.note();
      showState();
    });
    note(row, answer.sentence, mine, theirs);
  }

  function note(row, text, ...choices) {
    row.querySelector(".grid__note")?.remove();
    if (!text) return;
    const place = document.createElement("p");
    place.className = "grid__note";
    place.append(line(text, "grid__sentence"), ...choices);
    row.querySelector(".grid__words").append(place);
  }

  // Without a connection or a session, lines wait here; told why, and asked again, later and later.
  function wait(trouble, failures) {
    const sentences = {
      session: words.coSaySession,
      other: words.coSayOther,
      busy: words.coSayBusy,
      refused: words.coSayRefused,
      trouble: words.coSayTrouble,
    };
    const waits = isRetried(trouble) || trouble.why === "session" ? [seconds] : [];
    if (trouble.why === "session") waits.push(button(words.coSaySignIn, signIn));
    show(sentences[trouble.why] ?? words.coSayOffline, ...waits);
    if (isRetried(trouble) || trouble.why === "session") again.start(delayOf(trouble, failures));
  }

  // On this page where the draft is kept, beside it where it is not.
  function signIn() {
    if (draft.note() && lines.summary().say !== "proposed") {
      leaving = true;
      location.assign(location.pathname + location.search);
    } else window.open(location.href);
  }

  function retryNow() {
    again.stop();
    send({ all: true });
  }

  function showState() {
    if (lines.failures || lines.isBusy) return;
    lines.settle();
    const state = lines.summary();
    const reason = names(rowsIn(state.reason));
    const waiting = names(rowsIn(state.waiting));
    const sentence = {
      proposed: words.coSayProposed,
      saving: words.coSaySaving,
      both: say(words.coSayBoth, { names: reason, others: waiting }),
      reason: say(words.coSayReason, { names: reason }),
      waiting: say(words.coSayWaiting, { names: waiting }),
      saved: words.coSaySaved,
    };
    show(sentence[state.say]);
  }

  const names = (rows) => {
    const some = rows.slice(0, 3).map(nameOf).join(", ");
    return rows.length > 3 ? `${some}…` : some;
  };

  function show(text, ...more) {
    if (state.dataset.coShown === text && !more.length) return;
    state.dataset.coShown = text;
    state.replaceChildren(line(text, ""), ...more.flatMap((one) => [" ", one]));
  }

  showState();
  if (lines.changed().length) {
    typedAt = Date.now();
    draft.note();
    plan(PAUSE);
  }
  const changed = (rows, saved) => {
    typedAt = 0;
    if (saved) lines.watch(rows.map(keyOf), (left) => saved(names(rowsIn(left))));
    rows.forEach((row) => touched(row));
  };
  return { changed, propose, showState };
}

// A line that the portal shows again as it was typed, or as a file proposes it, is not one it has.
function asSent(row) {
  const isProposed = row.hasAttribute("data-co-proposed");
  const isOurs = isProposed || row.hasAttribute("data-co-typed");
  const refused = row.hasAttribute("data-co-refused") ? sentOf(row) : undefined;
  const needsReason = row.hasAttribute("data-co-read");
  return { key: keyOf(row), kept: isOurs ? "" : sentOf(row), refused, isProposed, needsReason };
}

// What the line would hold, were these its cells.
const contentWith = (row, values) =>
  JSON.stringify(cellsOf(row).map((cell) => shownIn(cell, values[kindOf(cell)] ?? "")));
