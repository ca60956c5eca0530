// The search: by text, by values and an interval, or straight to an entity or a record.

const ENTITY_ID = /-[0-9a-f]{32}$/;

async function searchView(main, { parameters }) {
  document.title = 'Search · Kindred';
  if (offline) return savedView(main);
  const results = el('div', { class: 'results' });
  const text = el('input', {
    id: 'search-text',
    type: 'search',
    value: parameters.get('q') || '',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'A name, an e-mail address, an entity id, or a record such as crm C-9001',
  });
  const type = typeChoice('search-type', parameters.get('type'), true);
  const form = el(
    'form',
    {
      class: 'search',
      on: {
        submit: (event) => {
          event.preventDefault();
          goTo(text.value, type.value);
        },
      },
    },
    el('label', { for: 'search-text' }, 'Search'),
    el(
      'div',
      { class: 'search-row' },
      text,
      info.entity_types.length > 1 && labelled('Type', type),
      el('button', { type: 'submit', class: 'primary' }, 'Search'),
    ),
    el('p', { class: 'hint' }, 'Finds values that begin with the text, in any attribute.'),
  );
  const byValues = valuesForm(parameters);
  clear(main, el('h1', {}, 'Find an entity'), form, byValues, results);
  try {
    if (parameters.get('q')) await showTextResults(results, parameters.get('q'), parameters.get('type'));
    else if (parameters.has('where')) await showValueResults(results, parameters);
  } catch (refusal) {
    clear(results, problem(refusal));
  }
}

function labelled(text, input) {
  return el('label', { class: 'field', for: input.id }, el('span', {}, text), input);
}

function typeChoice(id, selected, all) {
  return el(
    'select',
    { id },
    all && el('option', { value: '' }, 'all types'),
    info.entity_types.map((each) => el('option', { value: each.name, selected: each.name === selected }, each.name)),
  );
}

// An entity id or "perspective uid" leads straight there.
async function goTo(entered, type) {
  const text = entered.trim();
  if (text === '') return;
  if (ENTITY_ID.test(text)) {
    location.hash = entityAddress(text);
    return;
  }
  const record = /^(\S+)\s+(\S+)$/.exec(text);
  if (record) {
    const types = type ? [type] : info.entity_types.map((each) => each.name);
    for (const each of types) {
      const answer = await get(apiPath('records', each, record[1], record[2])).catch(() => null);
      if (answer !== null && answer.entity_id) {
        location.hash = entityAddress(answer.entity_id);
        return;
      }
    }
  }
  const wanted = address([], { q: text, type: type || '' });
  if (location.hash === wanted) renderRoute();
  else location.hash = wanted;
}

function valuesForm(parameters) {
  const rows = el('div', { class: 'conditions' });
  const type = typeChoice('where-type', parameters.get('type'), false);
  const start = timeInput('where-start', parameters.get('start') || '');
  const end = timeInput('where-end', parameters.get('end') || '');
  let count = 0;
  const add = (attr = '', value = '') => {
    const at = count++;
    const choice = el(
      'select',
      { id: `where-attr-${at}` },
      attributeNames(type.value).map((each) => el('option', { value: each, selected: each === attr }, each)),
    );
    const row = el(
      'div',
      { class: 'condition' },
      labelled('Attribute', choice),
      labelled('Value', el('input', { id: `where-value-${at}`, value, autocomplete: 'off', spellcheck: 'false' })),
      button('×', () => row.remove(), { class: 'icon', 'aria-label': 'Remove this condition' }),
    );
    rows.append(row);
  };
  const given = parameters.getAll('where').map((each) => each.split(/=(.*)/s));
  if (given.length === 0) add();
  given.forEach(([attr, value]) => add(attr, value));
  type.addEventListener('change', () => {
    rows.replaceChildren();
    add();
  });
  const submit = (event) => {
    event.preventDefault();
    const query = new URLSearchParams({ type: type.value });
    for (const row of rows.children) {
      const value = row.querySelector('input').value;
      if (value !== '') query.append('where', row.querySelector('select').value + '=' + value);
    }
    if (start.value) query.set('start', start.value);
    if (end.value) query.set('end', end.value);
    if (query.has('where')) location.hash = '#/?' + query;
  };
  return el(
    'details',
    { class: 'by-values', open: parameters.has('where') },
    el('summary', {}, 'Search by values and time'),
    el(
      'form',
      { on: { submit } },
      info.entity_types.length > 1 && labelled('Type', type),
      rows,
      el(
        'p',
        { class: 'buttons' },
        button('Add a condition', () => add(), { class: 'quiet' }),
      ),
      el(
        'div',
        { class: 'search-row' },
        labelled('From', start),
        labelled('Until (exclusive)', end),
        el('button', { type: 'submit', class: 'primary' }, 'Find matches'),
      ),
    ),
  );
}

