// How does a finished page become a live Dash app?
//
// boot.js fetches what is needed, and then this. The page stays as it is while Dash draws
// the same page next to it, hidden and inert; then the two change places in one frame. If anything
// fails, the still page stays.
//
// What is relied on inside Dash 4.4.1, with what dashboard/web/live.py relies on, each guarded by a test
// of tests/web/test_dash_internals.py:
// - its renderer asks for its layout and its callbacks with window.fetch, by addresses ending
//   _dash-layout and _dash-dependencies;
// - dash_clientside.set_props takes a path in the layout in place of an id;
// - everything is drawn when ReactDOM.flushSync returns.

const PATIENCE_MS = 30000;
const PREFIX = "/_live/";
const still = document.querySelector("main");
let live = null; // the container that Dash draws into, once there is one
let started = false;
let failed = false;
let drawn = false;
let swapped = false;
let mounted = () => {}; // told when Dash has drawn all but the charts
let asked = null; // the control whose use asked for the live page

// ---- Starting

const begin = () => {
  if (failed) stayStill(); // and say so to who has asked since
  if (started) return;
  started = true;
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS));
  Promise.race([Promise.all([starting.start, starting.dash]).then(draw), late])
    .then(swapWhenFree)
    .catch(stayStill);
};

const stayStill = () => {
  if (swapped) return;
  failed = true;
  live?.remove();
  for (const button of still.querySelectorAll("[data-explore]")) button.hidden = true;
  if (asked?.form) return giveWay();
  if (asked) say("The live charts could not be loaded. Everything on this page still works.", true);
};

// ---- Drawing

// The words are drawn while Plotly is still on its way, and the charts when it is there.
const draw = async ([start]) => {
  shown = start.layout.props.children[PAGE_PLACE];
  answerFetches({
    [`${PREFIX}_dash-layout`]: start.layout,
    [`${PREFIX}_dash-dependencies`]: start.dependencies,
  });
  live = document.createElement("div");
  live.className = "live live--waiting";
  live.inert = true;
  live.innerHTML = start.config + start.entry;
  still.after(live);
  const whole = new Promise((resolve) => (mounted = resolve));
  new window.DashRenderer();
  await Promise.all([whole, starting.plotly]);
  await drawUndrawn();
};

// Dash is given what was fetched with the page; a callback that fails gives way to a still page.
const answerFetches = (known) => {
  const fetchOnline = window.fetch.bind(window);
  window.fetch = (resource, options) => {
    const address = String(resource.url ?? resource);
    if (address in known) return Promise.resolve(Response.json(known[address]));
    const answer = fetchOnline(resource, options);
    if (address.startsWith(`${PREFIX}_dash-update-component`)) {
      answer.then((response) => response.ok || giveWay(), giveWay);
    }
    return answer;
  };
};

// ---- Changing places

// A reader in the middle of something is left alone: focus in a choice, which may be open, or text
// selected. The exception is the control that asked for this.
const isFree = () => {
  const focused = document.activeElement;
  if (asked && focused === asked) return true;
  const selection = getSelection();
  const reading = !selection.isCollapsed && still.contains(selection.anchorNode);
  return !reading && !(still.contains(focused) && focused.form);
};

const WHEN_FREE = ["focusout", "selectionchange", "change"];

const swapWhenFree = () => {
  drawn = true;
  swapIfFree();
  for (const event of WHEN_FREE) document.addEventListener(event, swapSoon);
};

const swapSoon = () => setTimeout(swapIfFree); // when focus is where it goes

const swapIfFree = () => {
  if (!drawn || swapped || !isFree()) return;
  for (const event of WHEN_FREE) document.removeEventListener(event, swapSoon);
  swap();
};

const swap = () => {
  swapped = true;
  const focused = still.contains(document.activeElement) ? document.activeElement : null;
  const place = [scrollX, scrollY];
  carryOver();
  still.remove();
  live.inert = false;
  live.className = "live";
  keepPlace();
  if (focused) counterpart(focused)?.focus({ preventScroll: true });
  scrollTo({ left: place[0], top: place[1], behavior: "instant" });
  say("The charts on this page are live.");
  if (query !== location.search) ask(query);
};

// The same element of the live page: by its name, or by its place among those of its kind.
const counterpart = (element) => {
  if (element.dataset.explore) return live.querySelector(`#${CSS.escape(element.dataset.explore)}-frame`);
  if (element.id) return live.querySelector(`#${CSS.escape(element.id)}`);
  const kind = `${[element.tagName, ...element.classList].join(".")}:not([data-explore])`;
  const place = [...still.querySelectorAll(kind)].indexOf(element);
  return live.querySelectorAll(kind)[place];
};

// What a reader has opened, closed or filled in stays so.
const carryOver = () => {
  for (const field of still.querySelectorAll("form :is(select, input)")) {
    const twin = counterpart(field);
    if (twin) [twin.value, twin.checked] = [field.value, field.checked];
  }
  for (const part of still.querySelectorAll("details[id]")) {
    const twin = counterpart(part);
    if (twin) twin.open = part.open;
  }
};

// Where another measure needs other parts, Dash draws them again: what a reader had in hand there is
// put back before it is seen.
const opened = new Map();
let held = "";

const keepPlace = () => {
  document.addEventListener("pointerdown", () => (held = ""));
  document.addEventListener("focusin", (event) => {
    held = live.contains(event.target) ? event.target.id : "";
  });
  const remember = (event) => event.isTrusted && opened.set(event.target.id, event.target.open);
  live.addEventListener("toggle", remember, true);
  new MutationObserver(() => {
    for (const [id, open] of opened) {
      const part = id && live.querySelector(`details#${CSS.escape(id)}`);
      if (part && part.open !== open) part.open = open;
    }
    if (held && document.activeElement === document.body)
      live.querySelector(`#${CSS.escape(held)}`)?.focus({ preventScroll: true });
  }).observe(live, { childList: true, subtree: true });
};

// Styles that no page needs before it is live come with the script, not with each page.
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);
document.adoptedStyleSheets.push(sheet);

document.body.append(said);
begin();
