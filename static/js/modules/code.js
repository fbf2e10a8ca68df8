// A QR code of a letter carries its code after «#»: a browser never sends that part, so no log has it.
// It fills the field, then leaves the address bar (and the history) at once.

export function codeFromAddress(field) {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!code) return;
  history.replaceState(null, "", location.pathname + location.search);
  if (!field.value) field.value = code;
}
