// How are the figures of a chart read: by pointer, by finger and by the arrow keys?
//
// A chart has stops along one axis (the periods of a line, the rows of bars), and at each stop a
// point for each line. One box says what all lines are at a stop, in the order of the table below,
// and marks the one that is pointed at. It stands where it covers neither that line nor the stop.
// What each point says comes with the figure, as [period, line, figure].

const RING_PX = 16;

// ---- Where a figure's points are, in pixels of its element

const frameOf = (layout, { clientWidth, clientHeight }, [xName, yName]) => {
  const { l, r, t, b } = layout.margin;
  const whole = { domain: [0, 1] };
  const [x, y] = [{ ...whole, ...layout[xName] }, { ...whole, ...layout[yName] }];
  const across = (part) => l + part * (clientWidth - l - r);
  const up = (part) => t + (1 - part) * (clientHeight - t - b);
  const partOf = ({ range: [low, high], domain: [start, end] }, value) =>
    start + ((end - start) * (value - low)) / (high - low);
  return {
    left: across(x.domain[0]),
    right: across(x.domain[1]),
    top: up(y.domain[1]),
    bottom: up(y.domain[0]),
    place: (atX, atY) => [across(partOf(x, atX)), up(partOf(y, atY))],
  };
};

const axisName = (reference) => `${reference[0]}axis${reference.slice(1)}`;

const pointsOf = ({ data, layout }, element) =>
  data.flatMap((trace) => {
    if (!trace.customdata) return [];
    const axes = [axisName(trace.xaxis), axisName(trace.yaxis)];
    const panel = frameOf(layout, element, axes);
    return trace.customdata.flatMap(([period, line, words], place) => {
      const [x, y] = [trace.x[place], trace.y[place]];
      if (x === null || y === null) return [];
      const [left, top] = panel.place(x, y);
      const along = layout.meta.along === "y" ? -y : x;
      return [{ period, line, words, along, left, top, panel, axes: axes.join(), trace }];
    });
  });

// ---- What is said

const sentenceOf = ({ line, period, words }) => `${line}, ${period}: ${words}`;

// A hollow sign has its colour round it.
const colourOf = ({ marker }) => {
  const [colour] = [marker.color].flat();
  return colour === "#ffffff" ? marker.line.color : colour;
};

const element = (tag, className, ...inside) => {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...inside);
  return made;
};

const entry = (point, pointed) => {
  const key = element("span", "reading__key");
  key.style.background = colourOf(point.trace);
  const name = element("strong", "", `${point.line}:`);
  const when = point.period === pointed.period ? "" : `, ${point.period}`;
  const on = point.line === pointed.line ? "reading__on" : "";
  return element("li", on, key, name, ` ${point.words}${when}`);
};

// ---- Where the box stands

const APART_PX = 14; // from what is pointed at
const TICKS_PX = 28; // below a plot, for the names of its periods
const ROW_NAME_PX = 34; // above a row, for its name
const ALONG_A_LINE = [0, 0.25, 0.5, 0.75, 1];

const isWithin = ([x, y], box) =>
  x > box.left - 6 &&
  x < box.left + box.width + 6 &&
  y > box.top - 6 &&
  y < box.top + box.height + 6;

const between = (one, other, part) => [
  one.left + part * (other.left - one.left),
  one.top + part * (other.top - one.top),
];

// Does a box lie over a line, or over what stands at its stop?
const covers = (box, line, stop) =>
  stop.some(({ left, top }) => isWithin([left, top], box)) ||
  line.some((point, place) =>
    ALONG_A_LINE.some((part) => isWithin(between(point, line[place + 1] ?? point, part), box)),
  );

// Next to the point where that covers nothing, else under or over the whole plot of its line.
const placesFor = ({ left, top, panel }, { width, height }, inRows) => {
  if (inRows) {
    const under = { left: 0, top: top + APART_PX };
    return { beside: [], under, over: { left: 0, top: top - ROW_NAME_PX - height } };
  }
  const sides = [left + APART_PX, left - APART_PX - width];
  const beside = [panel.top, panel.bottom - height].flatMap((at) =>
    sides.map((side) => ({ left: side, top: at, width, height })),
  );
  const level = left - width / 2;
  const under = { left: level, top: panel.bottom + TICKS_PX };
  return { beside, under, over: { left: level, top: panel.top - height - APART_PX } };
};

const placeFor = (point, size, { line, stop, width, foot, inRows }) => {
  const { beside, under, over } = placesFor(point, size, inRows);
  const fits = (box) => box.left >= 0 && box.left + box.width <= width;
  const free = beside.find((box) => fits(box) && !covers(box, line, stop));
  const { left, top } = free ?? (under.top + size.height > foot ? over : under);
  return { left: Math.max(0, Math.min(left, width - size.width)), top };
};

// ---- Which point is meant

const MOST_IN_BOX = 9;
const NEAR_PX = 16;

const least = (all, measure) =>
  all.reduce((best, one) => (measure(one) < measure(best) ? one : best), all[0]);

