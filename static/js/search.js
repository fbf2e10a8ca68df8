// «/» goes to the search of the team, from any of its pages: its field, or its page where a phone
// shows no field.
const form = document.querySelector("[data-co-search]");
const writes = (target) => target.closest?.("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.defaultPrevented || writes(event.target)) return;
  event.preventDefault();
  const here = location.pathname === form.dataset.coSearch;
  const field = (here ? document.querySelector("main") : form).querySelector("input[name=q]");
  if (field.offsetParent) {
    field.focus();
    field.select();
  } else location.assign(form.dataset.coSearch);
});