function attributeNames(type) {
  return entityType(type).attributes.map((each) => each.name);
}

async function showTextResults(results, text, type) {
  const answer = await post('/search', { text, limit: 20, ...(type ? { entity_type: type } : {}) });
  const byEntity = new Map();
  for (const match of answer.matches) {
    byEntity.set(match.entity_id, [...(byEntity.get(match.entity_id) || []), match]);
  }
  const items = [...byEntity].map(([id, [first, ...others]]) =>
    resultCard(
      id,
      first.summary,
      [first, ...others]
        .slice(0, 4)
        .map((match) =>
          el(
            'span',
            { class: 'found' },
            el('span', { class: 'attr' }, shorten(match.attr, 40)),
            ' ',
            el('bdi', {}, shorten(match.value, LONG)),
          ),
        ),
      [first.entity_type, plural(first.records, 'record')],
    ),
  );
  showResults(results, items, answer.is_complete === false);
}

async function showValueResults(results, parameters) {
  const where = parameters.getAll('where').map((each) => {
    const [attr, value] = each.split(/=(.*)/s);
    return { attr, value };
  });
  const answer = await post('/search', {
    entity_type: parameters.get('type') || info.entity_types[0]?.name,
    where,
    start: enteredTime(parameters.get('start') || ''),
    end: enteredTime(parameters.get('end') || ''),
    limit: 50,
  });
  const matches = answer.matches || [];
  const items = matches.map((match) =>
    resultCard(
      match.entity_id,
      titleOf({ entity_id: match.entity_id, entity_type: parameters.get('type'), golden: match.golden }),
      ['matches ' + intervalText(match)],
      [],
    ),
  );
  showResults(results, items, answer.further_matches > 0);
  if (answer.outcome === 'conflict' && answer.conflict) {
    results.prepend(
      el(
        'p',
        { class: 'notice danger' },
        '⚠ Two entities match at once (',
        intervalText(answer.conflict),
        '): ',
        answer.conflict.entities.map((id, at) => [at > 0 ? ' and ' : '', namedEntity(id)]).flat(),
      ),
    );
  }
}

function resultCard(id, title, why, facts) {
  return el(
    'li',
    { class: 'result' },
    el('a', { href: entityAddress(id), class: 'result-link' }, el('bdi', {}, shorten(title || id, 120))),
    el('p', { class: 'why' }, why),
    el(
      'p',
      { class: 'muted facts' },
      facts.map((fact) => el('span', {}, fact)),
      el('code', { class: 'id' }, id),
    ),
  );
}

function showResults(results, items, isMore) {
  const summary =
    items.length === 0
      ? 'Nothing found. Search for the beginning of a value.'
      : (isMore ? 'The first ' : '') + plural(items.length, 'entity', 'entities');
  clear(
    results,
    el('h2', {}, 'Results'),
    el('p', { class: 'muted' }, summary),
    el('ul', { class: 'result-list' }, items),
  );
  announce(summary);
}

// What a saved page has.
function savedView(main) {
  const ids = Object.keys(embedded)
    .map((key) => /^GET \/entities\/([^/]+)$/.exec(key))
    .filter(Boolean)
    .map((found) => decodeURIComponent(found[1]));
  if (ids.length === 1) {
    location.replace(entityAddress(ids[0]));
    return;
  }
  clear(
    main,
    el('h1', {}, 'Entities in this page'),
    el(
      'ul',
      { class: 'result-list' },
      ids.map((id) => {
        const entity = embedded[`GET /entities/${encodeURIComponent(id)}`];
        return resultCard(id, titleOf(entity), [entity.entity_type], [plural((entity.records || []).length, 'record')]);
      }),
    ),
  );
}
