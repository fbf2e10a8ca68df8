// «Imprimer»: the button of a page made for paper, shown where the browser can print.
for (const button of document.querySelectorAll("[data-co-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
