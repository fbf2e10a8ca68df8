// A file, or lines copied with their names: the portal reads them and the grid shows them, unsaved.

import { button, fill, line, rowsOf } from "./grid_rows.js";

export function gridSheet(form, saving) {
  const asked = document.querySelector("[data-co-sheet]");
  const report = document.querySelector("[data-co-sheet-report]");
  asked?.addEventListener("submit", (event) => {
    event.preventDefault();
    read(new FormData(asked));
  });

  async function read(body) {
    body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const answer = await fetch(asked.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error();
      show(await answer.json());
    } catch {
      tellAbove([asked.dataset.coTrouble]);
    }
  }

  function show({ told, rows, asks }) {
    const byKey = new Map(rowsOf(form).map((row) => [row.dataset.coRow, row]));
    for (const [key, values] of Object.entries(rows)) propose(byKey.get(key), values);
    tellAbove(told);
    for (const ask of asks) report.append(choices(ask, byKey));
    saving.tellState();
  }

  function propose(row, values) {
    fill(row, values);
    row.setAttribute("data-co-proposed", "");
  }

  // Two pupils of one name: the teacher says which.
  function choices({ told, candidates, values }, byKey) {
    const item = line(told, "grid__told");
    for (const { key, label } of candidates) {
      item.append(
        button(label, () => {
          propose(byKey.get(key), values);
          item.remove();
          saving.tellState();
        }),
      );
    }
    return item;
  }

  function tellAbove(told) {
    report.replaceChildren(...told.map((one) => line(one, "grid__told")));
    report.hidden = false;
    report.focus();
  }

  const send = (text) => {
    const body = new FormData();
    body.set("pasted", text);
    read(body);
  };
  return { send };
}
