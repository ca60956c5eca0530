// How an entity came about: its merges one by one, and its revisions.

async function originPanel(entity, body, ready) {
  const id = entity.entity_id;
  const steps = el('div', {});
  const past = el('div', {});
  body.append(steps, past);
  await Promise.all([mergesPart(entity, steps), historyPart(id, past)]);
  if (!body.textContent)
    body.append(el('p', { class: 'notice' }, 'Nothing is known about how this entity came about.'));
  ready();
}

async function mergesPart(entity, node) {
  const answer = await getIfAny(apiPath('evidence', entity.entity_id));
  if (answer === null) return;
  const heading = el('h2', {}, 'Merge by merge');
  if (answer.steps.length === 0) {
    node.append(
      heading,
      el('p', { class: 'muted' }, 'Nothing was merged: the entity is one record, or nothing links its records.'),
    );
    return;
  }
  node.append(
    heading,
    el('p', { class: 'muted' }, 'Each record starts as a cluster of its own. Keys are visited in their order.'),
    new Merges(answer).node,
  );
}

class Merges {
  constructor(answer) {
    this.answer = answer;
    this.at = 1;
    const last = answer.steps.length;
    this.slider = el('input', {
      type: 'range',
      min: 1,
      max: last,
      value: 1,
      id: 'step',
      on: { input: () => this.show(Number(this.slider.value)) },
    });
    this.previous = button('‹ Previous', () => this.show(this.at - 1));
    this.next = button('Next ›', () => this.show(this.at + 1));
    this.label = el('label', { for: 'step' });
    this.text = el('div', { class: 'step', 'aria-live': 'polite' });
    this.node = el(
      'div',
      { class: 'card merges' },
      el('div', { class: 'step-bar' }, this.previous, this.slider, this.next, this.label),
      this.text,
    );
    this.show(1);
  }

  // Clusters before the step: the key of each record's cluster, by record.
  clustersBefore(at) {
    const parent = new Map();
    const root = (key) => {
      let each = key;
      while (parent.has(each)) each = parent.get(each);
      return each;
    };
    this.answer.steps
      .slice(0, at - 1)
      .filter((step) => step.outcome === 'merged')
      .forEach((step) => {
        const roots = [...new Set(step.records.map((record) => root(recordId(record))))];
        roots.slice(1).forEach((each) => parent.set(each, roots[0]));
      });
    return root;
  }

  show(at) {
    this.at = at;
    this.slider.value = at;
    const { steps } = this.answer;
    this.slider.setAttribute('aria-valuetext', `Step ${at} of ${steps.length}`);
    this.previous.disabled = at <= 1;
    this.next.disabled = at >= steps.length;
    this.label.textContent = `Step ${at.toLocaleString('en')} of ${steps.length.toLocaleString('en')}`;
    const step = steps[at - 1];
    const root = this.clustersBefore(at);
    const members = new Map();
    this.answer.records.forEach((record) => {
      const key = root(recordId(record));
      members.set(key, [...(members.get(key) || []), record]);
    });
    const joined = [...new Set(step.records.map((record) => root(recordId(record))))].map(
      (key) => members.get(key) || step.records.filter((record) => root(recordId(record)) === key),
    );
    clear(
      this.text,
      el('p', { class: 'step-text' }, stepBadge(step), ' ', stepSentence(step)),
      el(
        'ul',
        { class: 'clusters ' + step.outcome },
        joined.map((cluster) =>
          el(
            'li',
            {},
            el(
              'p',
              { class: 'muted' },
              cluster.length === 1 ? 'one record' : `cluster of ${cluster.length.toLocaleString('en')}`,
            ),
            recordList(cluster, 12),
          ),
        ),
      ),
      el(
        'p',
        { class: 'muted' },
        step.outcome === 'merged' ? 'They are one cluster from here on.' : 'They stay apart at this step.',
      ),
    );
  }
}

function stepBadge(step) {
  return (
    {
      merged: el('span', { class: 'badge ok' }, '✓ merged'),
      contested: el('span', { class: 'badge danger' }, '⚠ contested'),
    }[step.outcome] || el('span', { class: 'badge warn' }, '✗ refused')
  );
}

