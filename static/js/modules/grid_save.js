// The marks grid saves by itself, a few lines at a time, and says so. A line is sent when one has left
// it; what could not be sent stays in the page and is tried again, later and later. Two tabs never
// overwrite each other: a line that changed elsewhere asks which one to keep.

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
  sentences,
  sentOf,
  shownIn,
  tell,
} from "./grid_rows.js";
import { countdown, delayOf, isRetried, post } from "./post.js";

const PAUSE = 700;
const PAUSE_IN_WORDS = 4000;
const HALF_TYPED = 3000; // «1» may become «15»: a mark is left alone that long, or until one leaves it

export function gridSave(form) {
  const words = sentences(form);
  const state = form.querySelector("[data-co-state]");
  const kept = new Map(); // what the portal has of each line
  const refused = new Map(); // what it has refused, not to be sent again as it is
  const tried = new Map(); // what was sent and never answered
  const asKept = new Map(); // the cells of a line as the portal writes them: «N» was typed, «nn» is kept
  let timer = 0;
  let failures = 0;
  let busy = false;
  let leaving = false;
  let submitter = null; // the button of a form that waits to leave
  let typedAt = 0;
  let watched = []; // what waits for the portal's answer about some lines before it is told
  const seconds = line("", "soft");
  seconds.setAttribute("aria-hidden", "true");
  const again = countdown({
    told: (n) => (seconds.textContent = ` ${say(words.coSayRetry, { n })}`),
    act: () => send({ all: true }),
  });

  // A line that the portal shows again as it was typed, or as a file proposes it, is not one it has.
  for (const row of rowsOf(form)) {
    const isOurs = row.hasAttribute("data-co-proposed") || row.hasAttribute("data-co-typed");
    kept.set(row, isOurs ? "" : sentOf(row));
    if (row.hasAttribute("data-co-refused")) refused.set(row, sentOf(row));
  }

  const isChanged = (row) => contentOf(row) !== kept.get(row);
  const changedRows = () => rowsOf(form).filter(isChanged);
  const isHeld = (row) =>
    row.hasAttribute("data-co-read") || row.hasAttribute("data-co-proposed") || row.coConflict;
  const isBeingTyped = (row) => {
    const cell = document.activeElement && cellOf(document.activeElement);
    return cell && rowOf(cell) === row && Date.now() - typedAt < HALF_TYPED;
  };
  const draft = gridDraft(form, {
    unsaved: () => changedRows().filter((row) => !row.hasAttribute("data-co-proposed")),
    givenBack: (rows, unanswered) => {
      for (const row of unanswered) tried.set(row, contentOf(row));
      rows.forEach((row) => touched(row));
    },
  });
  const due = ({ all = false } = {}) =>
    changedRows().filter(
      (row) => !isHeld(row) && refused.get(row) !== contentOf(row) && (all || !isBeingTyped(row)),
    );

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
    if (busy || (failures && due({ all: true }).length)) {
      event.preventDefault();
      submitter = event.submitter ?? true;
      if (!busy) retryNow();
    } else {
      leaving = true;
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return;
    draft.note();
    if (!leaving) send({ all: true });
  });
  window.addEventListener("online", () => failures && retryNow());
  window.addEventListener("beforeunload", (event) => {
    if (leaving || !changedRows().length) return;
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
    row.removeAttribute("data-co-proposed");
    if (!isChanged(row)) refuse(row, {});
    draft.noteSoon();
    tellState();
    plan(pause);
  }

  function plan(pause) {
    clearTimeout(timer);
    if (!failures && !leaving) timer = setTimeout(send, pause);
  }

  async function send(options) {
    const rows = due(options);
    if (!rows.length && due({ all: true }).length) plan(HALF_TYPED);
    if (busy || !rows.length) return;
    busy = true;
    again.stop();
    const sent = new Map(rows.map((row) => [row, contentOf(row)]));
    show(words.coSaySaving);
    try {
      const { rows: answers } = await save(rows);
      failures = 0;
      for (const row of rows) answered(row, answers[keyOf(row)], sent.get(row));
      busy = false;
      draft.note();
      tellState();
      if (submitter) leave();
      else if (due({ all: true }).length) plan(PAUSE);
    } catch (trouble) {
      sent.forEach((content, row) => tried.set(row, content));
      busy = false;
      submitter = null;
      wait(trouble);
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

  function answered(row, answer, content) {
    if (!answer) return;
    advise(row, answer.advice);
    refuse(row, answer.errors);
    if (answer.theirs) {
      if (sameCells(row, answer.theirs, tried.get(row))) adopt(row, answer, tried.get(row));
      else ask(row, answer);
    } else if (answer.needsReason) {
      row.setAttribute("data-co-read", "");
      form.querySelector("[data-co-reason]").hidden = false;
      note(row, answer.told);
    } else if (Object.keys(answer.errors).length) {
      refused.set(row, content);
    } else {
      adopt(row, answer, content);
      note(row, "");
    }
    tried.delete(row);
  }

  function adopt(row, answer, content) {
    row.querySelector("[name^=seen-]").value = answer.seen;
    kept.set(row, content);
    asKept.set(row, answer.cells ?? {});
    refused.delete(row);
    row.coConflict = false;
    showKept(row);
  }

  // Never over what was typed meanwhile, nor under the caret: «1,» may be about to become «1,5».
  function showKept(row) {
    const cells = asKept.get(row);
    if (!cells || !kept.get(row)) return;
    const values = JSON.parse(kept.get(row));
    cellsOf(row).forEach((cell, n) => {
      const written = cells[kindOf(cell)];
      if (written === undefined || cell === document.activeElement || cell.value !== values[n]) return;
      cell.value = written;
      values[n] = cell.value;
    });
    kept.set(row, JSON.stringify(values));
    tell(row);
  }

  // Its answer was lost on the way, not the line: what the portal holds is what was sent from here.
  const sameCells = (row, values, content) =>
    content && content === JSON.stringify(cellsOf(row).map((cell) => shownIn(cell, values[kindOf(cell)] ?? "")));

  function ask(row, answer) {
    row.coConflict = true;
    const mine = button(words.coSayMine, () => {
      adopt(row, answer, "");
      note(row, "");
      send({ all: true });
    });
    const theirs = button(words.coSayTheirs, () => {
      const blank = Object.fromEntries(cellsOf(row).map((cell) => [kindOf(cell), ""]));
      fill(row, { ...blank, ...answer.theirs });
      adopt(row, answer, contentOf(row));
      note(row, "");
      draft.note();
      tellState();
    });
    note(row, answer.told, mine, theirs);
  }

  function note(row, text, ...choices) {
    row.querySelector(".grid__note")?.remove();
    if (!text) return;
    const place = document.createElement("p");
    place.className = "grid__note";
    place.append(line(text, "grid__told"), ...choices);
    row.querySelector(".grid__words").append(place);
  }

  // Without a connection or a session, lines wait here; told why, and asked again, later and later.
  function wait(trouble) {
    const told = {
      session: words.coSaySession,
      other: words.coSayOther,
      busy: words.coSayBusy,
      refused: words.coSayRefused,
      trouble: words.coSayTrouble,
    };
    const waits = isRetried(trouble) || trouble.why === "session" ? [seconds] : [];
    if (trouble.why === "session") waits.push(button(words.coSaySignIn, signIn));
    show(told[trouble.why] ?? words.coSayOffline, ...waits);
    if (isRetried(trouble) || trouble.why === "session") again.start(delayOf(trouble, failures));
    failures += 1;
  }

  // On this page where the draft is kept, beside it where it is not.
  function signIn() {
    if (draft.note() && !form.querySelector("[data-co-proposed]")) {
      leaving = true;
      location.assign(location.pathname + location.search);
    } else window.open(location.href);
  }

  function retryNow() {
    again.stop();
    send({ all: true });
  }

  function tellState() {
    if (failures || busy) return;
    const changed = changedRows();
    const isStuck = (row) => row.coConflict || refused.get(row) === contentOf(row);
    const read = changed.filter((row) => row.hasAttribute("data-co-read"));
    const proposed = rowsOf(form).filter((row) => row.hasAttribute("data-co-proposed"));
    const stuck = changed.filter(isStuck);
    const underWay = changed.some((row) => !isHeld(row) && !isStuck(row));
    tellWatched(isStuck);
    if (proposed.length) show(words.coSayProposed);
    else if (underWay) show(words.coSaySaving);
    else if (read.length && stuck.length) show(say(words.coSayBoth, { names: names(read), others: names(stuck) }));
    else if (read.length) show(say(words.coSayReason, { names: names(read) }));
    else if (stuck.length) show(say(words.coSayWaiting, { names: names(stuck) }));
    else show(words.coSaySaved);
  }

  // Told only once every line is saved, or refused for good: never before the portal has answered.
  function tellWatched(isStuck) {
    watched = watched.filter(({ rows, told }) => {
      const left = rows.filter(isChanged);
      if (left.some((row) => !isHeld(row) && !isStuck(row))) return true;
      told(names(left));
      return false;
    });
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

  tellState();
  if (changedRows().length) {
    typedAt = Date.now();
    draft.note();
    plan(PAUSE);
  }
  const changed = (rows, told) => {
    typedAt = 0;
    if (told) watched.push({ rows, told });
    rows.forEach((row) => touched(row));
  };
  return { changed, tellState };
}
