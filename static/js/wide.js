// Where there is room, the days of a notebook lie open side by side; a phone keeps them folded.
if (matchMedia("(min-width: 64rem)").matches) {
  for (const day of document.querySelectorAll("details[data-co-wide]")) day.open = true;
}
