// The page of one entity: what it is called, and its views.

const VIEWS = [
  { id: 'timeline', text: 'Timeline', show: timelinePanel },
  { id: 'records', text: 'Records side by side', show: comparePanel },
  { id: 'evidence', text: 'Evidence', show: evidencePanel },
  { id: 'origin', text: 'How it came about', show: originPanel },
];

let shownEntity = null;

// True if the entity is shown already, and only its view changed.
async function entityView(main, { parts }) {
  const id = parts[1];
  const view = parts[2] || 'timeline';
  if (shownEntity !== null && shownEntity.id === id && shownEntity.tabs.list.isConnected) {
    shownEntity.tabs.choose(view);
    return true;
  }
  forgetAnswers();
  const entity = await get(apiPath('entities', id));
  if (entity.status === 'retired') {
    await retiredView(main, entity);
    return false;
  }
  setPerspectives(entity.records);
  const title = titleOf(entity);
  document.title = title + ' · Kindred';
  const entries = VIEWS.filter((each) => isThere(each.id, id)).map((each) => ({
    ...each,
    count: each.id === 'records' ? entity.records.length : 0,
  }));
  const made = tabs('Views of the entity', entries, view, (chosen, panel) => {
    const wanted = entityAddress(id, chosen);
    if (location.hash !== wanted) history.replaceState(null, '', wanted);
    showPanel(entity, chosen, panel);
  });
  shownEntity = { id, tabs: made };
  clear(main, entityHead(entity, title), made.list, made.panel);
  made.choose(entries.some((each) => each.id === view) ? view : 'timeline');
  return false;
}

function isThere(view, id) {
  if (!offline || view === 'timeline') return true;
  const here = {
    records: apiPath('entities', id, 'records'),
    evidence: apiPath('evidence', id),
    origin: apiPath('history', id),
  };
  return has(here[view]) || (view === 'origin' && has(here.evidence));
}

const PERSPECTIVES = 20;

function entityHead(entity, title) {
  const counts = new Map();
  entity.records.forEach((each) => counts.set(each.perspective, (counts.get(each.perspective) || 0) + 1));
  const open = (entity.conflicts || []).length;
  const hidden = counts.size - PERSPECTIVES;
  return el(
    'header',
    { class: 'entity-head' },
    el('p', { class: 'kind' }, entity.entity_type),
    el('h1', {}, el('bdi', {}, title)),
    el(
      'p',
      { class: 'facts' },
      el('code', { class: 'id' }, entity.entity_id),
      el('span', {}, plural(entity.records.length, 'record')),
      el('span', {}, 'revision ' + entity.revision),
      open > 0 && conflictBadge(open, 'open conflict', entity.entity_id),
    ),
    el(
      'ul',
      { class: 'perspectives', 'aria-label': 'Records by perspective' },
      [...counts]
        .sort()
        .slice(0, PERSPECTIVES)
        .map(([name, count]) =>
          el(
            'li',
            {},
            el('span', { class: 'dot ' + perspectiveClass(name), 'aria-hidden': 'true' }),
            el('bdi', {}, shorten(name, 40)),
            ' ',
            el('span', { class: 'muted' }, String(count)),
          ),
        ),
      hidden > 0 && el('li', { class: 'muted' }, 'and ' + plural(hidden, 'more perspective')),
    ),
  );
}

// Of two panels that load at once, the one that was chosen last is shown.
let panelTurn = 0;

async function showPanel(entity, id, panel) {
  const turn = ++panelTurn;
  const body = el('div', {});
  clear(panel, el('p', { class: 'muted loading' }, 'Loading …'));
  try {
    await VIEWS.find((each) => each.id === id).show(
      entity,
      body,
      () => turn === panelTurn && panel.replaceChildren(body),
    );
  } catch (refusal) {
    if (turn === panelTurn) clear(panel, problem(refusal));
  }
}

function problem(refusal) {
  if (!(refusal instanceof Refused)) {
    console.error(refusal);
    return el('div', { class: 'notice danger', role: 'alert' }, 'This page has an error: ' + refusal.message);
  }
  return el('div', { class: 'notice', role: 'alert' }, refusal.message);
}

