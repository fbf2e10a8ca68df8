// A grid of marks is typed downwards: Enter and the arrows move in the column, never sending the form
// by accident. Ctrl + Enter sends it. Tab keeps its usual way, so nothing is lost without this.

const CONTROLS = "input:not([type=hidden]):not(:disabled), select:not(:disabled)";

export function keyboardGrid(grid) {
  grid.addEventListener("keydown", (event) => {
    const control = event.target.closest(CONTROLS);
    if (!control || event.altKey || event.shiftKey) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      control.form?.requestSubmit();
      return;
    }
    const step = stepFor(event.key, control);
    if (!step || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = neighbour(control, step);
    next?.focus();
    next?.select?.();
  });
}

function stepFor(key, control) {
  if (key === "Enter") return 1;
  if (control.tagName === "SELECT") return 0; // the arrows choose in a list
  return { ArrowDown: 1, ArrowUp: -1 }[key] ?? 0;
}

function neighbour(control, step) {
  const cell = control.closest("td, th");
  const column = cell?.cellIndex;
  let row = cell?.parentElement;
  while (row) {
    row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    const found = row?.cells?.[column]?.querySelector(CONTROLS);
    if (found) return found;
  }
  return null;
}
