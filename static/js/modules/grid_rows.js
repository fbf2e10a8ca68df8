// The lines of the marks grid as the other modules read and write them. A column is a rank: the mark,
// then the levels, then the words, the help last; the same in every line. A page has a hundred and fifty
// cells: what a script can tell from a field's name, or make when it is needed, is not written in each.

const CELLS = "input:not([type=hidden]), textarea, select";

export const rowsOf = (form) => [...form.querySelectorAll("[data-co-row]")];
export const cellsOf = (row) => [...row.querySelectorAll(CELLS)];
export const rowOf = (element) => element.closest("[data-co-row]");
export const cellOf = (element) => rowOf(element) && element.closest(CELLS);
export const keyOf = (row) => row.dataset.coRow;
export const nameOf = (row) => row.querySelector("th").firstChild.textContent.trim();
// «mark», «level0», «achieved»… as the portal names it.
export const kindOf = (cell) => cell.name.slice(0, cell.name.indexOf("-"));
// The version of the line that this page has seen.
export const seenOf = (row) => row.querySelector("[name^=seen-]");
export const isText = (cell) => cell.tagName === "TEXTAREA";
export const isLevel = (cell) => kindOf(cell).startsWith("level");

// What the line holds, to know whether it has changed; the version seen is no part of it.
export const contentOf = (row) => JSON.stringify(cellsOf(row).map((cell) => cell.value));

// What the portal sent of the line, whatever was typed before the scripts arrived.
export const sentOf = (row) => JSON.stringify(cellsOf(row).map(sentIn));

function sentIn(cell) {
  if (cell.tagName !== "SELECT") return cell.defaultValue;
  const options = [...cell.options];
  return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
}

// A list says its keys shortened: the choice of a whole one is the one that begins it.
export function shownIn(cell, value) {
  if (cell.tagName !== "SELECT") return value;
  const keys = [...cell.options].map((option) => option.value);
  return keys.includes(value) ? value : (keys.find((key) => key && value.startsWith(key)) ?? "");
}

export function fill(row, values) {
  for (const cell of cellsOf(row)) {
    const value = values[kindOf(cell)];
    if (value !== undefined) cell.value = shownIn(cell, value);
  }
  tell(row);
}

// Under the fold, what the words say, whole: nobody has to open a line to read it.
export function tell(row) {
  const place = row.querySelector("[data-co-typed]");
  const words = cellsOf(row).filter((cell) => isText(cell) && cell.value.trim());
  place.replaceChildren(...words.map((cell) => line(cell.value, "")));
  if (!words.length) place.append(line(sentences(row).coSayWords, "soft"));
}

export function refuse(row, errors) {
  for (const cell of cellsOf(row)) {
    const sentence = errors[kindOf(cell)] ?? "";
    beside(cell, "error", sentence);
    if (!sentence) {
      cell.removeAttribute("aria-invalid");
      continue;
    }
    cell.setAttribute("aria-invalid", "true");
    const fold = cell.closest("details");
    if (fold) fold.open = true;
  }
}

// What would make the words of a line easier to read.
export function advise(row, advice) {
  for (const cell of cellsOf(row)) {
    const sentence = advice[kindOf(cell)];
    if (sentence !== undefined) beside(cell, "advice", sentence);
  }
}

// What stands beside a cell, and describes it: made when there is something to say, gone when there
// is not. In a label it is hidden from its text, as the page writes it (presenters/cells.py).
function beside(cell, kind, sentence) {
  const around = cell.parentElement;
  const found = around.querySelector(`.grid__${kind}`);
  if (!sentence) found?.remove();
  else if (found) found.textContent = sentence;
  else {
    const place = line(sentence, `grid__${kind}`);
    place.id = `id_${cell.name}_${kind}`;
    if (around.localName === "label") place.setAttribute("aria-hidden", "true");
    if (kind === "advice") cell.after(place);
    else around.append(place);
  }
  const notes = [...around.querySelectorAll(".grid__advice, .grid__error")].map((note) => note.id);
  if (notes.length) cell.setAttribute("aria-describedby", notes.join(" "));
  else cell.removeAttribute("aria-describedby");
}

export const sentences = (element) =>
  element.closest("form").querySelector("[data-co-sentences]").dataset;

export const say = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (_whole, name) => values[name]).replace("….", "…");

export function line(text, name) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = text;
  return span;
}

export function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--quiet";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}
