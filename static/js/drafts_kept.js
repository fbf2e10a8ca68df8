// A first page: the drafts of this account that no open window is writing. A form that nothing leads to
// any more, or that is gone, still shows here what was typed in it. Nothing is sent anywhere.

import { forget, left, momentOf, sweep, whenLeft } from "./modules/drafts.js";

const MOST = 5;
// A choice, a number or an identifier: there is nothing to read in it (as coeduc/unsaved.py does).
const UNREADABLE = /^[\w-]{0,3}$|^[0-9a-f-]{36}$|^\d[\d.,/:TZ-]*$|^[A-Z_]+$|^[^\s]{60,}$/;
const NO_TEXT = new Set(["once", "act", "state"]);

const place = document.querySelector("[data-co-drafts]");

async function show() {
  sweep();
  const { coDrafts: account, coSayText, coSayMarks } = place.dataset;
  whenLeft(account, () => place.remove());
  const more = place.querySelector(":scope > button");
  const drafts = await left(account);
  for (const [rank, draft] of drafts.entries()) {
    const line = place.querySelector("template").content.cloneNode(true).firstElementChild;
    const sentence = draft.entries.every(isLine) ? coSayMarks : coSayText;
    line.querySelector("summary").textContent = sentence
      .replace("{title}", () => draft.title)
      .replace("{when}", momentOf(draft.at));
    for (const text of textsOf(draft.entries)) {
      const words = document.createElement("p");
      words.className = "drafts__text";
      words.textContent = text;
      line.querySelector("summary").after(words);
    }
    line.querySelector("a").href = draft.page;
    line.querySelector("button").addEventListener("click", () => {
      forget(draft.name);
      line.remove();
      place.hidden = !place.querySelector("details");
    });
    line.hidden = rank >= MOST;
    more.before(line);
    place.hidden = false;
  }
  showMore(more, drafts.length - MOST);
}

function showMore(more, n) {
  const { coSayOther, coSayOthers } = place.dataset;
  more.textContent = (n > 1 ? coSayOthers : coSayOther).replace("{n}", n);
  more.hidden = n < 1;
  more.addEventListener("click", () => {
    const rest = [...place.querySelectorAll("details[hidden]")];
    for (const line of rest) line.hidden = false;
    rest[0]?.querySelector("summary").focus();
    more.remove();
  });
}

// Of the grid: the pupil, what the page showed, the cells. Of a form: the field and its value.
const isLine = (entry) => entry.length === 3;

// Of a form, what was written in its fields; of the grid of marks, nothing: its page says it best.
function textsOf(entries) {
  const written = entries
    .filter((entry) => !isLine(entry) && !NO_TEXT.has(entry[0]))
    .map(([, value]) => String(value).trim())
    .filter((value) => value && !UNREADABLE.test(value));
  return [...new Set(written)].reverse();
}

if (place) show();
