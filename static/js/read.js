// A result that is on the screen has been opened: the form that says so sends itself, once.
// It then offers the opposite gesture. Cut off or refused, the button stays as it was.
const form = document.querySelector("[data-co-read]");

async function send() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", send);
  try {
    const body = new FormData(form);
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (answer.type !== "opaqueredirect") return;
    form.querySelector("input[name=read]").value = "0";
    form.querySelector("button[name=read]")?.remove();
    form.querySelector("button").textContent = form.dataset.coRead;
  } catch {
    // Not read yet, as far as the portal knows: the list says so.
  }
}

if (form) {
  document.addEventListener("visibilitychange", send);
  send();
}