const outside = ({ left, right, top, bottom }, x, y) =>
  Math.max(left - x, x - right, top - y, y - bottom, 0);

const isAt = (stop) => (point) => Math.abs(point.along - stop) < 1e-6;

const pointNear = (points, x, y, along) => {
  const [away, near] = [
    { x: (point) => Math.abs(point.left - x), y: (point) => Math.abs(point.top - y) }[along],
    (point) => Math.hypot(point.left - x, point.top - y),
  ];
  const { panel, axes } = least(points, (point) => outside(point.panel, x, y));
  if (outside(panel, x, y) > NEAR_PX) return null;
  const inPanel = points.filter((point) => point.axes === axes);
  const stop = least(inPanel, away ?? near).along;
  return least(inPanel.filter(isAt(stop)), near);
};

// All that stands at a point's stop, each line once; of very many only those of the same plot.
const beside = (points, point, lines) => {
  const here = points.filter(isAt(point.along));
  const own = here.filter(({ axes }) => axes === point.axes);
  const all = new Set(here.map(({ line }) => line)).size > MOST_IN_BOX ? own : [...own, ...here];
  return lines.flatMap((line) => all.find((other) => other.line === line) ?? []);
};

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };

// Where does an arrow lead: along the stops, or to another line of the same stop?
const pointAfter = (points, point, key, lines, along) => {
  const stops = [...new Set(points.map((one) => one.along))].sort((one, other) => one - other);
  if (!point) return points.find(isAt(key === "ArrowLeft" ? stops.at(-1) : stops[0]));
  const step = STEPS[key];
  if (key.match(along === "y" ? /Left|Right/ : /Up|Down/)) {
    const here = beside(points, point, lines);
    return here[here.findIndex(({ line }) => line === point.line) + step] ?? point;
  }
  const on = stops.filter((stop) => (stop - point.along) * step > 1e-6);
  if (step < 0) on.reverse();
  const there = on.map((stop) => points.filter(isAt(stop)));
  const same = ({ line, axes }) => line === point.line && axes === point.axes;
  const found = there.find((all) => all.some(same)) ?? there[0];
  return found?.find(same) ?? found?.[0] ?? point;
};

// ---- Reading

let stopReading = () => {}; // the chart that is being read, if any: one at a time

const readChart = (frame, plot, following) => {
  const marks = ["reading__guide", "reading__ring", "reading"].map((name) => element("div", name));
  const [guide, ring, box] = marks;
  let figure = null;
  let point = null;

  const along = () => figure.layout.meta.along;

  const close = () => show(null);

  const show = (next) => {
    if (next && stopReading !== close) stopReading();
    if (next) stopReading = close;
    point = next;
    for (const one of marks) one.hidden = !point;
    following.mark(point);
    if (point) draw();
  };

  const draw = () => {
    const points = pointsOf(figure, plot);
    const stop = beside(points, point, figure.layout.meta.lines);
    box.replaceChildren(
      element("p", "reading__at", point.period),
      element("ul", "", ...stop.map((one) => entry(one, point))),
    );
    const { top, bottom } = point.panel;
    const inRows = along() === "y";
    guide.hidden = inRows;
    setPlace(ring, { left: point.left - RING_PX / 2, top: point.top - RING_PX / 2 });
    setPlace(guide, { left: point.left, top });
    guide.style.height = `${bottom - top}px`;
    const size = { width: box.offsetWidth, height: box.offsetHeight };
    const line = points.filter(({ line, axes }) => line === point.line && axes === point.axes);
    line.sort((one, other) => one.along - other.along);
    const foot = innerHeight - plot.getBoundingClientRect().top;
    setPlace(box, placeFor(point, size, { line, stop, width: plot.clientWidth, foot, inRows }));
  };

  const hear = {
    pointermove: ({ clientX, clientY }) => {
      const { left, top } = plot.getBoundingClientRect();
      const points = pointsOf(figure, plot);
      if (points.length) show(pointNear(points, clientX - left, clientY - top, along()));
    },
    pointerleave: ({ pointerType }) => pointerType === "mouse" && show(null),
    keydown: (event) => {
      if (event.key === "Escape") return show(null);
      if (point && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        return following.keep(point.line);
      }
      const points = pointsOf(figure, plot);
      const held = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
      if (!(event.key in STEPS) || held || !points.length) return;
      event.preventDefault();
      show(pointAfter(points, point, event.key, figure.layout.meta.lines, along()));
      say(sentenceOf(point));
    },
    focusout: close,
  };
  hear.pointerdown = hear.pointermove;

  plot.append(...marks);
  show(null);
  for (const name of ["pointermove", "pointerdown", "pointerleave"])
    plot.addEventListener(name, hear[name]);
  for (const name of ["keydown", "focusout"]) frame.addEventListener(name, hear[name]);
  return (next) => {
    figure = next;
    show(null);
  };
};

const setPlace = ({ style }, { left, top }) => {
  style.left = `${left}px`;
  style.top = `${top}px`;
};
