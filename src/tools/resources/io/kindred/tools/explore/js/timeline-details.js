// What the timeline says about one bar, in a box beside it.

class Tooltip {
  constructor() {
    this.node = el('div', { class: 'tooltip', role: 'tooltip', id: 'tooltip', hidden: true });
  }

  show(mark) {
    clear(this.node, mark.details());
    this.node.hidden = false;
    const box = mark.getBoundingClientRect();
    const own = this.node.getBoundingClientRect();
    const visibleLeft = Math.max(box.left, 8);
    const left = Math.min(Math.max(8, visibleLeft), document.documentElement.clientWidth - own.width - 8);
    const below = box.bottom + 8 + own.height < window.innerHeight;
    this.node.style.left = Math.max(8, left) + 'px';
    this.node.style.top = Math.max(8, below ? box.bottom + 8 : box.top - own.height - 8) + 'px';
  }

  hide() {
    this.node.hidden = true;
  }
}

function tooltipParts(title, value, interval, ...rest) {
  return [
    el('p', { class: 'tooltip-title' }, title),
    el('p', { class: 'tooltip-value' }, el('bdi', {}, shorten(value, 400))),
    el(
      'p',
      { class: 'tooltip-time' },
      intervalText(interval),
      interval.end === null || interval.end === undefined
        ? null
        : el('span', { class: 'muted' }, ' (the end is exclusive)'),
    ),
    ...rest,
  ];
}

function goldenDetails(lane, item) {
  const says =
    (item.records || []).length > 0
      ? [
          el(
            'p',
            { class: 'tooltip-label' },
            `${plural(item.records.length, 'record')} ${item.records.length === 1 ? 'says' : 'say'} so`,
          ),
          recordList(item.records),
        ]
      : [];
  return tooltipParts(`${lane.attr}: golden value`, item.value, item, ...says);
}

// With the times at which a value differs, if it does not always.
function comparedText(item) {
  const { text } = SIGNS[item.compared];
  const times = item.differing.map(intervalText).slice(0, 5);
  return times.length === 0 || times[0] === intervalText(item) ? text : `${text} (${times.join(', ')})`;
}

function spanDetails(lane, record, item) {
  const sign = el('span', { class: 'sign' }, SIGNS[item.compared].sign);
  return tooltipParts(
    lane.attr,
    item.value,
    item,
    recordList([record]),
    el('p', { class: 'compared ' + item.compared }, sign, ' ', comparedText(item)),
  );
}

function conflictDetails(lane, conflict) {
  const parts = [
    el('p', { class: 'tooltip-title danger' }, `⚠ ${conflict.kind} conflict: ${lane.attr}`),
    el('p', { class: 'tooltip-time' }, intervalText(conflict)),
  ];
  if (conflict.kind === 'direct') {
    for (const each of conflict.values) {
      parts.push(
        el('p', { class: 'tooltip-value' }, el('bdi', {}, shorten(each.value, 200))),
        recordList(each.records, 5),
      );
    }
    if ((conflict.violates || []).length > 0)
      parts.push(el('p', {}, 'Breaks the constraint ' + conflict.violates.join(', ')));
  } else {
    parts.push(
      el('p', { class: 'tooltip-value' }, el('bdi', {}, shorten(conflict.value, 200))),
      el(
        'p',
        {},
        `${plural(conflict.entities.length, 'entity', 'entities')} have it at once. Breaks the constraint ${conflict.constraint}.`,
      ),
    );
  }
  return parts;
}
