// The marks grid is typed without leaving the keyboard: Enter and the vertical arrows go down and up a
// column, the others leave a cell at its edge, Alt + down opens the words of the pupil, Escape comes back.

import { cellOf, cellsOf, isLevel, isText, nameOf, rowOf, rowsOf, sentences } from "./grid_rows.js";

export function gridKeys(form) {
  const hint = form.querySelector("[data-co-hint]");
  const words = sentences(form);
  form.addEventListener("keydown", (event) => {
    const cell = cellOf(event.target);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (cell && press(event, cell)) {
      event.preventDefault();
    }
  });
  form.addEventListener("focusin", (event) => {
    const cell = cellOf(event.target);
    if (!cell) return;
    if (!isText(cell)) cell.select?.();
    const kind = isText(cell) ? words.coSayText : isLevel(cell) ? words.coSayLevel : words.coSayMark;
    hint.textContent = `${nameOf(rowOf(cell))} — ${kind}`;
  });
}

function press(event, cell) {
  const { key, altKey, shiftKey } = event;
  if (event.ctrlKey || event.metaKey) return false;
  if (altKey) return key === "ArrowDown" && openWords(rowOf(cell));
  if (key === "Escape" && cell.closest("details")) return closeWords(rowOf(cell));
  if (key === "Enter") return cell.tagName !== "SELECT" && goDown(cell, shiftKey ? -1 : 1);
  if (shiftKey || isText(cell) || cell.tagName === "SELECT") return false;
  if (key === "ArrowDown") return goDown(cell, 1);
  if (key === "ArrowUp") return goDown(cell, -1);
  if (key === "ArrowRight" && atEdge(cell, cell.value.length)) return goAside(cell, 1);
  if (key === "ArrowLeft" && atEdge(cell, 0)) return goAside(cell, -1);
  if (isLevel(cell) && /^[1-4]$/.test(key)) return setLevel(cell, key);
  return false;
}

const atEdge = (cell, edge) =>
  cell.selectionStart === edge && cell.selectionEnd === edge
    ? true
    : cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;

function goDown(cell, step) {
  const rows = rowsOf(cell.form);
  const row = rowOf(cell);
  const next = rows[rows.indexOf(row) + step];
  if (!next) return true;
  const target = cellsOf(next)[cellsOf(row).indexOf(cell)];
  if (isText(cell)) {
    row.querySelector("details").open = false;
    next.querySelector("details").open = true;
  }
  reach(target);
  return true;
}

function goAside(cell, step) {
  const row = rowOf(cell);
  const next = cellsOf(row)[cellsOf(row).indexOf(cell) + step];
  if (next && !next.closest("details")) reach(next);
  return Boolean(next);
}

function setLevel(cell, level) {
  cell.value = level;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
  cell.select();
  return true;
}

function openWords(row) {
  row.querySelector("details").open = true;
  reach(cellsOf(row).find(isText));
  return true;
}

function closeWords(row) {
  row.querySelector("details").open = false;
  reach(cellsOf(row)[0]);
  return true;
}

function reach(cell) {
  cell.focus();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}
