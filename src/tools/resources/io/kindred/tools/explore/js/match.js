// What would become of a record if it arrived now; it is not inserted.

async function matchView(main) {
  document.title = 'Match · Kindred';
  const text = el('textarea', { id: 'match-record', rows: 10, spellcheck: 'false', 'aria-describedby': 'match-hint' });
  const type = typeChoice('match-type', null, false);
  const results = el('div', { class: 'results' });
  const offered = el('div', { class: 'offered', role: 'group', 'aria-label': 'Add an attribute' });
  const begin = () => {
    text.value = recordJson(exampleRecord(type.value));
    clear(offered, offeredAttributes(type.value).map((each) => attributeButton(each, () => add(each.name))));
  };
  // The record as entered; null if it is none, which is said then.
  const entered = () => {
    try {
      return parsedRecord(text.value);
    } catch (failure) {
      clear(results, el('p', { class: 'notice danger', role: 'alert' }, failure.message));
      return null;
    }
  };
  const add = (attr) => {
    const record = entered();
    if (record === null) return;
    record.descriptors = [...(record.descriptors || []), { attr, value: '' }];
    text.value = recordJson(record);
    const end = text.value.lastIndexOf('"');
    text.focus();
    text.setSelectionRange(end, end);
  };
  const submit = async (event) => {
    event.preventDefault();
    const record = entered();
    if (record === null) return;
    clear(results, el('p', { class: 'muted' }, 'Loading …'));
    try {
      const answer = await post('/match', record);
      clear(results, matchAnswer(answer));
      announce(OUTCOME_TEXTS[answer.outcome] || answer.outcome);
    } catch (refusal) {
      clear(results, problem(refusal));
    }
  };
  type.addEventListener('change', begin);
  begin();
  clear(
    main,
    el('h1', {}, 'Match a record'),
    el(
      'p',
      { id: 'match-hint', class: 'muted' },
      'Shows which entity the record would be in, and what speaks for and against each candidate. Nothing is inserted.',
    ),
    el(
      'form',
      { class: 'match', on: { submit } },
      info.entity_types.length > 1 && labelled('Type', type),
      el('label', { for: 'match-record' }, 'The record, as JSON'),
      text,
      el('p', { class: 'muted' }, 'Add an attribute. Candidates are records that share the values of a key.'),
      offered,
      el('p', { class: 'buttons' }, el('button', { type: 'submit', class: 'primary' }, 'Find candidates')),
    ),
    results,
  );
}

function keysOf(attribute) {
  return attribute.keys || [];
}

// Those of keys first, otherwise as the job lists them.
function offeredAttributes(type) {
  const { attributes } = entityType(type);
  const isInKey = (each) => keysOf(each).length > 0;
  return [...attributes.filter(isInKey), ...attributes.filter((each) => !isInKey(each))];
}

function attributeButton(attribute, add) {
  const keys = keysOf(attribute);
  return fill(button('', add, { class: 'quiet' }), {}, [
    '+ ',
    attrText(attribute.name),
    keys.length > 0 && [
      ' ',
      el('span', { class: 'badge ok' }, `${keys.length === 1 ? 'key' : 'keys'} ${shorten(keys.join(', '), 40)}`),
    ],
  ].flat());
}

const EXAMPLE_ATTRIBUTES = 4;

function exampleRecord(type) {
  const descriptors = offeredAttributes(type)
    .slice(0, EXAMPLE_ATTRIBUTES)
    .map((each) => ({ attr: each.name, value: '' }));
  return { entity_type: type, perspective: 'new', uid: '1', descriptors };
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// What is wrong with the text is said in the error's message.
function parsedRecord(text) {
  let record;
  try {
    record = JSON.parse(text);
  } catch (failure) {
    throw new Error('This is no JSON: ' + failure.message);
  }
  if (!isObject(record)) throw new Error('Expected an object: { … }');
  if (record.descriptors !== undefined && !Array.isArray(record.descriptors))
    throw new Error('Expected a list in "descriptors": [ … ]');
  return record;
}

// A line for each descriptor.
function recordJson({ descriptors = [], ...record }) {
  const line = (value) => JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
  const fields = (object) => Object.entries(object).map(([name, value]) => `${JSON.stringify(name)}: ${line(value)}`);
  const lines = descriptors.map((each) => '    ' + (isObject(each) ? `{${fields(each).join(', ')}}` : line(each)));
  return `{${[...fields(record), `"descriptors": [\n${lines.join(',\n')}\n]`].join(', ')}}`;
}

const OUTCOME_TEXTS = {
  joins: 'The record would join an entity.',
  new_entity: 'The record would be an entity of its own.',
  expired: 'All values of the record have expired, so it would be ignored.',
  too_large: 'The record shares values with too many records to resolve it here.',
};

const VERDICTS = { same_entity: ['ok', '✓ same entity'], not_linked: ['', 'not linked'] };

function matchAnswer(answer) {
  const joined = answer.joined || [];
  return [
    el('h2', {}, 'Result'),
    el(
      'p',
      {},
      OUTCOME_TEXTS[answer.outcome] || answer.outcome,
      answer.replaces && ' It would replace the record of this perspective and uid.',
      answer.reason && ' ' + answer.reason,
    ),
    joined.length > 0 &&
      el(
        'ul',
        {},
        joined.map((id) => el('li', {}, entityLink(id))),
      ),
    joined.length > 1 && el('p', { class: 'notice' }, 'It would merge these entities.'),
    (answer.candidates || []).length > 0 && el('h2', {}, 'Candidates'),
    el('ul', { class: 'result-list' }, (answer.candidates || []).map(candidateCard)),
  ];
}

function candidateCard(candidate) {
  const [style, text] = VERDICTS[candidate.verdict] || ['danger', String(candidate.verdict).replace(/_/g, ' ')];
  const said = (finding) => [
    finding.key,
    ': ',
    String(finding.finding).replace(/_/g, ' '),
    finding.score ? ` (${bits(finding.score.total)})` : '',
    finding.values ? el('span', { class: 'attr' }, ' ', shorten(finding.values.join(' · '), 80)) : null,
    finding.score?.comparisons
      ? el('details', {}, el('summary', {}, 'What adds up to the score'), scoreTable(finding.score))
      : null,
  ];
  return el(
    'li',
    { class: 'card' },
    el(
      'p',
      {},
      recordLabel(candidate),
      ' ',
      el('span', { class: 'badge ' + style }, text),
      ' ',
      candidate.entity_id && entityLink(candidate.entity_id),
    ),
    el(
      'ul',
      { class: 'findings' },
      (candidate.findings || []).map((finding) => el('li', {}, said(finding))),
    ),
  );
}
