// When an htmx request fails or the network is away, the page says so, in the region of messages.
// The sentences come from the page (data-co-offline, data-co-refused), already translated.

export function showTrouble(region) {
  if (!region) return;
  document.body.addEventListener("htmx:sendError", () => say(region, region.dataset.coOffline));
  document.body.addEventListener("htmx:responseError", () => say(region, region.dataset.coRefused));
}

function say(region, sentence) {
  const note = document.createElement("div");
  note.className = "callout callout--danger";
  note.textContent = sentence;
  region.replaceChildren(note);
  region.scrollIntoView({ block: "nearest" });
}
