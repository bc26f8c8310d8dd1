// Which properties must be set so that the page shown becomes the page wanted?
//
// Dash draws again everything that is below a component whose children are set, and with it go focus,
// selection, and what a reader has opened. So what has a counterpart stays the same element, and is
// given its new properties; children are set only where the parts themselves are others.

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const isComponent = (node) => Boolean(node?.props);

const nameOf = ({ namespace, type, props }) => [namespace, type, props.id, props.tag, props.given?.id];

const isCounterpart = (one, other) =>
  same(one, other) || (isComponent(one) && isComponent(other) && same(nameOf(one), nameOf(other)));

// As [path, properties]; null where the children themselves must be set.
const changesBelow = (before, after, path) => {
  if (same(before, after)) return [];
  if (isComponent(before) && isCounterpart(before, after))
    return changesBetween(before, after, path);
  if (!Array.isArray(before) || before.length !== after?.length) return null;
  if (!before.every((child, place) => isCounterpart(child, after[place]))) return null;
  return before.flatMap((child, place) =>
    isComponent(child) ? changesBetween(child, after[place], [...path, place]) : [],
  );
};

const changesBetween = (before, after, path) => {
  const { children: had, ...shown } = before.props;
  const { children: has, ...wanted } = after.props;
  const changed = {};
  for (const name of Object.keys({ ...shown, ...wanted }))
    if (!same(shown[name], wanted[name])) changed[name] = wanted[name] ?? null;
  const below = changesBelow(had, has, [...path, "props", "children"]);
  if (below === null) changed.children = has ?? null;
  return [...(Object.keys(changed).length ? [[path, changed]] : []), ...(below ?? [])];
};
