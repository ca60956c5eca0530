// The parts about the result.

const KINDS = { equal: 'equal values', test: 'equal values and a test', score: 'scored', decision: 'decisions of people' };

function summaryPart(type, place) {
  const all = type.summary;
  const conflicts = Object.values(all.conflicts).reduce((sum, each) => sum + each, 0);
  return part(place, 'summary', 'Summary', null,
    stats([
      ['Records', number(all.records), plural(type.sources.length, 'source')],
      ['Entities', number(all.entities), all.entities > 0 ? (all.records / all.entities).toLocaleString('en', { maximumFractionDigits: 2 }) + ' records each' : null],
      ['Merged records', percent(all.merged_records, all.records), `${number(all.merged_records)} in ${plural(all.merged_entities, 'entity', 'entities')}`],
      ['Largest entity', plural(all.largest_size, 'record'), all.largest_entity],
      ['Open conflicts', number(conflicts), Object.entries(all.conflicts).map(([kind, count]) => `${number(count)} ${kind}`).join(', ')],
      ['Generic values', leftOut('generic') === null ? number(all.generic_values) : '–', 'of keys, which link nothing'],
    ]),
    leftOut('generic'),
    type.sources.length === 0 ? null : longTable('Records and duplicates by source', ['source', { name: 'records', number: true }, { name: 'entities', number: true }, 'merged', 'duplicates', { name: 'entities with duplicates', number: true }],
      type.sources.map((source) => [el('bdi', {}, source.perspective), number(source.records), number(source.entities),
        share(source.merged_records, source.records, null, false), share(source.duplicates, source.records, number(source.duplicates), false), number(source.entities_with_duplicates)])),
    el('p', { class: 'hint' }, 'Duplicates are records beyond the first one of their source in an entity.'));
}

function sizesPart(type, place) {
  const most = Math.max(1, ...type.sizes.map((bin) => bin.entities));
  return part(place, 'sizes', 'Sizes of entities', 'How many records entities have. A few that are far larger than the others are often merged by mistake.',
    table('Entities by number of records', [{ name: 'records each', number: true }, { name: 'entities', number: true }, { name: 'logarithmic', wide: true }, { name: 'records', number: true }],
      type.sizes.map((bin) => [bin.from === bin.to ? number(bin.from) : `${number(bin.from)} to ${number(bin.to)}`, number(bin.entities), logBar(bin.entities, most), number(bin.records)])));
}

function logBar(count, most) {
  const width = 100 * Math.log2(1 + count) / Math.log2(1 + most);
  return svg('svg', { class: 'share-bar', viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { class: 'is', width: width.toFixed(2), height: 6 }));
}

function mergesPart(type, place) {
  const missing = leftOut('merges');
  if (missing) return part(place, 'merges', 'What each key merges', null, missing);
  const sample = type.key_sample;
  if (sample.entities === 0) return part(place, 'merges', 'What each key merges', null, nothing('No entity has two records.'));
  return part(place, 'merges', 'What each key merges',
    (sample.entities < sample.of ? `Of a sample of ${number(sample.entities)} of the ${plural(sample.of, 'merged entity', 'merged entities')}` : `Of all ${plural(sample.of, 'merged entity', 'merged entities')}`)
      + `, which have ${plural(sample.records, 'record')}: the records that the key links with another one of their entity, and those that would be cut off from most of their entity without the key.`,
    table('Records that keys link, and that need them', ['key', 'links by', 'linked by it', 'only by it', { name: 'entities that would fall apart', number: true }],
      type.keys.map((key) => [el('bdi', {}, key.key), KINDS[key.kind], share(key.merges.joined, sample.records, number(key.merges.joined), false),
        share(key.merges.needed, sample.records, number(key.merges.needed), false), number(key.merges.entities_split)])));
}

function conflictsPart(type, place) {
  const { counts, worst } = type.conflicts;
  const missing = leftOut('conflicts');
  if (missing) return part(place, 'conflicts', 'Conflicts', null, missing);
  if (counts.length === 0) return part(place, 'conflicts', 'Conflicts', null, nothing('There are none.'));
  return part(place, 'conflicts', 'Conflicts', 'Open conflicts by what they are about. A conflict counts for each source that has a record in it.',
    longTable('Open conflicts by attribute, key or constraint', ['about', 'kind', { name: 'conflicts', number: true }, { name: 'by source', wide: true }],
      counts.map((each) => [el('bdi', {}, each.name), each.kind, number(each.conflicts),
        values(Object.entries(each.sources).sort((a, b) => b[1] - a[1]).map(([source, count]) => `${source} ${number(count)}`))])),
    el('h3', {}, 'The worst'),
    longTable('Conflicts to look at first', ['about', 'kind', { name: 'values', wide: true }, { name: 'entities', wide: true }, { name: 'records', number: true }],
      worst.map((each) => [el('bdi', {}, each.name), each.kind, values(each.values), el('span', {}, each.entities.map((entity) => el('div', {}, id(entity)))), number(each.records)]), 10));
}

function suspectsPart(type, place) {
  const missing = leftOut('suspects');
  if (missing) return part(place, 'suspects', 'Suspects', null, missing);
  const { over, under } = type.suspects;
  return part(place, 'suspects', 'Suspects', null,
    el('h3', {}, 'Entities that may be several'),
    el('p', { class: 'lead' }, `The merged entities of the sample and the largest ones were looked at. Look at these first; many will be right.`),
    over.length === 0 ? nothing('None was found.') : el('ol', { class: 'cards' }, over.map((each) => el('li', {},
      id(each.entity_id), ' ', el('span', { class: 'badge' }, plural(each.records, 'record')), reasons(each.reasons)))),
    el('h3', {}, 'Entities that may be one'),
    el('p', { class: 'lead' }, `${plural(type.suspects.examined_records, 'record')} were compared with those that nearly share a key with them, or share rare values of two attributes.`),
    under.length === 0 ? nothing('None was found.') : el('ol', { class: 'cards' }, under.map((each) => el('li', {},
      el('div', {}, id(each.left_entity), ' ', el('bdi', { class: 'muted' }, each.left_record)),
      el('div', {}, id(each.right_entity), ' ', el('bdi', { class: 'muted' }, each.right_record)), reasons(each.reasons)))));
}

function reasons(list) {
  return el('ul', { class: 'reasons' }, list.map((reason) => el('li', {}, el('span', {}, reason.text), reason.values.length === 0 ? null : values(reason.values))));
}

function growthPart() {
  const missing = leftOut('growth');
  if (missing) return part('', 'growth', 'Growth', null, missing);
  const sums = { records: 0, entities: 0 };
  const totals = report.growth.map((each) => ({ records: sums.records += each.records, entities: sums.entities += each.entities }));
  return part('', 'growth', 'Growth', 'Records and entities of all types that are there now, by the time at which they were last changed, added up.',
    lineChart('Rows by the time of their last change', report.growth.map((each) => each.period), [
      { name: 'records', values: totals.map((each) => each.records) },
      { name: 'entities', values: totals.map((each) => each.entities) },
    ], (value) => value.toLocaleString('en', { notation: value >= 100000 ? 'compact' : 'standard', maximumFractionDigits: 1 })));
}
