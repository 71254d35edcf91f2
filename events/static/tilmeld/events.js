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

  // Ask before answers are lost. The question keeps a page out of the browser's memory for going
  // back, so it is asked only of those who have written something.
  const ask = (event) => event.preventDefault();
  if (summary) addEventListener("beforeunload", ask);
  document.addEventListener("input", function (event) {
    if (event.target.closest(".ev form[method=post]")) addEventListener("beforeunload", ask);
  });

  // Send once. After a while one may press again, for the first attempt may have been stopped.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.matches(".ev form") || form.method !== "post") return;
    if (form.dataset.evSent) return event.preventDefault();
    // Without a network a page of the browser's would take the place of what was written.
    const offline = form.querySelector("[data-ev-offline]");
    if (offline && !(offline.hidden = navigator.onLine)) return event.preventDefault();
    form.dataset.evSent = "1";
    removeEventListener("beforeunload", ask);
    setTimeout(() => delete form.dataset.evSent, 5000);
  });

  // Say how much room is left when it gets narrow, and not at every key.
  document.querySelectorAll("[data-ev-limit]").forEach(function (says) {
    const field = says.parentElement.querySelector("textarea"), limit = Number(says.dataset.evLimit);
    const count = function () {
      const left = limit - [...field.value.trim()].length;
      const words = left < 0 ? says.dataset.evOver : says.dataset.evLeft;
      const number = Math.abs(left).toLocaleString(document.documentElement.lang);
      says.textContent = left < limit / 10 ? `${words} ${number}` : "";
    };
    let pause;
    field.addEventListener("input", () => (clearTimeout(pause), (pause = setTimeout(count, 400))));
    addEventListener("pageshow", count);
  });

  // One companion at a time: the next is asked for when there is one before.
  document.querySelectorAll(".ev-more__part").forEach(function (part) {
    const rows = [...part.children], has = (row) => row.querySelector("input").value.trim();
    rows.forEach((row, n) => (row.hidden = n > 0 && !row.matches(".ev-field--error")));
    const show = () =>
      rows.forEach((row, n) => (row.hidden &&= !has(row) && !has(rows[n - 1])));
    part.addEventListener("input", show);
    addEventListener("pageshow", show);
  });
})();
