// The marks grid: keys, paste, saving by itself, values read from a file. Without this, one form.

import { gridKeys } from "./grid_keys.js";
import { gridPaste } from "./grid_paste.js";
import { cellsOf, isLevel, line, rowOf, rowsOf, tell } from "./grid_rows.js";
import { gridSave } from "./grid_save.js";
import { gridSheet } from "./grid_sheet.js";

export function marksGrid(form) {
  nameSkills(form);
  gridKeys(form);
  const saving = gridSave(form);
  const sheet = gridSheet(form, saving);
  gridPaste(form, { changed: saving.changed, byName: sheet.send });
  form.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (row) tell(row);
  });
}

// On a phone a line is a card, far from the head of its columns: each level then says its skill. Until all
// do, the grid stays a table there (team.css).
function nameSkills(form) {
  const skills = [...form.querySelectorAll(".grid__skill")].map((head) => head.textContent);
  for (const row of rowsOf(form)) {
    cellsOf(row)
      .filter(isLevel)
      .forEach((cell, n) => {
        const label = line(skills[n], "grid__label");
        label.setAttribute("aria-hidden", "true");
        cell.before(label);
      });
  }
  form.querySelector(".grid--columns")?.classList.remove("grid--columns");
}
