// A long list of boxes gets a field that hides those whose words do not match; boxes stay ticked.
const LONG = 12;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function narrow(list) {
  const labels = [...list.querySelectorAll("label:has(input)")];
  if (labels.length < LONG) return;
  const field = document.createElement("input");
  field.type = "search";
  field.className = "control";
  field.placeholder = list.dataset.coNarrow;
  field.setAttribute("aria-label", list.dataset.coNarrow);
  field.addEventListener("input", () => {
    const asked = plain(field.value);
    for (const label of labels) label.hidden = !plain(label.textContent).includes(asked);
  });
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  list.prepend(field);
}
