// Puts the page together.

function stat(name, value, about) {
  return el('div', { class: 'stat' }, el('dt', {}, name), el('dd', {}, value, el('small', {}, about)));
}

function summaryPart() {
  const { records, entities, pairs } = diff;
  const changed = records.changed === null ? '' : `, ${number(records.changed)} changed`;
  const decided = records.decided === null ? '' : `, ${number(records.decided)} with other decisions`;
  return el(
    'dl',
    { class: 'stats' },
    stat('Entities', number(entities.after), `${number(entities.before)} before; ${number(entities.same)} are the same`),
    stat('Records', number(records.in_both + records.added), `${number(records.added)} came, ${number(records.removed)} went${changed}${decided}`),
    stat('Pairs in one entity', number(pairs.in_both + pairs.only_after), `${number(pairs.in_both)} in both, ${number(pairs.only_before)} only before, ${number(pairs.only_after)} only after`),
    stat('Agreement', fraction(pairs.jaccard), `of pairs; ${fraction(pairs.adjusted_rand)} adjusted for chance`),
  );
}

function countsPart() {
  if (diff.counts.length === 0) return null;
  return part(
    'counts',
    'What changed, and why',
    table(
      'Changes by kind and cause, with entities before and after',
      ['Change', 'Cause', 'Changes', 'Before', 'After', 'Records'],
      diff.counts.map((each) => [
        KINDS[each.kind],
        causesText(each.causes),
        number(each.changes),
        number(each.entities_before),
        number(each.entities_after),
        number(each.records),
      ]),
      { numbers: ['Changes', 'Before', 'After', 'Records'], fitting: true },
    ),
  );
}

function rulesPart() {
  return part(
    'rules',
    'Rules',
    diff.rules.length === 0
      ? nothing('The rules are equal.')
      : el('ul', { class: 'rules' }, diff.rules.map((each) => el('li', {}, el('code', {}, el('bdi', {}, each))))),
  );
}

function conflictRow(conflict) {
  return [
    conflict.change === 'opened' ? { cell: 'opened', class: 'is-removed' } : { cell: 'resolved', class: 'is-added' },
    conflict.kind,
    attrText(conflict.about),
    el('span', {}, conflict.values.map((each, at) => [at > 0 ? ', ' : null, el('bdi', {}, shorten(each, 80))]).flat()),
    intervalText(conflict),
    number(conflict.records),
    el('span', {}, conflict.entities.map((each) => el('div', {}, el('bdi', { class: 'id' }, visible(each))))),
  ];
}

const CONFLICT_COLUMNS = ['Change', 'Kind', 'About', 'Values', 'When', 'Records', 'Entities'];

function conflictsPart() {
  if (diff.conflicts === null) return null;
  const kinds = Object.entries(diff.conflicts.counts);
  if (kinds.length === 0) return part('conflicts', 'Conflicts', nothing('There are none.'));
  const counts = table(
    'Conflicts by kind',
    ['Kind', 'Opened', 'Resolved', 'Changed', 'Same'],
    kinds.map(([kind, each]) => [kind, number(each.opened), number(each.resolved), number(each.changed), number(each.same)]),
    { numbers: ['Opened', 'Resolved', 'Changed', 'Same'], fitting: true },
  );
  if (diff.conflicts.changes.length === 0) return part('conflicts', 'Conflicts', counts);
  const options = { numbers: ['Records'] };
  const caption = 'Conflicts that were opened or resolved, those of most records first';
  const listed = table(caption, CONFLICT_COLUMNS, [], options);
  const row = (each) => table('', CONFLICT_COLUMNS, [conflictRow(each)], options).querySelector('tbody tr');
  const foot = paged(diff.conflicts.changes, 25, row, listed.querySelector('tbody'), 'conflict');
  return part('conflicts', 'Conflicts', counts, el('div', { class: 'as-table' }, listed), foot);
}

function compared(name, result) {
  return [el('dt', {}, name), el('dd', {}, el('bdi', {}, visible(result)))];
}

function begin() {
  const parts = [countsPart(), changesPart(), conflictsPart(), rulesPart()].filter((each) => each !== null);
  clear(
    document.getElementById('main'),
    el('h1', {}, 'What changed'),
    el(
      'dl',
      { class: 'results-compared' },
      compared('Before', diff.before),
      compared('After', diff.after),
      diff.entity_type === null ? null : compared('Only type', diff.entity_type),
    ),
    diff.notes.map((each) => el('p', { class: 'notice' }, each)),
    summaryPart(),
    parts,
  );
  const short = { counts: 'Counts', changes: 'Changes', conflicts: 'Conflicts', rules: 'Rules' };
  clear(
    document.getElementById('nav'),
    parts.map((each) => el('li', {}, el('a', { href: '#' + each.id }, short[each.id]))),
  );
  if (location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

begin();