async function timelinePanel(entity, body, ready) {
  const id = entity.entity_id;
  const [records, conflicts] = await Promise.all([getIfAny(apiPath('entities', id, 'records')), conflictsOf(id)]);
  const lanes = lanesOf(entity, records === null ? [] : records.records.map(withForms), conflicts);
  const drawn = new Timeline(entity, lanes);
  if (records === null)
    body.append(
      el(
        'p',
        { class: 'notice' },
        'Golden values only: add the sink records to the job file to see what each record says.',
      ),
    );
  else if (records.further_records > 0)
    body.append(
      el(
        'p',
        { class: 'notice' },
        `The first ${records.records.length.toLocaleString('en')} records are shown; ${plural(records.further_records, 'more is', 'more are')} not.`,
      ),
    );
  for (const conflict of conflicts.filter((each) => each.kind === 'indirect').slice(0, 10))
    body.append(sharedNotice(conflict, id));
  if (lanes.length === 0) body.append(el('p', { class: 'muted' }, 'The entity has no values.'));
  else body.append(el('h2', { class: 'hidden' }, 'Timeline'), drawn.node, asTable(lanes));
  ready();
  drawn.draw();
}

// Of a conflict that is not about one attribute of this entity.
function sharedNotice(conflict, id) {
  const others = conflict.entities.filter((each) => each.entity_id !== id);
  return el(
    'p',
    { class: 'notice danger' },
    '⚠ ',
    conflictTitle(conflict),
    ` (${intervalText(conflict)}). `,
    others.length > 0 &&
      [
        others.length === 1 ? 'The other entity: ' : 'The other entities: ',
        others
          .slice(0, 5)
          .map((each, at) => [at > 0 ? ', ' : '', namedEntity(each.entity_id)])
          .flat(),
        others.length > 5 && ` and ${others.length - 5} more`,
      ].flat(),
  );
}

const CONFLICT_PAGES = 20;

async function conflictsOf(id) {
  const first = '/conflicts?entity=' + encodeURIComponent(id);
  const all = [];
  let answer = await getIfAny(first);
  for (let page = 1; answer !== null; page++) {
    all.push(...answer.conflicts);
    const isLast = !answer.next || page === CONFLICT_PAGES;
    answer = isLast ? null : await getIfAny(first + '&after=' + encodeURIComponent(answer.next));
  }
  return all;
}

function asTable(lanes) {
  const node = el('details', { class: 'as-table' }, el('summary', {}, 'The timeline as a table'));
  node.addEventListener('toggle', () => {
    if (!node.open || node.querySelector('table')) return;
    const rows = el('tbody');
    const foot = paged(
      timelineRows(lanes),
      200,
      ({ lane, kind, item, records }) =>
        el(
          'tr',
          {},
          el('th', { scope: 'row' }, attrText(lane.attr)),
          el('td', {}, valueText(item.value)),
          el('td', {}, intervalText(item)),
          el('td', {}, kind),
          el('td', {}, records.length > 0 && recordList(records, 5)),
        ),
      rows,
      'row',
    );
    node.append(
      scrolling(
        'The timeline as a table',
        el(
          'table',
          {},
          el(
            'thead',
            {},
            el(
              'tr',
              {},
              ['Attribute', 'Value', 'When', 'What it is', 'Who says so'].map((each) =>
                el('th', { scope: 'col' }, each),
              ),
            ),
          ),
          rows,
        ),
      ),
      foot,
    );
  });
  return node;
}

// A wide table scrolls by itself, with the keyboard too.
function scrolling(label, table) {
  return el('div', { class: 'scroll', role: 'region', 'aria-label': label, tabindex: 0 }, table);
}

async function retiredView(main, entity) {
  document.title = 'Retired · Kindred';
  const successors = entity.successors || [];
  const summaries = await Promise.all(successors.map((id) => get(apiPath('entities', id)).catch(() => null)));
  clear(
    main,
    el(
      'header',
      { class: 'entity-head' },
      el('p', { class: 'kind' }, entity.entity_type),
      el('h1', {}, 'This entity is retired'),
      el(
        'p',
        { class: 'facts' },
        el('code', { class: 'id' }, entity.entity_id),
        el('span', {}, 'revision ' + entity.revision),
      ),
    ),
    successors.length === 0
      ? el('p', {}, 'Its records were deleted, so no other entity has them.')
      : [
          el(
            'p',
            {},
            successors.length === 1
              ? 'Its records are in another entity now:'
              : 'Its records are in these entities now:',
          ),
          el(
            'ul',
            { class: 'result-list' },
            successors.map((id, at) => {
              const next = summaries[at];
              return next === null
                ? el('li', { class: 'result' }, entityLink(id))
                : resultCard(
                    id,
                    next.status === 'retired' ? id : titleOf(next),
                    [next.status === 'retired' ? 'retired, too' : next.entity_type],
                    [plural((next.records || []).length, 'record')],
                  );
            }),
          ),
        ],
  );
  const past = el('div', {});
  main.append(past);
  if (has(apiPath('history', entity.entity_id))) await historyPart(entity.entity_id, past);
}
