// Which line does a reader follow? The one whose name, or whose row in the table, is pointed at; or the
// one that was kept by pressing its name. All others fade. And the table marks what is read of the chart.

const FADED = 0.2;

const namesIn = (trace) => [...new Set((trace.customdata ?? []).map(([, line]) => line))];

// A band has the colour of its line, and the axes.
const linesOf = (trace, data) => {
  const isIts = ({ customdata, marker, xaxis }) =>
    customdata && xaxis === trace.xaxis && marker.color === trace.line?.color;
  return namesIn(trace.fill ? (data.find(isIts) ?? trace) : trace);
};

const opacityOf = (line, followed) => (!followed || line === followed ? 1 : FADED);

const fade = (graph, followed) => {
  const lines = graph.data.map((trace) => linesOf(trace, graph.data));
  window.Plotly.restyle(graph, {
    opacity: lines.map((names) => (names.length === 1 ? opacityOf(names[0], followed) : 1)),
    "marker.opacity": graph.data.map(({ customdata }, place) =>
      lines[place].length > 1 ? customdata.map(([, line]) => opacityOf(line, followed)) : 1,
    ),
  });
};

// ---- The table of the same figures

const textOf = (cell) => cell?.textContent.trim();

const cellsOf = (exhibit) => {
  const [head, ...rows] = exhibit?.querySelector("table")?.rows ?? [];
  return { heads: [...(head?.cells ?? [])].map(textOf), rows };
};

// A cell of a point where the table has its line against its period, or else its row.
const mark = (exhibit, point) => {
  for (const cell of exhibit?.querySelectorAll(".lit") ?? []) cell.classList.remove("lit");
  if (!point) return;
  const { heads, rows } = cellsOf(exhibit);
  const isOf = (text) => text === point.line || text === point.period;
  const row = rows.find(({ cells }) => isOf(textOf(cells[0])));
  const column = heads.findIndex(isOf);
  for (const cell of row ? (column > 0 ? [row.cells[column]] : row.cells) : [])
    cell.classList.add("lit");
};

const lineAt = (cell, lines) => {
  const { heads } = cellsOf(cell.closest(".exhibit"));
  const named = [textOf(cell.closest("tr").cells[0]), heads[cell.cellIndex]];
  return lines.find((line) => named.includes(line)) ?? null;
};

// ---- Following

const followLines = (plot, graph) => {
  const exhibit = plot.closest(".exhibit");
  let [kept, pointed, shown, buttons] = [null, null, null, []];

  const follow = () => {
    for (const button of buttons) button.ariaPressed = String(button.ariaLabel === kept);
    if (!graph.data || shown === (pointed ?? kept)) return;
    shown = pointed ?? kept;
    fade(graph, shown);
  };

  const point = (line) => {
    pointed = line;
    follow();
  };

  const keep = (line) => {
    [kept, pointed] = [kept === line ? null : line, null];
    follow();
  };

  const nameButton = ({ name }, place) => {
    const text = graph.querySelector(`.annotation[data-index="${place}"] .annotation-text-g`);
    if (!text || !graph.layout.meta.lines.includes(name)) return [];
    const button = element("button", "reading__name");
    Object.assign(button, { type: "button", tabIndex: -1, ariaLabel: name, ariaPressed: "false" });
    const [{ left, top, width, height }, origin] = [text, plot].map((one) =>
      one.getBoundingClientRect(),
    );
    setPlace(button, { left: left - origin.left, top: top - origin.top });
    const seen = Math.min(width, origin.right - left); // what lies beyond the plot is not drawn
    Object.assign(button.style, { width: `${seen}px`, height: `${height}px` });
    button.onpointerenter = ({ pointerType }) => pointerType === "mouse" && point(name);
    button.onpointerleave = () => point(null);
    button.onclick = () => keep(name);
    return [button];
  };

  const drawn = () => {
    for (const button of buttons) button.remove();
    buttons = graph.layout.annotations.flatMap(nameButton);
    if (!graph.layout.meta.lines.includes(kept)) kept = null;
    plot.append(...buttons);
    shown = null;
    follow();
  };

  exhibit?.addEventListener("pointerover", ({ target }) => {
    const cell = target.closest("td, th");
    point(cell ? lineAt(cell, graph.layout?.meta.lines ?? []) : null);
  });
  exhibit?.addEventListener("pointerleave", () => point(null));
  return { drawn, keep, mark: (read) => mark(exhibit, read) };
};
