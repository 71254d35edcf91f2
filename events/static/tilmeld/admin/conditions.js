/* "Ask only if": the answers to the questions above, as they stand in the editor right now. A choice
   follows when its question, or the answer itself, gets another name. The server checks it all. */
(() => {
  "use strict";
  const SELECT = "select[data-tilmeld-answers]";
  const known = new WeakMap(); // of each select: what could be chosen, and at which place it stood

  const field = (row, name) => row.querySelector(`[name^="registration_fields-"][name$="-${name}"]`);
  const value = (row, name) => (field(row, name)?.value || "").trim();

  const choices = (row) => {
    const written = value(row, "choices");
    const parts = written.includes("\n") ? written.split("\n") : written.split(",");
    return parts.map((part) => part.trim().replace(/,$/, "").replace(/\s*\[\s*\d{1,5}\s*\]$/, "").trim()).filter(Boolean);
  };

  const answers = (row, readyMade) => {
    const [label, kind] = [value(row, "label"), value(row, "field_type")];
    if (!label) return [];
    if (kind === "checkbox") return [label];
    if (!["radio", "dropdown", "checkboxes", ...Object.keys(readyMade)].includes(kind)) return [];
    const written = choices(row);
    return (written.length ? written : readyMade[kind] || []).map((choice) => `${label}: ${choice}`);
  };

  const rows = () =>
    [...document.querySelectorAll(SELECT)]
      .map((select) => ({ select, row: select.closest("[data-inline-panel-child]") }))
      .filter(({ row }) => row && !field(row, "DELETE")?.value && !row.classList.contains("deleted"));

  const follow = (select, above) => {
    const all = above.flatMap(({ words }) => words);
    if (!select.value || all.includes(select.value)) return select.value;
    for (const [row, words] of known.get(select) || []) {
      const now = above.find((each) => each.row === row)?.words;
      const renamed = now && now[words.indexOf(select.value)];
      if (renamed && !words.includes(renamed)) return renamed;
    }
    return select.value;
  };

  const fill = (select, above) => {
    const chosen = follow(select, above);
    const offered = [...new Set([...above.flatMap(({ words }) => words), ...(chosen ? [chosen] : [])])];
    const shown = [...select.options].slice(1).map((option) => option.value);
    if (offered.join("\n") !== shown.join("\n")) {
      select.replaceChildren(select.options[0], ...offered.map((words) => new Option(words, words)));
    }
    select.value = chosen;
    known.set(select, new Map(above.map(({ row, words }) => [row, words])));
  };

  const refresh = () => {
    const above = [];
    for (const { select, row } of rows()) {
      fill(select, [...above]);
      above.push({ row, words: answers(row, JSON.parse(select.dataset.tilmeldAnswers)) });
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    refresh();
    for (const type of ["input", "change", "focusin"]) document.addEventListener(type, refresh);
    document.addEventListener("click", () => setTimeout(refresh, 400)); // moved, added, removed
  });
})();
