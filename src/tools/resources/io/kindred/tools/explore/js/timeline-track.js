// Draws one track of the timeline: bars along the time axis, in SVG.

const measure = document.createElement('canvas').getContext('2d');
const fontFamily = getComputedStyle(document.body).fontFamily;

function fitted(text, width, size) {
  // As wide as the boldest text of a bar.
  measure.font = `600 ${size}px ${fontFamily}`;
  const whole = shorten(text, 200);
  if (measure.measureText(whole).width <= width) return whole;
  const characters = Array.from(whole);
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure.measureText(characters.slice(0, middle).join('') + '…').width <= width) low = middle;
    else high = middle - 1;
  }
  return low < 2 ? '' : characters.slice(0, low).join('') + '…';
}

function scaleOf(view, width) {
  const x = (at) => ((at - view.from) / (view.to - view.from)) * width;
  return { view, width, x, at: (px) => view.from + (px / width) * (view.to - view.from) };
}

// A bar from edge to edge. A side without a bound is an arrow; one that is out of sight is cut straight.
function barPath(scale, item, top, height) {
  const start = startOf(item);
  const end = endOf(item);
  const left = Math.max(0, scale.x(Math.max(start, scale.view.from)));
  const right = Math.min(scale.width, scale.x(Math.min(end, scale.view.to)));
  if (end <= scale.view.from || start >= scale.view.to) return null;
  const wide = Math.max(right - left, 3);
  const tip = Math.min(9, wide / 2);
  const bottom = top + height;
  const middle = top + height / 2;
  const r = Math.min(4, wide / 2);
  const leftSide =
    start === -Infinity
      ? `M${left + tip},${bottom} L${left},${middle} L${left + tip},${top}`
      : start < scale.view.from
        ? `M${left},${bottom} L${left},${top}`
        : `M${left + r},${bottom} Q${left},${bottom} ${left},${bottom - r} L${left},${top + r} Q${left},${top} ${left + r},${top}`;
  const e = left + wide;
  const rightSide =
    end === Infinity
      ? `L${e - tip},${top} L${e},${middle} L${e - tip},${bottom} Z`
      : end > scale.view.to
        ? `L${e},${top} L${e},${bottom} Z`
        : `L${e - r},${top} Q${e},${top} ${e},${top + r} L${e},${bottom - r} Q${e},${bottom} ${e - r},${bottom} Z`;
  return {
    d: leftSide + ' ' + rightSide,
    left,
    wide,
    text: left + (start === -Infinity ? 12 : 7),
    room: wide - (start === -Infinity ? 12 : 7) - (end === Infinity ? 11 : 6),
  };
}

// bars: [{item, text, label, classes, top, height, size}]
function drawTrack(track, scale, height, bars, tints, name) {
  const drawing = svg('svg', {
    class: 'track',
    width: scale.width,
    height,
    viewBox: `0 0 ${scale.width} ${height}`,
    role: 'group',
    'aria-label': name,
  });
  for (const tick of scale.ticks) {
    drawing.append(svg('line', { class: 'grid', x1: scale.x(tick.at), x2: scale.x(tick.at), y1: 0, y2: height }));
  }
  for (const tint of tints) {
    const left = Math.max(0, scale.x(Math.max(startOf(tint), scale.view.from)));
    const right = Math.min(scale.width, scale.x(Math.min(endOf(tint), scale.view.to)));
    if (right > left) drawing.append(svg('rect', { class: 'tint', x: left, y: 0, width: right - left, height }));
  }
  const present = now();
  if (present > scale.view.from && present < scale.view.to) {
    drawing.append(svg('line', { class: 'now', x1: scale.x(present), x2: scale.x(present), y1: 0, y2: height }));
  }
  for (const bar of bars) {
    const path = barPath(scale, bar.item, bar.top, bar.height);
    if (path !== null) drawing.append(drawBar(bar, path, scale));
  }
  track.replaceChildren(drawing);
}

function drawBar(bar, path, scale) {
  const node = svg(
    'g',
    { class: 'mark ' + bar.classes, role: 'img', 'aria-label': bar.label, tabindex: -1, 'data-key': bar.key },
    svg('path', { d: path.d }),
  );
  for (const part of bar.parts || []) {
    const partPath = barPath(scale, part, bar.top, bar.height);
    if (partPath !== null) node.append(svg('path', { d: partPath.d, class: 'part' }));
  }
  const text = path.room < 10 ? '' : fitted(bar.text, path.room, bar.size) || bar.short || '';
  if (text !== '') {
    node.append(
      svg(
        'text',
        { x: path.text, y: bar.top + bar.height / 2, 'font-size': bar.size, 'dominant-baseline': 'central' },
        text,
      ),
    );
  }
  node.details = bar.details;
  return node;
}
