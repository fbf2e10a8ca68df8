// The lines of the marks grid that are not saved yet, kept in this browser as any draft is, and given
// back when the page is opened again: they then leave by themselves, as if they had just been typed.

import { drop, find, keep, letGo, momentOf, sweep, whenLeft } from "./drafts.js";
import { notice } from "./grid_paste.js";
import { cellsOf, contentOf, fill, keyOf, kindOf, nameOf, rowsOf, say, seenOf, sentences, sentOf, shownIn } from "./grid_rows.js";

const PAUSE = 200;

// ``unsaved``: the lines to keep. ``givenBack``: told the lines it has filled, and among them those that
// changed on the portal since, whose answer may have been lost on the way.
export function gridDraft(form, { unsaved, givenBack }) {
  const words = sentences(form);
  const { coAccount: account } = words;
  const { coDraft: key } = form.dataset;
  let timer = 0;
  let gone = false; // signed out in another tab

  sweep();
  whenLeft(account, () => {
    gone = true;
    drop(account, key);
  });
  giveBack();

  // Whether everything that is not saved is kept.
  function note() {
    clearTimeout(timer);
    if (gone) return false;
    const rows = unsaved();
    if (rows.length) return keep(account, key, rows.map(entryOf));
    drop(account, key);
    return true;
  }

  function noteSoon() {
    clearTimeout(timer);
    timer = setTimeout(note, PAUSE);
  }

  async function giveBack() {
    const draft = await find(account, key);
    if (!draft) return;
    const byKey = new Map(rowsOf(form).map((row) => [keyOf(row), row]));
    const lines = draft.entries
      .map(([of, seen, values]) => ({ row: byKey.get(of), seen, values }))
      .filter(({ row, values }) => row && contentOf(row) === sentOf(row) && !isThere(row, values));
    if (!lines.length) {
      if (unsaved().length) letGo(account, key);
      note();
      return;
    }
    const changed = [];
    for (const { row, seen, values } of lines) {
      fill(row, values);
      const field = seenOf(row);
      if (field.value !== seen) changed.push(row);
      field.value = seen; // written elsewhere since: the portal says so, and asks which one to keep
    }
    const rows = lines.map(({ row }) => row);
    const names = rows.map(nameOf).join(", ");
    notice(form, say(words.coSayGivenBack, { when: momentOf(draft.at), names }));
    givenBack(rows, changed);
  }

  return { note, noteSoon };
}

const valuesOf = (row) => Object.fromEntries(cellsOf(row).map((cell) => [kindOf(cell), cell.value]));
const entryOf = (row) => [keyOf(row), seenOf(row).value, valuesOf(row)];
const isThere = (row, values) => cellsOf(row).every((cell) => cell.value === shownIn(cell, values[kindOf(cell)] ?? cell.value));
