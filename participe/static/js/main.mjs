// Every page works without this file. A module enhances one element that asks for it by
// name: <div data-module="focus-on-load">; names are parted by spaces. They all live here,
// because each import would be one more request on a slow line (at most six a page).

const ANNOUNCE_AFTER = 1000; // ms: a screen reader is told when the typing rests, not at each key
const ONE_MINUTE = 60_000; // ms
const EVERY_SECOND = 1000; // ms
const SAME_CLICK_WITHIN = 5000; // ms: after that, the person means to send again

// Takes the reader to what needs attention first, such as an error summary.
function focusOnLoad(element) {
  element.focus();
}

// Says how many characters are left. The words are in data-* of the counter, so that they
// are translated with the page: "#" stands for the number.
function characterCount(field) {
  const control = field.querySelector("textarea, input");
  const counter = field.querySelector("[data-maximum]");
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  field.append(spoken);
  let timer;
  const count = () => {
    const left = Number(counter.dataset.maximum) - newlinesAsSent(control.value).length;
    counter.textContent = words(counter.dataset, left);
    counter.classList.toggle("field__count--over", left < 0);
  };
  control.addEventListener("input", () => {
    count();
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = counter.textContent; }, ANNOUNCE_AFTER);
  });
  count();
}

// The server receives \r\n for a new line and counts code points, so we count those.
function newlinesAsSent(text) {
  return [...text.replace(/\n/g, "\r\n")];
}

function words({ left, leftOne, over, overOne }, number) {
  const many = Math.abs(number) > 1;
  const sentence = number >= 0 ? (many ? left : leftOne) : (many ? over : overOne);
  return sentence.replace("#", Math.abs(number).toLocaleString(document.documentElement.lang));
}

// Lets a form leave once. The key in the form is the real guard: this only spares a wait.
function submitOnce(form) {
  let left = 0;
  form.addEventListener("submit", (event) => {
    if (Date.now() - left < SAME_CLICK_WITHIN) event.preventDefault();
    else left = Date.now();
  });
  // Coming back to a page kept by the browser is a new start.
  addEventListener("pageshow", () => { left = 0; });
}

// Shows itself only where it works, and prints the page.
function printButton(button) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// The moderation queue by keyboard: J and K walk, G and M move the focus to "Garder" and
// "Masquer", which Enter confirms. Active only on an item of the queue, never while typing
// (WCAG 2.1.4 Character Key Shortcuts).
function moderationKeys(queue) {
  queue.addEventListener("keydown", (event) => {
    const item = event.target.closest("[data-item]");
    if (!item || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    const walk = { j: item.nextElementSibling, k: item.previousElementSibling };
    const target = walk[key] ?? item.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.focus();
  });
}

// Leaves a shared computer that nobody touches, and says so a minute before (WCAG 2.2.1). What was
// typed goes along, to be kept on the server for its person. A long page is read without asking
// the server for anything: an image that is not there tells it that somebody is.
function idleStation(band) {
  const idle = band.dataset.idle * 1000;
  const warning = band.querySelector("[data-warning]");
  let touched = Date.now();
  let told = touched;
  let left = false;
  // While it asks, a hand on its way to the button must not take the button away.
  const touch = ({ type }) => {
    if (!warning.hidden && type !== "click" && type !== "input") return;
    touched = Date.now();
    if (warning.contains(document.activeElement)) document.querySelector("main").focus({ preventScroll: true });
    warning.hidden = true;
  };
  for (const kind of ["click", "input", "keydown", "pointermove", "wheel", "scroll"]) {
    addEventListener(kind, touch, { capture: true, passive: true });
  }
  // Who has finished leaves as who was idle: what they were writing goes along.
  document.querySelector("[data-finish]").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!left) leave(event.target);
    left = true;
  });
  // A page that the browser kept is not shown again: the server says what may be seen now.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  setInterval(() => {
    const now = Date.now();
    const asked = !warning.hidden;
    warning.hidden = now - touched < idle - ONE_MINUTE;
    if (!asked && !warning.hidden) uncover(document.activeElement, warning);
    if (now - touched >= idle && !left) {
      left = true;
      leave(band.querySelector("[data-rest]"));
    } else if (touched > told && now - told >= ONE_MINUTE / 2) {
      told = now;
      new Image().src = `${band.dataset.present}?${now}`;
    }
  }, EVERY_SECOND);
}

// Moves the page up when what appears at its foot would hide the field in which one types.
function uncover(field, warning) {
  const covered = field.getBoundingClientRect().bottom - warning.getBoundingClientRect().top;
  if (isTyping(field) && covered > 0) scrollBy(0, covered);
}

function leave(rest) {
  const written = [...document.forms].find((form) => form.method === "post" && hasWords(form));
  if (written) {
    const { pathname, search } = new URL(written.action, location);
    const kept = `${rest.getAttribute("action")}?chemin=${encodeURIComponent(pathname + search)}`;
    written.setAttribute("action", kept);
  }
  HTMLFormElement.prototype.submit.call(written ?? rest);
}

function hasWords(form) {
  return [...form.elements].some((control) =>
    control.matches("textarea, input[type=text]") && control.value.trim() && control.value !== control.defaultValue);
}

function isTyping(element) {
  return element.matches("input, select, textarea");
}

const modules = {
  "character-count": characterCount,
  "focus-on-load": focusOnLoad,
  "idle-station": idleStation,
  "moderation-keys": moderationKeys,
  "print-button": printButton,
};

for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(" ")) modules[name]?.(element);
}
for (const form of document.querySelectorAll("form[method=post]")) submitOnce(form);
