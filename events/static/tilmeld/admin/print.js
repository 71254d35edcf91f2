/* A button that prints, in place of the sentence that says how. */
(() => {
  "use strict";
  const button = document.querySelector("[data-print]");
  if (!button) return;
  button.hidden = false;
  document.querySelector("[data-print-hint]")?.remove();
  button.addEventListener("click", () => window.print());
})();
