// Signing out erases what this browser keeps of the account: where something waits, it is said first.
// Without this, the button signs out, and without scripts nothing was kept.

import { LEAVE, NOTE, waiting } from "./modules/drafts.js";

const box = document.querySelector("[data-co-sign-out]");

function ask(event) {
  const form = event.target;
  const { coSignOut: address, coAccount: account } = box.dataset;
  if (form.getAttribute("action") !== address || form.dataset.coSure !== undefined) return;
  document.dispatchEvent(new Event(NOTE));
  const drafts = waiting(account);
  if (!drafts.length) return;
  event.preventDefault();
  const marks = drafts.filter(({ entries }) => entries.length && entries.every((entry) => entry.length === 3)).length;
  tell("[data-co-texts]", drafts.length - marks);
  tell("[data-co-marks-kept]", marks);
  box.querySelector("[data-co-anyway]").onclick = () => {
    form.dataset.coSure = "";
    document.dispatchEvent(new Event(LEAVE));
    form.requestSubmit();
  };
  box.showModal();
}

function tell(selector, n) {
  const place = box.querySelector(selector);
  const { coOne, coMany } = place.dataset;
  place.textContent = (n > 1 ? coMany : coOne).replace("{n}", n);
  place.hidden = !n;
}

if (box?.showModal) {
  document.addEventListener("submit", ask);
  box.querySelector("[data-co-stay]").addEventListener("click", () => box.close());
}
