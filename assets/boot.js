// When does a page that is finished as it stands need more script than this?
//
// When its reader first asks. Everything is then asked for together, because each round trip over a
// slow line costs more than what it brings; and what asked is done again for live.js to hear.
(() => {
  "use strict";

  const script = document.currentScript.dataset;
  const events = ["click", "change", "focusin", "pointerdown"];
  const missed = [];

  const load = (src, fetchPriority) =>
    new Promise((resolve, reject) => {
      const element = document.createElement("script");
      Object.assign(element, { src, fetchPriority, onload: resolve, onerror: reject });
      document.head.append(element);
    });

  const fetchStart = async () => {
    const page = encodeURIComponent(location.pathname + location.search);
    const answer = await fetch(`/_live/start?page=${page}`);
    if (!answer.ok) throw new Error("the page could not be fetched");
    return answer.json();
  };

  const fetchLive = (now) => {
    if (window.starting) return;
    const live = load(script.live, "high");
    window.starting = {
      now,
      start: fetchStart(),
      dash: load(script.dash, "high"),
      plotly: load(script.plotly, "low"), // the largest: the page is drawn while it comes
    };
    for (const part of [starting.start, starting.dash, starting.plotly]) part.catch(() => {});
    live.then(repeat, stayStill);
  };

  const hear = (event) => {
    const explore = event.target.closest("[data-explore]");
    const filter = event.target.form?.closest("main");
    if (explore ? event.type === "click" : filter && event.type !== "click")
      missed.push([explore || event.target, event.type]);
    else if (!explore || event.type !== "pointerdown") return;
    fetchLive(false);
  };

  const repeat = () => {
    for (const event of events) document.removeEventListener(event, hear);
    for (const [target, type] of missed) target.dispatchEvent(new Event(type, { bubbles: true }));
  };

  const stayStill = () => {
    for (const button of document.querySelectorAll("[data-explore]")) button.hidden = true;
  };

  for (const event of events) document.addEventListener(event, hear);

  if (script.start === "idle" && !navigator.connection?.saveData) {
    const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 1000));
    addEventListener("load", () => idle(() => fetchLive(true)));
  }
})();
