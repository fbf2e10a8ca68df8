// A form with long texts: a draft in this browser, a warning before leaving, saving by fetch with a
// state one sees. Any form asks for it with the component «kept»; without this, it is sent as usual.

import { drop, find, keep, LEAVE, letGo, momentOf, NOTE, sweep, whenLeft } from "./drafts.js";
import { button, line, say } from "./grid_rows.js";
import { countdown, delayOf, isRetried, post, TOKEN } from "./post.js";

const PAUSE = 400;
const PATIENCE_WITH_FILES = 180000;
const ONCE = "once"; // the key of the act: it is kept with the draft, but is nothing typed

const SAVED = "co-enregistre:"; // a print of what this tab has just saved, never the text

export function keptForm(place) {
  const form = place.closest("form");
  const words = place.dataset;
  const { coKept: key, coAccount: account } = words;
  const state = place.querySelector("[data-co-state]");
  const once = place.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: ONCE }));
  once.value = words.coOnce || crypto.randomUUID();
  // What the portal sent, whatever was typed before this script arrived or the browser put back; null
  // when it only shows again what was typed.
  let base = place.hasAttribute("data-co-typed") ? null : sentOf(form);
  let timer = 0;
  let failures = 0;
  let busy = false;
  let stuck = false; // a trouble stays told until the next try
  let leaving = false;
  let gone = false; // signed out in another tab
  let pressed = null;
  let cancelled = ""; // «clicked», then «asked» by the browser whether one leaves; what is typed goes with the page

  const isChanged = () => base === null || contentOf(form) !== base;
  const seconds = line("", "soft");
  seconds.setAttribute("aria-hidden", "true");
  const again = countdown({
    shown: (n) => (seconds.textContent = ` ${say(words.coSayRetry, { n })}`),
    act: () => save(pressed),
  });

  sweep();
  whenLeft(account, () => {
    gone = true;
    drop(account, key);
    note();
  });
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      clearTimeout(timer);
      timer = setTimeout(note, PAUSE);
      cancelled = "";
    });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(event.submitter);
  });
  listen(document, "visibilitychange", () => document.hidden && note());
  listen(window, "pagehide", () => (cancelled === "asked" ? cancel() : note()));
  listen(window, "online", () => failures && save(pressed));
  listen(window, "pageshow", () => (leaving = false));
  listen(document, NOTE, () => note());
  listen(document, LEAVE, () => (leaving = true));
  listen(document, "click", (event) => {
    cancelled = isCancelling(event, form) ? "clicked" : "";
    if (cancelled && words.coSecret !== undefined) cancel();
  });
  listen(window, "beforeunload", (event) => {
    note();
    cancelled = cancelled === "clicked" ? "asked" : "";
    if (!leaving && isChanged()) event.preventDefault();
  });

  if (base !== null && isBack() && savedPrint(key) === printOf(contentOf(form))) base = contentOf(form);
  giveBack();

  // A form replaced by another one no longer listens to the page.
  function listen(target, kind, act) {
    const heard = (event) => (form.isConnected ? act(event) : target.removeEventListener(kind, heard));
    target.addEventListener(kind, heard);
  }

  function note() {
    clearTimeout(timer);
    if (leaving || !form.isConnected) return;
    if (!isChanged()) {
      drop(account, key);
      if (!stuck) show("");
    } else {
      const kept = !gone && keep(account, key, entriesOf(form));
      if (!busy && !stuck) show(gone ? words.coSayLeft : kept ? words.coSayKept : words.coSayUnkept);
    }
  }

  // A cancel is an answer: nothing stays of what was typed, in the browser nor in a page one comes back to.
  function cancel() {
    clearTimeout(timer);
    drop(account, key);
    leaving = true;
    form.reset();
  }

  async function save(submitter) {
    if (busy) return;
    busy = true;
    stuck = false;
    pressed = submitter;
    again.stop();
    note();
    show(words.coSaySaving);
    try {
      const answer = await send(submitter);
      failures = 0;
      busy = false;
      if (answer.to) leave(answer.to);
      else renew(answer, {});
    } catch (trouble) {
      busy = false;
      showTrouble(trouble);
    }
  }

  function send(submitter) {
    const body = bodyOf(form);
    if (submitter?.name) body.set(submitter.name, submitter.value);
    const patience = hasFiles(form) ? PATIENCE_WITH_FILES : undefined;
    return post(addressOf(form), body, { account, patience });
  }

  function leave(to) {
    drop(account, key);
    leaving = true;
    // By the browser's Back, the same page shows what has just been saved.
    base = contentOf(form);
    savedPrint(key, printOf(base));
    once.value = crypto.randomUUID(); // one who comes back by the browser writes something else
    show(words.coSaySaved);
    const { pathname, search, hash } = new URL(to, location.href);
    const isHere = pathname === location.pathname && search === location.search;
    location.assign(to);
    if (isHere && hash) location.reload();
  }

  // The page as the portal answers it: what is to be corrected, or somebody else's text above ours.
  function renew(html, { givenBack }) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.querySelector("main");
    const mine = [...page.querySelectorAll("[data-co-kept]")].find((one) => one.dataset.coKept === key);
    if (!fresh) throw new Error("another page");
    if (!mine) {
      showGone(page, fresh);
      return;
    }
    mine.setAttribute("data-co-typed", "");
    if (givenBack) mine.dataset.coGivenBack = givenBack;
    mine.dataset.coOnce = once.value;
    document.querySelector("main").replaceWith(fresh);
    document.title = page.title;
    fresh.dispatchEvent(new Event("co:fresh", { bubbles: true }));
    // What is wrong, else what one asked to see before the act.
    const shown = givenBack ? null : fresh.querySelector("[role=alert], [data-co-look]");
    if (!shown) return;
    shown.tabIndex = -1;
    shown.focus();
  }

  // There is no such form any more: what was typed can never be saved, and is told once.
  function showGone(page, fresh) {
    const shown = page.querySelector("main").textContent;
    const texts = longTextsOf(form).filter((text) => !shown.includes(text));
    const box = document.createElement("div");
    box.className = "callout callout--ask";
    box.setAttribute("role", "alert");
    box.tabIndex = -1;
    const erase = () => {
      drop(account, key);
      box.remove();
    };
    const body = box.appendChild(document.createElement("div"));
    body.className = "callout__body";
    for (const text of [words.coSayGone, ...texts.map((one) => `«\u00a0${one}\u00a0»`)]) {
      body.appendChild(document.createElement("p")).textContent = text;
    }
    body.append(button(words.coSayErase, erase));
    leaving = true;
    document.querySelector("main").replaceWith(fresh);
    document.title = page.title;
    fresh.prepend(box);
    fresh.dispatchEvent(new Event("co:fresh", { bubbles: true }));
    box.focus();
  }

  // Nobody may save it any more (the object has gone, or is no longer theirs): it goes when one says so.
  function erase() {
    drop(account, key);
    form.reset();
    base = contentOf(form);
    stuck = false;
    show("");
  }

  function showTrouble(trouble) {
    stuck = true;
    const sentences = {
      session: words.coSaySession,
      other: words.coSayOther,
      busy: words.coSayBusy,
      refused: words.coSayRefused,
      heavy: words.coSayHeavy,
      trouble: words.coSayTrouble,
    };
    if (isRetried(trouble)) {
      show(sentences[trouble.why] ?? words.coSayOffline, seconds);
      again.start(delayOf(trouble, failures));
      failures += 1;
    } else if (trouble.why === "session") show(sentences.session, button(words.coSaySignIn, signIn));
    else if (trouble.why === "refused") show(sentences.refused, button(words.coSayErase, erase));
    else show(sentences[trouble.why]);
  }

  // On the same page where the draft is kept whole; files that were chosen are not, so beside it.
  function signIn() {
    if (!gone && keep(account, key, entriesOf(form)) && !hasFiles(form)) {
      leaving = true;
      location.reload();
    } else window.open(location.href);
  }

  async function giveBack() {
    const draft = await find(account, key);
    if (!draft) {
      if (isChanged()) note(); // typed before this script, shown again, or put back by the browser
      if (words.coGivenBack) showGivenBack(Number(words.coGivenBack));
      return;
    }
    const typed = JSON.stringify(draft.entries.filter(([name]) => name !== ONCE));
    if (typed === base) {
      drop(account, key);
      await giveBack();
      return;
    }
    // The browser's Back gives back days and boxes, not texts: the draft holds these, and those too.
    const isPutBack = base !== null && isWithin(form, draft.entries);
    if (isChanged() && !isPutBack) {
      if (typed !== contentOf(form)) letGo(account, key); // for another day: never over what is typed
      note();
      return;
    }
    if (!words.coReplay || !(await replay(draft))) {
      fill(form, draft.entries);
      showGivenBack(draft.at);
    }
  }

  // A page that grows as one types is drawn again by the portal from what was typed.
  async function replay(draft) {
    const body = new FormData();
    for (const [name, value] of draft.entries) body.append(name, value);
    once.value = body.get(ONCE) || once.value;
    body.set("act", words.coReplay);
    body.set(TOKEN, form.querySelector(`[name=${TOKEN}]`).value);
    try {
      const answer = await post(addressOf(form), body, { account });
      if (answer.to) return false;
      renew(answer, { givenBack: draft.at });
      return true;
    } catch {
      return false;
    }
  }

  function showGivenBack(at) {
    const without = () => {
      drop(account, key);
      leaving = true;
      location.reload();
    };
    show(say(words.coSayGivenBack, { when: momentOf(at) }), button(words.coSayWithout, without));
  }

  function show(text, ...more) {
    if (state.dataset.coShown === text && !more.length) return;
    state.dataset.coShown = text;
    state.replaceChildren(...(text ? [line(text, ""), ...more.flatMap((one) => [" ", one])] : []));
  }
}