function stepSentence(step) {
  const key = el('strong', {}, shorten(step.key, 60));
  if (step.score !== undefined && step.score !== null) {
    const rest =
      step.outcome === 'not_coherent' && step.cohesion
        ? `, but the mean of the pairs across the clusters is ${bits(step.cohesion.mean)}`
        : '';
    return el(
      'span',
      {},
      'Two records score ',
      el('strong', {}, bits(step.score)),
      ' on ',
      key,
      rest,
      ' (',
      intervalText(step),
      ').',
    );
  }
  if (step.key === 'decision') {
    return el(
      'span',
      {},
      step.outcome === 'merged'
        ? 'A decision says that they are the same.'
        : 'Decisions contradict each other, so they stay apart.',
    );
  }
  if (step.values.length === 0) return el('span', {}, 'By ', key, ' (', intervalText(step), ').');
  return el(
    'span',
    {},
    'Records share ',
    key,
    ': ',
    valueText(step.values.join(' · ')),
    ' (',
    intervalText(step),
    ').',
    step.outcome === 'contested' && ' Strong identifiers or decisions hold some of them apart.',
  );
}

async function historyPart(id, node) {
  const answer = await getIfAny(apiPath('history', id)).catch((refusal) => {
    if (refusal.status === 404) return null;
    throw refusal;
  });
  if (answer === null) return;
  const list = el('ol', { class: 'events' });
  const foot = paged([...answer.events].reverse(), 50, eventItem, list, 'revision');
  const predecessors = answer.predecessors || [];
  node.append(el('h2', {}, 'Revisions'));
  if (answer.is_complete === false)
    node.append(el('p', { class: 'notice' }, 'Older revisions were not seen, so the list is not complete.'));
  if (predecessors.length > 0) {
    node.append(
      el(
        'div',
        { class: 'card' },
        el('h3', {}, 'Entities that were merged into this one'),
        el(
          'ul',
          {},
          predecessors.map((each) =>
            el(
              'li',
              {},
              entityLink(each.entity_id),
              ' ',
              el('span', { class: 'muted' }, plural(each.records, 'record'), each.at ? ', ' + timeText(each.at) : ''),
            ),
          ),
        ),
      ),
    );
  }
  node.append(list, foot);
}

const EVENTS = { created: 'Created', changed: 'Changed', retired: 'Retired', returned: 'Returned' };

function eventItem(event) {
  const moved = (record, word, other) =>
    el(
      'li',
      {},
      el('span', { class: 'sign ' + word }, word === 'plus' ? '+' : '−'),
      recordLabel(record),
      other ? [word === 'plus' ? ' from ' : ' to ', entityLink(other)] : null,
    );
  const changes = el('ul', { class: 'changes' });
  const items = [
    ...event.added.map((each) => moved(each, 'plus', each.from)),
    ...event.removed.map((each) => moved(each, 'minus', each.to)),
    ...event.golden.map((each) =>
      el(
        'li',
        {},
        el(
          'span',
          { class: 'sign ' + (each.change === 'added' ? 'plus' : 'minus') },
          each.change === 'added' ? '+' : '−',
        ),
        el('span', { class: 'attr' }, shorten(each.attr, 40)),
        ' ',
        valueText(each.value, 80),
        el('span', { class: 'when' }, intervalText(each)),
      ),
    ),
  ];
  const foot = paged(items, 40, (item) => item, changes, 'change');
  return el(
    'li',
    { class: 'event ' + event.kind },
    el(
      'p',
      { class: 'event-head' },
      el('strong', {}, EVENTS[event.kind] || event.kind),
      el('span', { class: 'muted' }, 'revision ' + event.revision),
      event.at && el('time', { class: 'muted', datetime: event.at }, timeText(event.at)),
      el('span', { class: 'muted' }, plural(event.records, 'record')),
    ),
    (event.successors || []).length > 0 &&
      el(
        'p',
        {},
        'Its records went to ',
        event.successors.map((id, at) => [at > 0 ? ', ' : '', entityLink(id)]).flat(),
      ),
    changes,
    items.length > 40 && foot,
  );
}
