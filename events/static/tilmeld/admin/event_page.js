/* Two comforts in the editor of an event page: the weekday beside each date, and a deadline a week
   before the start, until somebody writes another. Dates are read in UTC, so no zone shifts them. */
(() => {
  "use strict";
  const DAY = 24 * 60 * 60 * 1000;

  /* data-tilmeld-day holds the date's format as the date picker writes it, such as Y-m-d. */
  const parts = (input) => [...input.dataset.tilmeldDay].filter((sign) => "Ymd".includes(sign));

  const read = (input) => {
    const numbers = input.value.trim().split(/\D+/).filter(Boolean);
    const order = numbers[0]?.length === 4 ? ["Y", "m", "d"] : parts(input);
    const [short, month, day] = ["Y", "m", "d"].map((sign) => numbers[order.indexOf(sign)] ?? "");
    const year = short.length === 2 && order[0] === "d" ? `20${short}` : short;
    const date = new Date(Date.UTC(year, month - 1, day));
    const isOne = year.length === 4 && date.getUTCMonth() === month - 1 && date.getUTCDate() === Number(day);
    return isOne ? date : null;
  };

  const write = (input, date) => {
    const [Y, m, d] = date.toISOString().slice(0, 10).split("-");
    input.value = input.dataset.tilmeldDay.replace(/[Ymd]/g, (sign) => ({ Y, m, d })[sign]);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const weekday = (date) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", timeZone: "UTC" }).format(date);

  const showWeekday = (input) => {
    const date = read(input);
    let place = document.querySelector(`output[for="${input.id}"]`);
    if (!place) {
      place = document.createElement("output");
      place.htmlFor = input.id;
      place.className = "tilmeld-day";
      input.after(place);
    }
    place.textContent = date ? weekday(date) : "";
  };

  const followStart = (start, deadline) => {
    let proposed = null;
    let untouched = !start.value && !deadline.value && !deadline.disabled;
    deadline.addEventListener("change", () => {
      untouched = untouched && deadline.value === proposed;
    });
    start.addEventListener("change", () => {
      const date = read(start);
      const week = date && new Date(date.getTime() - 7 * DAY);
      if (untouched && week && week > new Date()) {
        untouched = false; // what is written now is no answer of the editor's
        write(deadline, week);
        proposed = deadline.value;
        untouched = true;
      }
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const input of document.querySelectorAll("[data-tilmeld-day]")) {
      showWeekday(input);
      for (const type of ["input", "change"]) input.addEventListener(type, () => showWeekday(input));
      // Whoever has typed a date needs no calendar, which covers what stands below.
      input.addEventListener("input", () => read(input) && jQuery(input).datetimepicker("hide"));
    }
    const [start, deadline] = ["id_start_date", "id_deadline_date"].map((id) => document.getElementById(id));
    if (start && deadline) followStart(start, deadline);
  });
})();
