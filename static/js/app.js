// Binds each behaviour to the elements that ask for it, again after every htmx swap.
// Pages work without any of this; it only shortens the trip.
import { codeFromAddress } from "./modules/code.js";
import { keyboardGrid } from "./modules/grid.js";
import { showTrouble } from "./modules/trouble.js";

// Only teachers need the marks grid: nobody else downloads it.
const marksGrid = async (form) => (await import("./modules/grid_marks.js")).marksGrid(form);

// Only pages where one writes at length download it.
const keptForm = async (place) => (await import("./modules/kept_form.js")).keptForm(place);

const fold = async (details) => (await import("./modules/fold.js")).fold(details);

const narrow = async (list) => (await import("./modules/narrow.js")).narrow(list);

// A sheet that is shown once: a phone has no menu in sight for it.
const printed = (button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
};

const behaviours = {
  "[data-co-code]": codeFromAddress,
  "[data-co-fold]": fold,
  "[data-co-grid]": keyboardGrid,
  "[data-co-kept]": keptForm,
  "[data-co-marks]": marksGrid,
  "[data-co-narrow]": narrow,
  "[data-co-print]": printed,
};

function bind(root) {
  for (const [selector, behaviour] of Object.entries(behaviours)) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    for (const element of found.filter((candidate) => !candidate.coBound)) {
      element.coBound = true;
      behaviour(element);
    }
  }
}

bind(document);
window.htmx?.onLoad(bind);
document.addEventListener("co:fresh", ({ target }) => {
  window.htmx?.process(target);
  bind(target);
});
showTrouble(document.querySelector("[data-co-messages]"));
