/* The door list with less waiting. Every page works without this file.

   A tap is kept in the browser until the site has answered it, so a lost network or a reload loses
   none; it has a token of its own, so sending it twice counts once. */
(function () {
  const door = document.querySelector("[data-door]");
  if (!door) return;
  const taps = document.getElementById("taps");
  const list = document.getElementById("list");
  const search = document.getElementById("id_q");
  const find = (selector) => door.querySelector(selector);
  const rowOf = (number) => document.getElementById(`guest-${number}`);

  // ---------------------------------------------------------------- what is shown

  let show = find("[aria-current]").dataset.show;

  function matches(row, words, code) {
    if (!words.length) return show === "all" || row.hasAttribute(`data-${show}`);
    return row.dataset.code === code || words.every((word) => row.dataset.text.includes(word));
  }

  function filter() {
    const asked = search.value.normalize("NFKC").toLowerCase().replace(/ß/g, "ss");
    const words = asked.split(/\s+/).filter(Boolean);
    const code = asCode(asked);
    for (const row of list.querySelectorAll("[data-guest]")) row.hidden = !matches(row, words, code);
    tidy();
  }

  function tidy() {
    let any = false;
    for (const section of list.querySelectorAll("section")) {
      section.hidden = !section.querySelector("[data-guest]:not([hidden])");
      any ||= !section.hidden;
    }
    find("[data-none]").hidden = any;
  }

  // As rules/door.py reads what is typed, or the address in a QR code.
  function asCode(text) {
    const last = text.trim().replace(/\/+$/, "").split("/").pop().toUpperCase();
    const read = { 1: "L", 2: "Z", 5: "S", 6: "G", 8: "B", I: "L" };
    return last.replace(/[^0-9A-Z]/g, "").replace(/[12568I]/g, (letter) => read[letter]);
  }

  search.addEventListener("input", filter);
  search.form.addEventListener("submit", function (event) {
    event.preventDefault();
    filter();
  });
  find("nav").addEventListener("click", function (event) {
    const tab = event.target.closest("[data-show]");
    if (!tab) return;
    event.preventDefault();
    find("[aria-current]").removeAttribute("aria-current");
    tab.setAttribute("aria-current", "page");
    show = tab.dataset.show;
    search.value = "";
    filter();
  });

  // ---------------------------------------------------------------- what the site tells

  const drawn = {};

  function tell(answer) {
    find("[data-count]").innerHTML = answer.count;
    for (const number of door.querySelectorAll("[data-number]"))
      number.textContent = answer.counts[number.dataset.number];
    for (const [number, html] of Object.entries(answer.rows)) {
      if (drawn[number] === html) continue;
      drawn[number] = html;
      draw(number, html);
    }
    for (const number of answer.gone || []) forget(String(number));
    markAll();
  }

  // A row stays in sight when it no longer belongs to what is shown: it has a way back.
  function draw(number, html) {
    const made = document.createElement("template");
    made.innerHTML = html.trim();
    const fresh = made.content.firstElementChild;
    const old = rowOf(number);
    if (!old) {
      find("[data-new]").hidden = false;
      find("[data-new] ul").append(fresh);
      return;
    }
    const had = old.contains(document.activeElement);
    fresh.hidden = old.hidden;
    old.replaceWith(fresh);
    if (had) (fresh.querySelector("button") || fresh).focus({ preventScroll: true });
  }

  // Whoever was erased is gone from here too, with all that was tapped and said of them.
  function forget(number) {
    delete drawn[number];
    keep(kept().filter((tap) => numberOf(tap.value) !== number));
    for (const said of door.querySelectorAll(`[data-about="${number}"]`)) said.remove();
    const row = rowOf(number);
    if (!row) return;
    row.remove();
    find("[data-said]").textContent = "";
    tidy();
  }

  function alertTo(text, number = "") {
    const line = document.createElement("p");
    line.dataset.about = number;
    line.className = "ev-notice ev-notice--stop";
    line.textContent = text;
    find("[data-alerts]").append(line);
  }

  // ---------------------------------------------------------------- what was tapped

  const KEY = `tilmeld-door-${door.dataset.door}`;
  let unkept = [];

  let keepsNothing = false;

  function kept() {
    if (keepsNothing) return unkept;
    try {
      return JSON.parse(localStorage.getItem(KEY)) || [];
    } catch {
      return unkept;
    }
  }

  function keep(queue) {
    unkept = queue;
    try {
      localStorage.setItem(KEY, JSON.stringify(queue));
    } catch {
      keepsNothing = true; // what is tapped is still sent
    }
  }

  const numberOf = (value) => value.split(":")[0];
  const isOf = (tap, value) => numberOf(tap.value) === numberOf(value);
  const isSame = (tap) => (other) => tap.token === other.token && tap.value === other.value;

  function token() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  taps.addEventListener("submit", function (event) {
    event.preventDefault();
    const { name, value } = event.submitter;
    // Pressing once more while it is on its way is the same tap.
    const last = kept().findLast((tap) => isOf(tap, value));
    if (!last || last.name !== name || last.value !== value)
      keep([...kept(), { token: token(), name, value }]);
    markAll();
    send();
  });

  function markAll() {
    for (const mark of list.querySelectorAll(".ev-door__waiting")) mark.remove();
    for (const row of list.querySelectorAll("[data-tapped]")) row.removeAttribute("data-tapped");
    for (const tap of kept()) mark(tap);
  }

  function mark(tap) {
    const row = rowOf(numberOf(tap.value));
    if (!row) return;
    row.setAttribute("data-tapped", "");
    if (!failures || row.querySelector(".ev-door__waiting")) return;
    const line = document.createElement("p");
    line.className = "ev-door__waiting";
    line.textContent = door.dataset.waiting;
    if (tap.name === "come") line.append(undoing(tap));
    row.append(line);
  }

  function undoing(tap) {
    const button = document.createElement("button");
    button.className = "ev-link";
    button.setAttribute("form", taps.id);
    button.name = "undo";
    button.value = `${numberOf(tap.value)}:${tap.token}`;
    button.textContent = door.dataset.undo;
    return button;
  }

  // ---------------------------------------------------------------- the network

  const PATIENCE = 15000;
  const SLOWEST = 30000;
  let failures = 0;
  let sending = false;
  let timer;

  function ask(url, options = {}) {
    const signal = AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined;
    const headers = { "X-Requested-With": "XMLHttpRequest" };
    return fetch(url, { headers, signal, ...options });
  }

  async function send() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    try {
      while (kept().length) await sendFirst();
    } catch (reason) {
      failures += 1;
      if (reason === STOPPED) stop();
      else timer = setTimeout(send, Math.min(1000 * 2 ** (failures - 1), SLOWEST));
    }
    sending = false;
    markAll();
  }

  const STOPPED = new Error("The site takes no more from this page.");

  // A page in place of data says that the link was replaced, or that the door is closed.
  function said(answer) {
    if (answer.status >= 500 || answer.status === 429) throw new Error("Later");
    if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) throw STOPPED;
    return answer.json();
  }

  async function sendFirst() {
    const tap = kept()[0];
    const form = new FormData(taps);
    form.set("token", tap.token);
    form.set(tap.name, tap.value);
    const told = await said(await ask(taps.action, { method: "POST", body: form }));
    failures = 0;
    keep(kept().filter((other) => !isSame(tap)(other)));
    if (told.refused) refuse(tap, told.refused);
    else {
      tell(told);
      find("[data-said]").textContent = told.said;
    }
  }

  function refuse(tap, sentence) {
    const row = rowOf(numberOf(tap.value));
    const name = row ? row.querySelector("h3").textContent : "";
    alertTo(name ? `${name}: ${sentence}` : sentence, numberOf(tap.value));
  }

  let isStopped = false;

  function stop() {
    if (!isStopped) alertTo(door.dataset.stopped);
    isStopped = true;
  }

  addEventListener("online", send);

  // ---------------------------------------------------------------- what others tapped

  const PAUSE = 10000;
  let since = door.dataset.at;

  async function look() {
    if (document.hidden || isStopped) return;
    const stale = find("[data-stale]");
    try {
      const told = await said(await ask(`${door.dataset.news}?since=${encodeURIComponent(since)}`));
      since = told.at;
      tell(told);
      stale.hidden = true;
    } catch (reason) {
      stale.hidden = reason === STOPPED;
      if (reason === STOPPED) stop();
    }
  }

  setInterval(look, PAUSE);
  document.addEventListener("visibilitychange", look);

  // ---------------------------------------------------------------- scanning

  const scanner = find("[data-scanner]");
  const video = scanner.querySelector("video");

  async function scan() {
    const camera = { video: { facingMode: "environment" } };
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia(camera);
    } catch {
      alertTo(door.dataset.unseen);
      return;
    }
    scanner.showModal();
    video.srcObject = stream;
    await video.play();
    const seen = await seenCode();
    for (const track of stream.getTracks()) track.stop();
    scanner.close();
    if (!seen) return;
    search.value = asCode(seen);
    filter();
    const row = list.querySelector("[data-guest]:not([hidden])");
    if (row) (row.querySelector("button") || row).focus();
  }

  async function seenCode() {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    while (scanner.open) {
      const [found] = await detector.detect(video).catch(() => []);
      if (found) return found.rawValue;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    return "";
  }

  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    find("[data-scan]").hidden = false;
    find("[data-scan]").addEventListener("click", scan);
  }

  markAll();
  send();
})();
