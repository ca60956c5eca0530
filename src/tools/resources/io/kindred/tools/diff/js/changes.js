// The list of changes of entities, with a filter, and what is in one of them.

function shortId(id) {
  return shorten(id, 24);
}

// The mark of an entity: its colour within the change, and its id.
function mark(id, colours, isWhole = false) {
  return el(
    'span',
    { class: 'entity-mark' },
    el('span', { class: `dot p${colours.get(id) % 8}`, 'aria-hidden': 'true' }),
    el('bdi', { class: 'id', title: isWhole ? null : visible(id) }, isWhole ? visible(id) : shortId(id)),
  );
}

function coloursOf(change) {
  const ids = [...change.before, ...change.after].map((each) => each.entity_id);
  for (const record of change.shown_records) ids.push(record.before, record.after);
  return new Map([...new Set(ids.filter((each) => each !== null))].map((id, at) => [id, at]));
}

function entitiesList(title, entities, all, colours) {
  return el(
    'div',
    {},
    el('h3', {}, title),
    all === 0 ? nothing('none') : null,
    el(
      'ul',
      {},
      entities.map((each) =>
        el(
          'li',
          {},
          mark(each.entity_id, colours, true),
          el('span', { class: 'summary' }, plural(each.records, 'record'), ' · ', el('bdi', {}, shorten(each.summary, 120))),
        ),
      ),
      all > entities.length ? el('li', { class: 'muted' }, `and ${number(all - entities.length)} more`) : null,
    ),
  );
}

function recordChange(record) {
  const texts = [];
  if (record.before === null) texts.push('came');
  if (record.after === null) texts.push('went');
  if (record.changes.includes('records')) texts.push('says something else');
  if (record.changes.includes('decisions')) texts.push('other decisions');
  return texts.join(', ');
}

function recordsTable(change, colours) {
  const rows = change.shown_records.map((record) => ({
    class: recordChange(record) === '' ? null : 'is-other',
    cells: [
      recordLabel(record),
      record.before === null ? '–' : mark(record.before, colours),
      record.after === null ? '–' : mark(record.after, colours),
      recordChange(record),
    ],
  }));
  const further = change.records - change.shown_records.length;
  return el(
    'div',
    {},
    table('Records before and after', ['Record', 'Before', 'After', 'What differs'], rows, { fitting: true }),
    further > 0 ? el('p', { class: 'muted' }, `and ${plural(further, 'more record')}`) : null,
  );
}

function goldenTable(change) {
  if (change.golden.length === 0) return null;
  const rows = change.golden.map((each) => [
    attrText(each.attr),
    each.change === 'removed' ? { cell: 'before', class: 'is-removed' } : { cell: 'after', class: 'is-added' },
    valueText(each.value),
    intervalText(each),
  ]);
  return el(
    'div',
    {},
    table('Golden values that differ', ['Attribute', 'When', 'Value', 'Holds'], rows, { fitting: true }),
    change.further_golden > 0 ? el('p', { class: 'muted' }, `and ${number(change.further_golden)} more`) : null,
  );
}

function changeBody(change) {
  const colours = coloursOf(change);
  return [
    el(
      'div',
      { class: 'sides' },
      entitiesList('Before', change.before, change.entities_before, colours),
      entitiesList('After', change.after, change.entities_after, colours),
    ),
    goldenTable(change),
    recordsTable(change, colours),
  ];
}

function changeItem(change) {
  const named = [...change.after, ...change.before].find((each) => each.summary !== '');
  const body = el('div', { class: 'difference-body' });
  const details = el(
    'details',
    {},
    el(
      'summary',
      {},
      el('span', { class: 'badge warn' }, KINDS[change.kind]),
      ' ',
      el('bdi', { class: 'difference-title' }, named === undefined ? '(no values)' : shorten(named.summary, 100)),
      el(
        'span',
        { class: 'difference-facts' },
        el('span', {}, `${plural(change.entities_before, 'entity', 'entities')} → ${number(change.entities_after)}`),
        el('span', {}, plural(change.records, 'record')),
        el('span', {}, 'cause: ' + causesText(change.causes)),
      ),
    ),
    body,
  );
  details.addEventListener('toggle', () => {
    if (details.open && body.children.length === 0) clear(body, changeBody(change));
  });
  return el('li', { class: 'difference' }, details);
}

function isFound(change, text) {
  if (text === '') return true;
  const entities = [...change.before, ...change.after];
  return (
    entities.some((each) => (each.entity_id + ' ' + each.summary).toLowerCase().includes(text)) ||
    change.shown_records.some((each) => recordText(each).toLowerCase().includes(text))
  );
}

function options(names, present, all) {
  return [['', all], ...Object.entries(names).filter(([name]) => present.has(name))];
}

function changesPart() {
  const chosen = { kind: '', cause: '', text: '' };
  const list = el('ul', { class: 'differences' });
  const status = el('p', { class: 'hint', role: 'status' });
  const foot = el('div', {});
  const all = diff.counts.reduce((sum, each) => sum + each.changes, 0);
  function show() {
    const found = diff.changes.filter(
      (each) =>
        (chosen.kind === '' || each.kind === chosen.kind) &&
        (chosen.cause === '' || each.causes.includes(chosen.cause)) &&
        isFound(each, chosen.text.trim().toLowerCase()),
    );
    const counted = diff.counts
      .filter((each) => (chosen.kind === '' || each.kind === chosen.kind) && (chosen.cause === '' || each.causes.includes(chosen.cause)))
      .reduce((sum, each) => sum + each.changes, 0);
    status.textContent =
      chosen.text.trim() === ''
        ? `${number(found.length)} of ${plural(counted, 'change')} listed, the most important first`
        : `${number(found.length)} of the ${number(diff.changes.length)} listed changes found`;
    list.replaceChildren();
    clear(foot, paged(found, 25, changeItem, list, 'change'));
  }
  const text = el('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' });
  text.addEventListener('input', () => {
    chosen.text = text.value;
    show();
  });
  show();
  if (all === 0) return part('changes', 'Changes', nothing('No entity changed.'));
  return part(
    'changes',
    'Changes',
    el(
      'div',
      { class: 'filters', role: 'search', 'aria-label': 'Changes' },
      select('Change', options(KINDS, new Set(diff.counts.map((each) => each.kind)), 'all'), (value) => {
        chosen.kind = value;
        show();
      }),
      select('Cause', options(CAUSES, new Set(diff.counts.flatMap((each) => each.causes)), 'all'), (value) => {
        chosen.cause = value;
        show();
      }),
      el('label', { class: 'field' }, 'Entity, record or value', text),
    ),
    status,
    list,
    foot,
  );
}
