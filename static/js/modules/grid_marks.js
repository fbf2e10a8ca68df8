// The marks grid: keys, paste, saving by itself, values read from a file. Without this, one form.

import { gridKeys } from "./grid_keys.js";
import { gridPaste } from "./grid_paste.js";
import { tell, rowOf } from "./grid_rows.js";
import { gridSave } from "./grid_save.js";
import { gridSheet } from "./grid_sheet.js";

export function marksGrid(form) {
  gridKeys(form);
  const saving = gridSave(form);
  const sheet = gridSheet(form, saving);
  gridPaste(form, { changed: saving.changed, byName: sheet.send });
  form.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (row) tell(row);
  });
}
