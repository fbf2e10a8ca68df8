// A file, or lines copied with their names: the portal reads them and the grid shows them, unsaved.

import { button, cellsOf, fill, keyOf, line, rowOf, rowsOf, sentences, tell } from "./grid_rows.js";
import { post } from "./post.js";

const PATIENCE = 60000; // a file leaves slowly from a phone

export function gridSheet(form, saving) {
  const asked = document.querySelector("[data-co-sheet]");
  const report = document.querySelector("[data-co-sheet-report]");
  let proposed = [];
  asked?.addEventListener("submit", (event) => {
    event.preventDefault();
    read(new FormData(asked));
  });

  async function read(body) {
    body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const { coAccount: account } = sentences(form);
      show(await post(asked.action, body, { account, accept: "application/json", patience: PATIENCE }), body);
    } catch (trouble) {
      const words = sentences(form);
      const sentences = { session: words.coSaySession, other: words.coSayOther, busy: words.coSayBusy };
      showAbove([sentences[trouble.why] ?? asked.dataset.coTrouble]);
    }
  }

  function show({ sentences, rows, asks, about, choices }, body) {
    proposed = [];
    const byKey = new Map(rowsOf(form).map((row) => [keyOf(row), row]));
    for (const [key, values] of Object.entries(rows)) propose(byKey.get(key), values);
    showAbove(sentences);
    for (const choice of choices ?? []) report.append(answer(choice, about, body));
    for (const ask of asks ?? []) report.append(candidatesOf(ask, byKey));
    saving.showState();
  }

  // Another sheet or another column of a file is read from where the grid stood before this one.
  function takeBack() {
    for (const [cell, before, after] of proposed) if (cell.value === after) cell.value = before;
    for (const row of new Set(proposed.map(([cell]) => rowOf(cell)))) {
      saving.propose(row, false);
      tell(row);
    }
  }

  // The file is still in what was sent: it goes again with the answer.
  function answer({ value, label }, about, body) {
    return button(label, () => {
      takeBack();
      body.set(about, value);
      read(body);
    });
  }

  function propose(row, values) {
    const before = cellsOf(row).map((cell) => [cell, cell.value]);
    fill(row, values);
    for (const [cell, value] of before) if (cell.value !== value) proposed.push([cell, value, cell.value]);
    saving.propose(row);
  }

  // Two pupils of one name, a mark that may be read in two ways: the teacher says which.
  function candidatesOf({ sentence, candidates, values }, byKey) {
    const item = line(sentence, "grid__sentence");
    for (const { key, label } of candidates) {
      item.append(
        button(label, () => {
          propose(byKey.get(key), values);
          item.remove();
          saving.showState();
        }),
      );
    }
    return item;
  }

  function showAbove(sentences) {
    report.replaceChildren(...sentences.map((one) => line(one, "grid__sentence")));
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
