// What would become of a record if it arrived now; it is not inserted.

async function matchView(main) {
  document.title = 'Match · Kindred';
  const text = el('textarea', { id: 'match-record', rows: 8, spellcheck: 'false', 'aria-describedby': 'match-hint' });
  text.value = exampleRecord();
  const results = el('div', { class: 'results' });
  const submit = async (event) => {
    event.preventDefault();
    let record;
    try {
      record = JSON.parse(text.value);
    } catch (failure) {
      clear(results, el('p', { class: 'notice danger', role: 'alert' }, 'This is no JSON: ' + failure.message));
      return;
    }
    clear(results, el('p', { class: 'muted' }, 'Loading …'));
    try {
      const answer = await post('/match', record);
      clear(results, matchAnswer(answer));
      announce(OUTCOME_TEXTS[answer.outcome] || answer.outcome);
    } catch (refusal) {
      clear(results, problem(refusal));
    }
  };
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
      el('label', { for: 'match-record' }, 'The record, as JSON'),
      text,
      el('p', { class: 'buttons' }, el('button', { type: 'submit', class: 'primary' }, 'Find candidates')),
    ),
    results,
  );
}

function exampleRecord() {
  const type = info.entity_types[0] || { name: 'person', attributes: [] };
  const descriptors = type.attributes
    .slice(0, 3)
    .map((each) => '    ' + JSON.stringify({ attr: each.name, value: '' }));
  return `{"entity_type": ${JSON.stringify(type.name)}, "perspective": "new", "uid": "1", "descriptors": [\n${descriptors.join(',\n')}\n]}`;
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
