// A long list of boxes gets a field that hides those whose words do not match; boxes stay ticked.
const LONG = 12;
// Letters that Unicode keeps whole, as in coeduc/letters.py.
const KIN = { æ: "ae", œ: "oe", ß: "ss", þ: "th", ð: "d", đ: "d", ø: "o", ł: "l", ı: "i", ħ: "h", ŧ: "t", ŋ: "n" };
const plain = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[æœßþðđøłıħŧŋ]/g, (letter) => KIN[letter]);

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
