// When does a page that is finished as it stands need more script than this?
//
// When its reader first asks: live.js is fetched then, and what asked is done again for it to hear.
(() => {
  "use strict";

  const script = document.currentScript.dataset;
  const events = ["click", "change", "focusin", "pointerdown"];
  const missed = [];
  let asked = false;

  const fetchLive = (start) => {
    if (asked) return;
    asked = true;
    for (const address of [script.plotly, script.dash]) {
      const hint = document.createElement("link");
      Object.assign(hint, { rel: "preload", as: "script", href: address });
      document.head.append(hint);
    }
    const element = document.createElement("script");
    Object.assign(element, { src: script.live, onload: repeat, onerror: stayStill });
    Object.assign(element.dataset, script, { start });
    document.head.append(element);
  };

  const hear = (event) => {
    const target = event.target;
    const explores = event.type === "click" && target.closest("[data-explore]");
    const filters = event.type !== "click" && target.form?.closest("main");
    if (!explores && !filters) return;
    missed.push([explores || target, event.type]);
    fetchLive("asked");
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
    addEventListener("load", () => idle(() => fetchLive("now")));
  }
})();
