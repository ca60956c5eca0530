// What values and records are called, and which values are equal.

let info = { entity_types: [], outputs: [], timeline: 'millis' };

function entityType(name) {
  return (
    info.entity_types.find((type) => type.name === name) || {
      name,
      attributes: [],
      identity_keys: [],
      strong_identifiers: [],
    }
  );
}

function isMany(type, attr) {
  const attribute = entityType(type).attributes.find((each) => each.name === attr);
  return attribute !== undefined && attribute.cardinality === 'many';
}

// As the ontology lists them; what it does not list comes last.
function inOrder(type, attrs) {
  const order = new Map(entityType(type).attributes.map((each, at) => [each.name, at]));
  const place = (attr) => order.get(attr) ?? order.size;
  return [...attrs].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

// A record whose values have the forms in which the job compares them.
function withForms(record) {
  const forms = record.normalized || [];
  const descriptors = (record.descriptors || []).map((each, at) => ({ ...each, normalized: forms[at] }));
  return { ...record, descriptors };
}

// The form in which the job compares a value; null if its rules drop it.
function formOf(item) {
  return item.normalized === undefined ? item.value : item.normalized;
}

function agrees(a, b) {
  return formOf(a) === formOf(b);
}

const SAME = 'same';
const SPELLING = 'spelling';
const OTHER = 'other';
const ADDED = 'added';
const DROPPED = 'dropped';

const SIGNS = {
  same: { sign: '=', text: 'as in the golden record' },
  spelling: { sign: '≈', text: 'as in the golden record, written differently' },
  other: { sign: '≠', text: 'not what the golden record says' },
  added: { sign: '+', text: 'the golden record has no value at this time' },
  dropped: { sign: '∅', text: 'counts as no value' },
};

// How what a record says compares with the golden values that hold at the same time.
function compared(span, golden, many) {
  if (formOf(span) === null) return DROPPED;
  const others = golden.filter((each) => overlaps(each, span));
  if (others.length === 0) return ADDED;
  const equal = others.filter((each) => agrees(each, span));
  if (equal.length === 0 || (!many && equal.length < others.length)) return OTHER;
  const isAsWritten = (each) => each.value === span.value;
  return (many ? equal.some(isAsWritten) : equal.every(isAsWritten)) ? SAME : SPELLING;
}

function recordId(record) {
  return record.perspective + '\u001f' + record.uid;
}

function recordText(record) {
  return record.perspective + ' ' + record.uid;
}

// The name of an attribute or key; its line may break after an underscore.
function attrText(name, limit = 60) {
  const parts = shorten(name, limit).split(/(?<=_)/);
  return el('bdi', {}, parts.map((part, at) => [at > 0 ? el('wbr') : null, part]).flat());
}

let perspectives = [];

// Colours by the order of names, so that an entity always has the same.
function setPerspectives(records) {
  perspectives = [...new Set(records.map((each) => each.perspective))].sort();
}

function perspectiveClass(perspective) {
  if (!perspectives.includes(perspective)) perspectives.push(perspective);
  return 'p' + (perspectives.indexOf(perspective) % 8);
}

function recordLabel(record) {
  return el(
    'span',
    { class: 'record' },
    el('span', { class: 'dot ' + perspectiveClass(record.perspective), 'aria-hidden': 'true' }),
    el('bdi', { class: 'perspective' }, shorten(record.perspective, 40)),
    ' ',
    el('bdi', { class: 'uid' }, shorten(record.uid, 60)),
  );
}

function recordList(records, limit = 8) {
  const list = el(
    'ul',
    { class: 'records-inline' },
    records.slice(0, limit).map((each) => el('li', {}, recordLabel(each))),
  );
  if (records.length > limit)
    list.append(el('li', { class: 'muted' }, `and ${plural(records.length - limit, 'more', 'more')}`));
  return list;
}

const NAME_PARTS = [/title/, /^(first|given|fore)/, /middle/, /^(last|sur|family)/, /name|company|brand|product/];

// A readable name: the names that hold now, else the first values there are.
function titleOf(entity) {
  const golden = entity.golden || [];
  const at = now();
  const current = (attr) => {
    const values = golden.filter((each) => each.attr === attr);
    return values.find((each) => holdsAt(each, at)) || values[values.length - 1];
  };
  const attrs = inOrder(entity.entity_type, new Set(golden.map((each) => each.attr)));
  const rank = (attr) => NAME_PARTS.findIndex((part) => part.test(attr.toLowerCase()));
  const named = attrs
    .filter((attr) => rank(attr) > 0)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, 3);
  const chosen = named.length > 0 ? named : attrs.slice(0, 2);
  const text = chosen.map((attr) => current(attr).value).join(' ');
  return text === '' ? entity.entity_id : shorten(text, 120);
}
