// «/» goes to the search of the team, from any of its pages: its field, or its page where a phone
// shows no field. Whoever dictates or hits keys unwillingly turns it off («Confort de lecture»).
const form = document.querySelector("[data-co-search]");
const writes = (target) => target.closest?.("input, textarea, select, [contenteditable]");

const isOff = document.documentElement.dataset.keys === "none";

document.addEventListener("keydown", (event) => {
  if (isOff || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.defaultPrevented || writes(event.target)) return;
  event.preventDefault();
  const here = location.pathname === form.dataset.coSearch;
  const field = (here ? document.querySelector("main") : form).querySelector("input[name=q]");
  if (field.offsetParent) {
    field.focus();
    field.select();
  } else location.assign(form.dataset.coSearch);
});
