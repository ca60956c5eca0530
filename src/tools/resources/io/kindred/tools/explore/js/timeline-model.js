// What the timeline shows: a lane for each attribute, with golden values, conflicts and what each record says.

function lanesOf(entity, records, conflicts) {
  const type = entity.entity_type;
  const lanes = new Map();
  const lane = (attr) => {
    if (!lanes.has(attr)) {
      lanes.set(attr, { attr, many: isMany(type, attr), golden: [], conflicts: [], rows: [], differs: 0 });
    }
    return lanes.get(attr);
  };
  for (const golden of entity.golden) lane(golden.attr).golden.push(golden);
  for (const conflict of conflicts) {
    if (conflict.attr && conflict.kind !== 'indirect') lane(conflict.attr).conflicts.push(conflict);
  }
  for (const record of records) addRows(record, lane);
  for (const each of lanes.values()) {
    each.rows.forEach((row) => {
      row.spans.forEach((span) => {
        span.compared = compared(span, each.golden, each.many);
        span.differing = span.compared === OTHER ? differingParts(span, each.golden, each.many) : [];
      });
    });
    const differing = (row) =>
      row.spans.some(
        (span) =>
          span.compared === OTHER ||
          each.conflicts.some((conflict) => conflict.kind === 'direct' && overlaps(conflict, span)),
      );
    each.rows.forEach((row) => {
      row.differs = differing(row);
    });
    each.differs = each.rows.filter((row) => row.differs).length;
    each.rows.sort((a, b) => Number(b.differs) - Number(a.differs));
  }
  return inOrder(type, lanes.keys()).map((attr) => lanes.get(attr));
}

function addRows(record, lane) {
  const spans = new Map();
  for (const descriptor of record.descriptors) {
    if (!spans.has(descriptor.attr)) spans.set(descriptor.attr, []);
    spans.get(descriptor.attr).push({ ...descriptor });
  }
  for (const [attr, list] of spans) lane(attr).rows.push({ record, spans: list });
}

// The parts of a span over which the golden record says something else.
function differingParts(span, golden, many) {
  if (many) return [span];
  return golden
    .filter((each) => overlaps(each, span) && !agrees(each, span))
    .map((each) => ({
      start: startOf(each) > startOf(span) ? each.start : span.start,
      end: endOf(each) < endOf(span) ? each.end : span.end,
    }));
}

// Values that hold at once go below each other: [{item, level}] and the number of levels.
function stacked(items) {
  const sorted = [...items].sort((a, b) => startOf(a) - startOf(b) || endOf(a) - endOf(b));
  const ends = [];
  const placed = sorted.map((item) => {
    let level = ends.findIndex((end) => end <= startOf(item));
    if (level < 0) level = ends.length;
    ends[level] = endOf(item);
    return { item, level };
  });
  return { placed, levels: Math.max(1, ends.length) };
}

// The times to show at first. Bounds that stand for "never" or "always" (such as the year 9999) are left out.
function extentOf(lanes) {
  const all = [];
  for (const lane of lanes) {
    for (const item of [...lane.golden, ...lane.conflicts, ...lane.rows.flatMap((row) => row.spans)]) {
      all.push(startOf(item), endOf(item));
    }
  }
  const bounds = all.filter(Number.isFinite);
  const usual = bounds.filter((at) => !isCalendar() || Math.abs(at - now()) < 150 * YEAR);
  const chosen = [...(usual.length > 0 ? usual : bounds)];
  if (isCalendar() && chosen.length === usual.length) chosen.push(now());
  if (chosen.length === 0) chosen.push(0, 10);
  const least = (list) => list.reduce((a, b) => Math.min(a, b));
  const greatest = (list) => list.reduce((a, b) => Math.max(a, b));
  const shortest = isCalendar() ? (bounds.length === 0 ? 10 : 2) * YEAR : 4;
  const span = Math.max(greatest(chosen) - least(chosen), shortest);
  const middle = (greatest(chosen) + least(chosen)) / 2;
  const home = { from: middle - span * 0.62, to: middle + span * 0.62 };
  const whole = bounds.length === 0 ? span : greatest(bounds) - least(bounds);
  return {
    home,
    limits: {
      from: Math.min(home.from, bounds.length ? least(bounds) - whole * 0.1 : home.from),
      to: Math.max(home.to, bounds.length ? greatest(bounds) + whole * 0.1 : home.to),
    },
  };
}

// The same as a table: [attribute, value, interval, who says so, remark].
function timelineRows(lanes) {
  const rows = [];
  for (const lane of lanes) {
    for (const golden of lane.golden)
      rows.push({ lane, kind: 'golden value', item: golden, records: golden.records || [] });
    for (const conflict of lane.conflicts) {
      rows.push({
        lane,
        kind: conflict.kind + ' conflict',
        item: { ...conflict, value: conflictValues(conflict) },
        records: [],
      });
    }
    for (const row of lane.rows) {
      for (const span of row.spans)
        rows.push({ lane, kind: SIGNS[span.compared].text, item: span, records: [row.record] });
    }
  }
  return rows;
}

function conflictValues(conflict) {
  if (conflict.kind === 'direct') return conflict.values.map((each) => shorten(each.value, 60)).join(' or ');
  return shorten(conflict.value, 60);
}
