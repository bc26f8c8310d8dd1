// When does a page that is finished as it stands need more script than this?
//
// Once it has been seen and the browser is idle, where its reader does not save data; before that, when
// a pointer, a finger or the focus comes near a chart; and wherever its reader asks. Everything is then
// fetched together, because each round trip over a slow line costs more than what it brings; and what
// asked is done again for live.js to hear.
(() => {
  "use strict";

  const script = document.currentScript.dataset;
  const events = ["click", "change", "focusin", "pointerdown", "pointerover"];
  const missed = [];
  const hide = (kind) => {
    for (const button of document.querySelectorAll(kind)) button.hidden = true;
  };

  const load = (src, fetchPriority) =>
    new Promise((resolve, reject) => {
      const element = document.createElement("script");
      Object.assign(element, { src, fetchPriority, onload: resolve, onerror: reject });
      document.head.append(element);
    });

  const fetchStart = async () => {
    const page = encodeURIComponent(location.pathname + location.search);
    const answer = await fetch(`/_live/start?page=${page}`);
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  const fetchLive = () => {
    if (window.starting) return;
    const live = load(script.live, "high");
    window.starting = {
      start: fetchStart(),
      dash: load(script.dash, "high"),
      plotly: load(script.plotly, "low"), // the largest: the page is drawn while it comes
    };
    for (const part of Object.values(starting)) part.catch(() => {});
    live.then(repeat, stayStill);
  };

  const { saveData, effectiveType } = navigator.connection ?? {};
  const mayStart = script.start === "idle" && !saveData && !/2g/.test(effectiveType);

  const hear = ({ target, type }) => {
    const explore = target.closest("[data-explore]");
    const filter = target.form?.id === "filters";
    if (explore && type === "click") explore.textContent = "Loading…";
    if (explore ? type === "click" : filter && !/click|over/.test(type))
      missed.push([explore || target, type]);
    else if (!(mayStart && target.closest(".exhibit"))) return;
    fetchLive();
  };

  const repeat = () => {
    for (const event of events) document.removeEventListener(event, hear);
    for (const [target, type] of missed) target.dispatchEvent(new Event(type, { bubbles: true }));
  };

  // Without what makes a page live, a choice asks for the page again, as without any script.
  const stayStill = () => {
    hide("[data-explore]");
    const send = ({ target, type }) => type === "change" && target.form?.requestSubmit();
    for (const [target, type] of missed) send({ target, type });
    document.addEventListener("change", send);
  };

  document.documentElement.dataset.script = ""; // what needs a script is shown
  document.addEventListener("click", ({ target }) => target.closest("[data-print]") && print());
  // What is typed takes the place of what is chosen, or a list of names would offer that alone.
  document.addEventListener("focusin", ({ target }) => target.list && target.select());
  for (const event of events) document.addEventListener(event, hear);
  hide("#filters .button");

  if (mayStart) {
    const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 1000));
    addEventListener("load", () => idle(fetchLive));
  }
})();
