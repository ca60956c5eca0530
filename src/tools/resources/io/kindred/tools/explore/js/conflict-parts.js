// What a conflict is, in words, and two of its records side by side.

function isAnswered(conflict) {
  const questions = conflict.questions || [];
  return questions.length > 0 && questions.every((each) => each.answered !== null);
}

function answeredBadge(conflict) {
  return isAnswered(conflict) && el('span', { class: 'badge ok' }, '✓ answered');
}

function conflictTitle(conflict) {
  if (conflict.kind === 'direct') return `${conflict.attr}: ${conflictValues(conflict)}`;
  if (conflict.kind === 'indirect')
    return `${conflict.key} ${shorten(conflict.key_values.join(' · '), 80)} links records that must not be one ${conflict.entity_type}`;
  return `${conflict.attr} ${shorten(conflict.value, 80)} is in ${plural(conflict.entities.length, 'entity', 'entities')}`;
}

function conflictHead(conflict) {
  const facts = [['When', intervalText(conflict)]];
  if (conflict.kind === 'indirect' && conflict.strong_identifiers.length > 0)
    facts.push(['Held apart by', conflict.strong_identifiers.join(', ')]);
  if ((conflict.violates || []).length > 0) facts.push(['Breaks', conflict.violates.join(', ')]);
  if (conflict.constraint) facts.push(['Breaks', conflict.constraint]);
  if (conflict.score !== undefined) facts.push(['Score', bits(conflict.score)]);
  return [
    el('h2', {}, el('bdi', {}, conflictTitle(conflict))),
    el(
      'p',
      { class: 'facts' },
      el('span', { class: 'badge danger' }, conflict.kind + ' conflict'),
      facts.map(([name, value]) => el('span', {}, name + ': ' + visible(value))),
    ),
    el(
      'ul',
      { class: 'entity-list' },
      conflict.entities
        .slice(0, 20)
        .map((each) =>
          el(
            'li',
            {},
            namedEntity(each.entity_id),
            ' ',
            each.role && el('span', { class: 'badge' }, each.role),
            ' ',
            el('span', { class: 'muted' }, plural(each.records.length, 'record')),
          ),
        ),
    ),
  ];
}

const PAIR_SIGNS = {
  same: ['=', 'equal'],
  spelling: ['≈', 'written differently'],
  other: ['≠', 'different'],
  added: ['', 'only one of them has it'],
};

function pairTable(conflict, [left, right]) {
  const attrs = inOrder(
    conflict.entity_type,
    new Set([...left.descriptors, ...right.descriptors].map((each) => each.attr)),
  );
  const rows = attrs.map((attr) => {
    const sides = [left, right].map((record) => record.descriptors.filter((each) => each.attr === attr));
    const compare = pairCompared(...sides, isMany(conflict.entity_type, attr));
    const [sign, text] = PAIR_SIGNS[compare];
    return el(
      'tr',
      { class: compare + (attr === conflict.attr || conflict.strong_identifiers?.includes(attr) ? ' at-issue' : '') },
      el('th', { scope: 'row' }, attrText(attr)),
      el('td', {}, valueList(sides[0], false)),
      el(
        'td',
        { class: 'pair-sign' },
        el('span', { 'aria-hidden': 'true', class: 'sign ' + compare, title: text }, sign),
        el('span', { class: 'hidden' }, text),
      ),
      el('td', {}, valueList(sides[1], false)),
    );
  });
  const head = (record) =>
    el(
      'th',
      { scope: 'col' },
      recordLabel(record),
      record.entity_id && el('p', { class: 'where' }, entityLink(record.entity_id, 'its entity')),
      record.problem && el('p', { class: 'muted' }, record.problem),
    );
  return scrolling(
    'The two records',
    el(
      'table',
      { class: 'pair-table' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col' }, 'Attribute'),
          head(left),
          el('th', { scope: 'col' }, el('span', { class: 'hidden' }, 'Comparison')),
          head(right),
        ),
      ),
      el('tbody', {}, rows),
    ),
  );
}

// Two records over the times at which both say something that counts.
function pairCompared(left, right, many) {
  const counts = (each) => formOf(each) !== null;
  const pairs = left.filter(counts).flatMap((a) => right.filter((b) => counts(b) && overlaps(a, b)).map((b) => [a, b]));
  if (pairs.length === 0) return ADDED;
  const equal = pairs.filter(([a, b]) => agrees(a, b));
  if (equal.length === 0 || (!many && equal.length < pairs.length)) return OTHER;
  return equal.some(([a, b]) => a.value === b.value) ? SAME : SPELLING;
}

// How many conflicts an entity has; leads to them where they can be answered.
function conflictBadge(count, what, entity) {
  const text = '⚠ ' + plural(count, what);
  return isOffered('conflicts') && !offline
    ? el('a', { class: 'badge danger', href: address(['conflicts'], { entity }) }, text)
    : el('span', { class: 'badge danger' }, text);
}
