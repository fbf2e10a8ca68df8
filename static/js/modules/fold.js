// A fold says what is set under it, as it is being set: «30 min · sans écran · 1 fichier». The portal
// says the same when it draws the page (fold_sentence). Each part bears its words: data-co-part for
// one, data-co-many for several, data-co-else where there is none but something else is set.
const OTHER = "autre";

export function fold(details) {
  const summary = details.querySelector("summary");
  const parts = [...details.querySelectorAll("[data-co-part]")];

  function tell() {
    const found = parts.map((part) => (part.dataset.coPart === "time" ? timeOf(part) : saidBy(part)));
    const isSet = found.some(Boolean);
    const said = found.map((words, n) => words || (isSet && parts[n].dataset.coElse) || "");
    summary.textContent = isSet ? said.filter(Boolean).join(" · ") : details.dataset.coFold;
  }

  details.addEventListener("input", tell);
  details.addEventListener("change", tell);
}

function saidBy(part) {
  const ticks = part.querySelectorAll("[type=checkbox]:checked").length;
  const files = [...part.querySelectorAll("[type=file]")].reduce((sum, field) => sum + field.files.length, 0);
  const texts = [...part.querySelectorAll("textarea, [type=text]")].filter((field) => field.value.trim()).length;
  const count = ticks + files + texts;
  if (!count) return "";
  return count > 1 && part.dataset.coMany ? part.dataset.coMany.replace("{n}", count) : part.dataset.coPart;
}

function timeOf(part) {
  const chosen = part.querySelector("[type=radio]:checked");
  if (!chosen) return "";
  if (chosen.value !== OTHER) return chosen.closest("label").textContent.trim();
  const minutes = Number.parseInt(part.querySelector("[type=number]").value, 10);
  if (!minutes) return "";
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (!hours) return `${rest}\u00a0min`;
  return `${hours}\u00a0h${rest ? `\u00a0${String(rest).padStart(2, "0")}` : ""}`;
}
