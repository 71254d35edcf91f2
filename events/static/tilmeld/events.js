/* Small comforts. Every page works without this file. */
(function () {
  // After a failed post: read the summary first. On load, for going to #registration takes focus.
  const summary = document.querySelector(".ev-summary");
  if (summary) addEventListener("load", () => requestAnimationFrame(() => summary.focus()));

  // A link to a field puts the cursor in it, and shows its label too.
  document.addEventListener("click", function (event) {
    const link = event.target.closest(".ev-summary a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".ev-field") || field).scrollIntoView();
    field.focus({ preventScroll: true });
  });

  // Send once. After a while one may press again, for the first attempt may have been stopped.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.matches(".ev form") || form.method !== "post") return;
    if (form.dataset.evSent) return event.preventDefault();
    form.dataset.evSent = "1";
    setTimeout(() => delete form.dataset.evSent, 5000);
  });
})();
