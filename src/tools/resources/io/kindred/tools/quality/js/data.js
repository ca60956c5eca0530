// The parts about the data.

const MOST_SOURCES = 12;
const LINES_AT_FIRST = 6;
const MOST_LINES = 24;

function completenessPart(type, place) {
  const { attributes, further, periods } = type.completeness;
  const missing = leftOut('completeness');
  if (missing) return part(place, 'completeness', 'Completeness', null, missing);
  const sources = type.sources.slice(0, MOST_SOURCES);
  const rows = attributes.map((attribute) => [
    el('bdi', {}, attribute.attribute),
    share(attribute.records, type.summary.records, distinct(attribute)),
    ...(sources.length < 2 ? [] : sources.map((source) => {
      const own = attribute.sources.find((each) => each.perspective === source.perspective);
      return own === undefined ? el('span', { class: 'muted' }, 'none') : share(own.records, source.records, distinct(own));
    })),
  ]);
  return part(place, 'completeness', 'Completeness',
    'The share of records with a value, and how many different values there are. Values are counted as the rules normalise them; what they drop, such as placeholders, is no value.',
    longTable('Records with a value, by attribute and source',
      ['attribute', 'all records', ...(sources.length < 2 ? [] : sources.map((each) => el('bdi', {}, each.perspective)))], rows),
    type.sources.length > MOST_SOURCES ? nothing(`${plural(type.sources.length - MOST_SOURCES, 'source')} more are only in the JSON.`) : null,
    further > 0 ? nothing(`${plural(further, 'attribute')} more were not looked at.`) : null,
    el('h3', {}, 'Over time'), periodsChart(type, periods));
}

function distinct(values) {
  return (values.is_exact ? '' : 'about ') + number(values.distinct) + ' different';
}

function periodsChart(type, periods) {
  if (periods.labels.length === 0) {
    return leftOut('periods') || nothing('No chart: values have no bounds, or all bounds are in one period.');
  }
  const shown = periods.attributes.slice(0, MOST_LINES);
  const changing = [...shown].sort((a, b) => spread(b) - spread(a))
    .filter((each, i) => i === 0 || spread(each) > type.summary.records / 100).slice(0, LINES_AT_FIRST);
  return el('div', {},
    el('p', { class: 'lead' }, `The share of all records with a value that is valid at some time of each ${unitName(periods.unit)}. A value without a beginning and an end counts in all. At first, only attributes are shown whose share changes.`),
    lineChart('Records with a valid value, by ' + unitName(periods.unit), periods.labels, shown.map((each) => ({
      name: each.attribute,
      values: each.records.map((records) => 100 * records / type.summary.records),
      hidden: !changing.includes(each),
    })), (value) => value.toLocaleString('en', { maximumFractionDigits: 1 }) + ' %', 100));
}

function unitName(unit) {
  return unit.startsWith('points: ') ? 'period of ' + unit.slice(8) : unit;
}

function spread(valid) {
  return Math.max(...valid.records) - Math.min(...valid.records);
}

function hottestPart(type, place) {
  return part(place, 'hottest', 'Commonest key values',
    'The values of each key that most records have. Values that more records than max_records have are generic and link nothing. List placeholders among them under nulls in the ontology.',
    leftOut('hottest'),
    el('div', { class: 'two' }, type.keys.filter((key) => key.kind !== 'decision').map((key) => el('div', {},
      el('h3', {}, el('bdi', {}, key.key), el('span', { class: 'muted' }, key.max_records > 0 ? `, generic with more than ${plural(key.max_records, 'record')}` : ', without max_records')),
      key.hottest.length === 0 ? nothing('No value that two records share.')
        : table(`Commonest values of ${visible(key.key)}`, [{ name: 'values', wide: true }, { name: 'records', number: true }],
          key.hottest.map((hot) => [el('span', {}, values(hot.values), hot.is_generic ? el('span', { class: 'badge danger' }, 'generic') : null), number(hot.records)]))))));
}
