// The lines of the marks grid as the other modules read and write them. A column is a rank: the mark,
// then the levels, then the words, the help last; the same in every line.

export const rowsOf = (form) => [...form.querySelectorAll("[data-co-row]")];
export const cellsOf = (row) => [...row.querySelectorAll("[data-co-cell]")];
export const rowOf = (element) => element.closest("[data-co-row]");
export const isText = (cell) => cell.tagName === "TEXTAREA";
export const isLevel = (cell) => cell.dataset.coCell.startsWith("level");

// What the line holds, to know whether it has changed; the version seen is no part of it.
export const contentOf = (row) => JSON.stringify(cellsOf(row).map((cell) => cell.value));

// What the portal sent of the line, whatever was typed before the scripts arrived.
export const sentOf = (row) => JSON.stringify(cellsOf(row).map(sentIn));

function sentIn(cell) {
  if (cell.tagName !== "SELECT") return cell.defaultValue;
  const options = [...cell.options];
  return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
}

export function fill(row, values) {
  for (const cell of cellsOf(row)) {
    const value = values[cell.dataset.coCell];
    if (value !== undefined) cell.value = value;
  }
  tell(row);
}

// Under the fold, what the words say, whole: nobody has to open a line to read it.
export function tell(row) {
  const told = row.querySelector("[data-co-told]");
  const words = cellsOf(row).filter((cell) => isText(cell) && cell.value.trim());
  told.replaceChildren(...words.map((cell) => line(cell.value, "grid__told")));
  if (!words.length) told.append(line(sentences(row).coSayWords, "soft"));
}

export function refuse(row, errors) {
  for (const cell of cellsOf(row)) {
    const note = document.getElementById(`${cell.id}_error`);
    const told = errors[cell.dataset.coCell] ?? "";
    note.textContent = told;
    note.hidden = !told;
    cell.toggleAttribute("aria-invalid", Boolean(told));
    if (!told) {
      cell.removeAttribute("aria-describedby");
      continue;
    }
    cell.setAttribute("aria-invalid", "true");
    cell.setAttribute("aria-describedby", note.id);
    const fold = cell.closest("details");
    if (fold) fold.open = true;
  }
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
