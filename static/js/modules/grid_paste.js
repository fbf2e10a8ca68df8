// A column copied from a spreadsheet fills the grid downwards from the focused cell, several columns
// beside each other. What cannot be a mark is put there all the same, and said beside it: nothing is lost.

import { button, cellOf, cellsOf, line, nameOf, rowOf, rowsOf, say, sentences, tell } from "./grid_rows.js";

export function gridPaste(form, { changed, byName }) {
  let last = null;

  form.addEventListener("paste", (event) => {
    const cell = cellOf(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || cell.tagName === "SELECT" || !/[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""))) return;
    event.preventDefault();
    const block = blockOf(text);
    if (cell.dataset.coCell === "mark" && startsWithNames(block)) {
      byName(text);
      return;
    }
    last = pour(cell, block);
    show(last);
    changed(last.rows);
  });

  form.addEventListener("keydown", (event) => {
    if (!last || event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    undo();
  });
  form.addEventListener("input", () => (last = null));

  function undo() {
    for (const [cell, value] of last.before) cell.value = value;
    const words = sentences(form);
    last.rows.forEach(tell);
    notice(form, words.coSayUndoing);
    changed(last.rows, (left) => notice(form, left ? say(words.coSayNotUndone, { names: left }) : words.coSayUndone));
    last = null;
  }

  function show({ before, rows, left }) {
    const words = sentences(form);
    const values = { n: before.length, first: nameOf(rows[0]), last: nameOf(rows.at(-1)) };
    let sentence = say(before.length === 1 ? words.coSayPastedOne : words.coSayPasted, values);
    if (left) sentence += ` ${say(words.coSayLeft, { n: left })}`;
    notice(form, sentence, button(words.coSayUndo, undo));
  }
}

export function notice(form, text, ...more) {
  form.querySelector("[data-co-notice]").replaceChildren(line(text, "grid__sentence"), ...more);
}

// Tab-separated, as every spreadsheet copies. Quotes stand around a cell only when it has several
// lines or quotes of its own; any other quote is a letter (marks/inputs/texts.py says the same).
function blockOf(text) {
  const source = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  const quoted = /"((?:[^"\t]|"")*)"(?=\t|\n|$)/y;
  const plain = /[^\t\n]*/y;
  const rows = [[]];
  for (let at = 0; at <= source.length; at += 1) {
    quoted.lastIndex = plain.lastIndex = at;
    const found = quoted.exec(source);
    const inside = found?.[1] ?? "";
    const isQuoted = inside.trim() && /\n|""/.test(inside);
    const whole = isQuoted ? found[0] : plain.exec(source)[0];
    rows.at(-1).push(isQuoted ? inside.replaceAll('""', '"') : whole);
    at += whole.length;
    if (source[at] === "\n") rows.push([]);
  }
  return rows;
}

// «12-mai», «déc-20»: marks that the spreadsheet took for days, in letters and yet no names.
const DAY = /^(\d{1,2}[-/ .]\p{L}{3,9}\.?([-/ .]\d{2,4})?|\p{L}{3,9}\.?[-/ .]\d{2,4})$/u;

// Two columns or more, and the first reads as names on most lines: pupils are found by name.
function startsWithNames(block) {
  const lines = block.filter((cells) => cells.length > 1);
  const isName = (first) => /\p{L}{2,}.*\p{L}/u.test(first) && !/^[\d.,\s]+$/.test(first) && !DAY.test(first.trim());
  const named = lines.filter(([first]) => isName(first));
  return lines.length > 0 && named.length > block.length / 2 && named.some(([first]) => /[\s-]|\p{L}{5,}/u.test(first));
}

function pour(cell, block) {
  const rows = rowsOf(cell.form);
  const start = rows.indexOf(rowOf(cell));
  const column = cellsOf(rows[start]).indexOf(cell);
  const before = [];
  const touched = [];
  block.slice(0, rows.length - start).forEach((values, n) => {
    const cells = cellsOf(rows[start + n]).slice(column);
    values.forEach((value, m) => {
      const target = cells[m];
      if (!target || target.tagName === "SELECT") return;
      before.push([target, target.value]);
      target.value = value.trim().replace(/\s+/g, " ");
    });
    tell(rows[start + n]);
    touched.push(rows[start + n]);
  });
  return { before, rows: touched, left: Math.max(0, block.length - (rows.length - start)) };
}
