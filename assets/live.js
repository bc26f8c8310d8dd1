// How does a finished page become a live Dash app when a reader asks for it?
//
// boot.js fetches this file when a reader first asks. The page stays as it is while Dash is fetched
// and draws the same page beside it, hidden and inert; then the two change places in one frame. If
// anything fails, the still page stays.
//
// What is relied on inside Dash 4.4.1, each guarded by tests/web/test_live.py:
// - its renderer draws into #react-entry-point when `new DashRenderer()` is called, and reads
//   the element #_dash-config first;
// - it asks for its layout and its callbacks with window.fetch, by addresses ending
//   _dash-layout and _dash-dependencies;
// - dcc takes window.Plotly when it is there, and fetches nothing;
// - a drawn chart is .js-plotly-plot inside .dash-graph, which has lost .dash-graph--pending;
// - dash_clientside.set_props on a dcc.Location changes the address and fires its callbacks.
(() => {
  "use strict";

  const script = document.currentScript.dataset;
  const PATIENCE_MS = 30000;
  const PREFIX = "/_live/";
  const still = document.querySelector("main");
  const said = document.createElement("p");
  let live = null; // the container that Dash draws into, once there is one
  let started = null; // a promise, once a reader has asked
  let swapped = false;
  let asked = null; // the control whose use asked for the live page
  let wanted = null; // the query that a filter was set to before the page was live

  // ---- Starting

  const load = (address) =>
    new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = resolve;
      element.onerror = () => reject(new Error("a script could not be fetched"));
      document.head.append(element);
    });

  const fetchStart = async () => {
    const page = location.pathname + location.search;
    const answer = await fetch(`${PREFIX}start?page=${encodeURIComponent(page)}`);
    if (!answer.ok) throw new Error("the page could not be fetched");
    return answer.json();
  };

  const begin = () => {
    started ??= Promise.all([fetchStart(), load(script.plotly), load(script.dash)])
      .then(([start]) => draw(start))
      .then(drawn)
      .then(swapWhenFree)
      .catch(stayStill);
    return started;
  };

  const stayStill = () => {
    if (swapped) return;
    live?.remove();
    for (const button of still.querySelectorAll("[data-explore]")) button.hidden = true;
    if (asked) say("The live charts could not be loaded. Everything on this page still works.");
  };

  // ---- Drawing

  const draw = (start) => {
    answerFetches({
      [`${PREFIX}_dash-layout`]: start.layout,
      [`${PREFIX}_dash-dependencies`]: start.dependencies,
    });
    const config = document.createElement("script");
    config.id = "_dash-config";
    config.type = "application/json";
    config.textContent = JSON.stringify(start.config);
    live = document.createElement("div");
    live.className = "live live--waiting";
    live.inert = true;
    live.innerHTML = '<div id="react-entry-point"></div>';
    still.after(config, live);
    new window.DashRenderer();
  };

  // Dash is given what was fetched with the page; a callback that fails gives way to a still page.
  const answerFetches = (known) => {
    const fetchOnline = window.fetch.bind(window);
    window.fetch = (resource, options) => {
      const address = String(resource.url ?? resource);
      if (address in known) return Promise.resolve(Response.json(known[address]));
      const answer = fetchOnline(resource, options);
      if (address.startsWith(`${PREFIX}_dash-update-component`)) {
        answer.then(
          (response) => (response.ok ? settled() : location.reload()),
          () => location.reload(),
        );
      }
      return answer;
    };
  };

  const drawn = async () => {
    const charts = still.querySelectorAll("[data-explore]").length;
    const deadline = performance.now() + PATIENCE_MS;
    const ready = () =>
      live.querySelector("main, #page > *") &&
      live.querySelectorAll(".dash-graph:not(.dash-graph--pending) .js-plotly-plot .main-svg")
        .length >= charts;
    while (!ready()) {
      if (performance.now() > deadline) throw new Error("the charts were not drawn");
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  };

  // ---- Changing places

  // A reader in the middle of something is left alone: focus inside the page, or text selected.
  // The exception is the control that asked for this: focus goes to its live counterpart.
  const isFree = () => {
    const focused = document.activeElement;
    const selection = getSelection();
    const reading = !selection.isCollapsed && still.contains(selection.anchorNode);
    return !reading && (!still.contains(focused) || focused === still || focused === asked);
  };

  const swapWhenFree = () => {
    if (isFree()) return swap();
    const again = () =>
      setTimeout(() => {
        if (!isFree() || swapped) return;
        for (const event of ["focusout", "selectionchange", "change"])
          document.removeEventListener(event, again);
        swap();
      });
    for (const event of ["focusout", "selectionchange", "change"])
      document.addEventListener(event, again);
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
    if (wanted !== null) show(wanted);
  };

  const counterpart = (element) =>
    element.dataset.explore
      ? live.querySelector(`#${CSS.escape(element.dataset.explore)}-frame`)
      : live.querySelector(element.id ? `#${CSS.escape(element.id)}` : "main");

  // What a reader has opened, closed or filled in stays so.
  const carryOver = () => {
    for (const field of still.querySelectorAll("form [id]")) {
      const twin = counterpart(field);
      if (twin && "value" in field) twin.value = field.value;
    }
    for (const part of still.querySelectorAll("details[id]")) {
      const twin = counterpart(part);
      if (twin) twin.open = part.open;
    }
  };

  // Dash draws a changed page anew: what a reader had in hand is put back before it is seen.
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

  // ---- Living with an address

  const queryOf = (form) => {
    const query = new URLSearchParams(new FormData(form)).toString();
    return query ? `?${query}` : "";
  };

  const show = (query) => window.dash_clientside.set_props("address", { search: query });

  const isFilter = (form) => form?.method === "get" && form.closest("main");

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!isFilter(form)) return;
    if (swapped) return show(queryOf(form));
    asked = event.target;
    wanted = queryOf(form);
    say("Loading.");
    begin();
  });

  document.addEventListener("submit", (event) => {
    if (!swapped || !isFilter(event.target)) return;
    event.preventDefault();
    show(queryOf(event.target));
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-explore]");
    if (button) {
      asked = button;
      say("Loading.");
      begin();
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
    show(there.search);
  });

  for (const event of ["focusin", "pointerdown"])
    document.addEventListener(event, (happened) => {
      if (!swapped && isFilter(happened.target.form)) begin();
    });

  // ---- Telling

  const say = (text) => {
    said.textContent = text;
  };

  let settling = 0;
  const settled = () => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      document.title = live.querySelector("#page")?.dataset.title ?? document.title;
      const finding = live.querySelector(".exhibit__finding")?.textContent ?? "";
      say(`Updated. ${finding}`);
    }, 150);
  };

  said.className = "unseen";
  said.setAttribute("role", "status");
  document.body.append(said);

  if (script.start === "now") begin();
})();
