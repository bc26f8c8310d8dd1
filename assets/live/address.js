// How does a live page stay one with its address: filters, links, back and forward?
//
// The one callback is asked for the page of a query. Chart, sentence, table, title and address all
// change when its answer is there, in one frame, and a reader is told.

const PAGE_PLACE = 1; // among what the layout holds, after the address
const PAGE_PATH = ["components", "props", "children", PAGE_PLACE]; // in the layout of Dash 4.4.1
const said = document.createElement("p");
let query = location.search; // what the page is to show
let shown = null; // the tree that it shows

said.setAttribute("role", "status");

// To those who do not hear it, only what they wait for is shown.
const say = (text, shown = false) => {
  said.className = shown ? "said small" : "unseen";
  said.textContent = text;
};

// ---- Asking

const LOADING = "Loading.";
const SOON_MS = 400;
let waiting = 0;

const ask = (search) => {
  query = search;
  clearTimeout(waiting);
  waiting = setTimeout(say, SOON_MS, LOADING, true);
  window.dash_clientside.set_props("address", { search });
};

// The still page at the address that was asked for, when the live one cannot show it.
const giveWay = () => location.assign(location.pathname + query);

// ---- Showing

const show = ({ search, settled, title, page }) => {
  if (search !== query) return; // something else has been asked for since
  clearTimeout(waiting);
  try {
    window.ReactDOM.flushSync(() => {
      for (const [path, changed] of changesBetween(shown, page, PAGE_PATH))
        window.dash_clientside.set_props(path, changed);
    });
  } catch (error) {
    console.error(error);
    return giveWay();
  }
  shown = page;
  query = settled; // as the address asks for it: several boxes in one value
  if (location.search !== query) history.pushState(null, "", location.pathname + query);
  document.title = title;
  say(`Updated. ${document.querySelector(".exhibit__finding")?.textContent ?? ""}`);
};

addEventListener("popstate", () => {
  if (swapped && location.search !== query) ask(location.search);
});

// ---- Hearing what a reader does

const isFilter = (form) => form?.id === "filters";

const queryOf = (form) => {
  const asks = new URLSearchParams(new FormData(form)).toString();
  return asks ? `?${asks}` : "";
};

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!isFilter(form)) return;
  if (swapped) return ask(queryOf(form));
  asked = event.target;
  query = queryOf(form);
  say(LOADING, true);
  begin();
  swapIfFree();
});

document.addEventListener("submit", (event) => {
  if (!swapped || !isFilter(event.target)) return;
  event.preventDefault();
  ask(queryOf(event.target));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-explore]");
  if (button) {
    asked = button;
    button.textContent = "Loading…"; // as boot.js says, which this may come after
    say(LOADING);
    begin();
    swapIfFree();
    return;
  }
  const link = event.target.closest("main a[href]");
  const plain = !event.defaultPrevented && event.button === 0;
  const held = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!swapped || !link || !plain || held || link.target || link.hasAttribute("download")) return;
  const there = new URL(link.href);
  if (there.origin !== location.origin || there.pathname !== location.pathname) return;
  if (there.hash || there.search === location.search) return;
  event.preventDefault();
  ask(there.search);
});