// «Annuler» in this form or beside it, in this very window.
function isCancelling({ target, ctrlKey, metaKey, shiftKey }, form) {
  const link = target.closest?.("[data-co-cancel]");
  return Boolean(link) && !(ctrlKey || metaKey || shiftKey) && (link.closest("form") ?? form) === form;
}

const isBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";
const printOf = (text) => String([...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) | 0, text.length));

function savedPrint(key, print) {
  try {
    if (print) sessionStorage.setItem(SAVED + key, print);
    return sessionStorage.getItem(SAVED + key);
  } catch {
    return null;
  }
}
const isTyped = ([name, value]) => name !== TOKEN && typeof value === "string";
const entriesOf = (form) => [...new FormData(form)].filter(isTyped);
const contentOf = (form) => JSON.stringify(entriesOf(form).filter(([name]) => name !== ONCE));
// The form as it was in the page that the portal sent.
function sentOf(form) {
  const sent = form.cloneNode(true);
  sent.reset();
  return contentOf(sent);
}
const longTextsOf = (form) =>
  [...form.querySelectorAll("textarea, [type=text]")].map((field) => field.value.trim()).filter(Boolean);
// Whether each text that is not the portal's is in the draft: an empty text hides none that was written.
const isWithin = (form, entries) =>
  [...form.querySelectorAll("textarea, [type=text]")].every(
    ({ name, value, defaultValue }) =>
      value === defaultValue || entries.some(([key, kept]) => key === name && kept === value),
  );
const addressOf = (form) => form.getAttribute("action") || location.href;
const hasFiles = (form) => [...form.querySelectorAll("[type=file]")].some((field) => field.files.length);
const bodyOf = (form) =>
  form.enctype === "multipart/form-data" ? new FormData(form) : new URLSearchParams(new FormData(form));

function fill(form, entries) {
  const given = new Map();
  for (const [name, value] of entries) given.set(name, [...(given.get(name) ?? []), value]);
  for (const field of form.elements) {
    const values = given.get(field.name);
    if (["checkbox", "radio"].includes(field.type)) field.checked = Boolean(values?.includes(field.value));
    else if (field.type === "select-multiple") {
      for (const option of field.options) option.selected = Boolean(values?.includes(option.value));
    } else if (values?.length && !["submit", "button", "file"].includes(field.type)) {
      field.value = values.shift();
    }
  }
}
