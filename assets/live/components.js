// What does a live page draw that the component libraries of Dash draw worse?
//
// A chart and the address of the page: dcc has both, in 97 kB on the wire, but its chart is drawn
// some frames after the words around it have changed, and is blank in between. This one is drawn in
// the very frame in which its figure is set. And HTML that the server has finished.

const undrawn = new Map(); // what waits for Plotly to arrive

const drawChart = (element, figure, config, drawn) => {
  if (!window.Plotly) return void undrawn.set(element, [figure, config, drawn]);
  // Plotly writes into what it is given, and the frame round the chart says how high it is.
  const { data, layout } = structuredClone(figure);
  const fitted = { ...layout, autosize: true, height: undefined, width: undefined };
  // What is read of it stands in a box of ours: Plotly needs to hear no pointer.
  const still = { ...config, responsive: false, staticPlot: true };
  window.Plotly.react(element, data, fitted, still).then(drawn);
};

// One chart at a time, so that a reader who does something meanwhile does not wait for them all.
const drawUndrawn = async () => {
  for (const [element, given] of undrawn) {
    undrawn.delete(element);
    drawChart(element, ...given);
    await new Promise((resolve) => setTimeout(resolve));
  }
};

const keepFitting = (element, drawn) => {
  let width = null; // as it was when last seen
  const observer = new ResizeObserver(() => {
    const resized = width !== null && width !== element.clientWidth;
    width = element.clientWidth;
    if (resized && width && element.data) window.Plotly.Plots.resize(element).then(drawn);
  });
  observer.observe(element);
  return () => {
    observer.disconnect();
    undrawn.delete(element);
    if (element.data) window.Plotly.purge(element);
  };
};

const readable = (frame, plot, graph) => {
  const following = followLines(plot, graph);
  return { following, read: readChart(frame, plot, following) };
};

// On paper the still picture stands for the chart, which has the width of a screen.
const Chart = ({ id, figure, config, help, paper }) => {
  const { createElement, useLayoutEffect, useRef } = window.React;
  const [graph, frame, plot, read] = [useRef(null), useRef(null), useRef(null), useRef(null)];
  const { title, description } = figure.layout.meta;
  const drawn = () => read.current?.following.drawn();
  useLayoutEffect(() => keepFitting(graph.current, drawn), []);
  useLayoutEffect(() => {
    if (help) read.current ??= readable(frame.current, plot.current, graph.current);
    read.current?.read(figure);
    drawChart(graph.current, figure, config, drawn);
  }, [figure]);
  const picture = { id, ref: graph, role: "img", "aria-label": title, "aria-describedby": `${id}-told` };
  const byKeys = {
    tabIndex: 0,
    role: "application",
    "aria-roledescription": "chart",
    "aria-label": title,
    "aria-describedby": `${id}-help`,
  };
  return createElement(
    "div",
    { className: "live-chart", id: `${id}-frame`, ref: frame, ...(help && byKeys) },
    createElement(
      "div",
      { className: "live-chart__plot", ref: plot, style: { "--height": figure.layout.height } },
      createElement("div", { className: "live-chart__graph", ...picture }),
    ),
    createElement("div", { className: "paper", dangerouslySetInnerHTML: { __html: paper } }),
    createElement("div", { id: `${id}-told`, hidden: true }, description),
    help && createElement("p", { className: "explore explore--help small quiet", id: `${id}-help` }, help),
  );
};

// What a reader has opened or closed is theirs: an element is given `open` once.
const Finished = ({ tag, given, html }) => {
  const { createElement, useRef } = window.React;
  const { open } = useRef(given).current;
  const props = open === undefined ? given : { ...given, open };
  return createElement(tag, { ...props, dangerouslySetInnerHTML: { __html: html } });
};

const Choice = ({ given, html, value }) => {
  const { createElement, useLayoutEffect, useRef } = window.React;
  const select = useRef(null);
  useLayoutEffect(() => void (select.current.value = value), [html, value]);
  return createElement("select", {
    ...given,
    ref: select,
    dangerouslySetInnerHTML: { __html: html },
  });
};

const Field = ({ given, checked, value }) => {
  const { createElement, useLayoutEffect, useRef } = window.React;
  const input = useRef(null);
  useLayoutEffect(() => void (input.current.checked = checked), [checked]);
  useLayoutEffect(() => void (input.current.value = value), [value]);
  return createElement("input", { ...given, ref: input });
};

// Draws nothing: `search` asks the callback for a page, and `answer` is the page it gave.
const Address = ({ answer }) => {
  window.React.useEffect(() => queueMicrotask(() => (answer ? show(answer) : mounted())), [answer]);
  return null;
};

window.dashboard_live = { Address, Chart, Choice, Field, Finished };
