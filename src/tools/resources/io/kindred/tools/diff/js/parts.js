// What the page is made of.

const diff = JSON.parse(document.getElementById('kindred-diff').textContent);

const KINDS = {
  merged: 'merged',
  split: 'split',
  moved: 'records moved',
  exchanged: 'records came and went',
  lost: 'records went',
  gained: 'records came',
  golden: 'golden record',
  id: 'id',
  gone: 'gone',
  new: 'new',
};

const CAUSES = { records: 'records', decisions: 'decisions', rules: 'rules', unknown: 'unknown' };

function number(value) {
  return value.toLocaleString('en');
}

function fraction(value) {
  return value.toLocaleString('en', { minimumFractionDigits: 4, maximumFractionDigits: 4 });
}

function causesText(causes) {
  return causes.map((each) => CAUSES[each]).join(' and ');
}

// Columns are names; those in `numbers` are flush right. Cells are nodes or text; {cell, class} sets a class.
function table(caption, columns, rows, options = {}) {
  const numbers = new Set(options.numbers || []);
  const cell = (content, i) => {
    const isStyled = content !== null && content.cell !== undefined;
    const name = [numbers.has(columns[i]) ? 'number' : '', isStyled ? content.class : ''].join(' ').trim();
    const attributes = { class: name === '' ? null : name, scope: i === 0 ? 'row' : null };
    return el(i === 0 ? 'th' : 'td', attributes, isStyled ? content.cell : content);
  };
  return el(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    el(
      'table',
      { class: options.fitting ? 'fitting' : null },
      el('caption', { class: options.hidden ? 'hidden' : null }, caption),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          columns.map((each) => el('th', { scope: 'col', class: numbers.has(each) ? 'number' : null }, each)),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map((row) => el('tr', { class: row.class || null }, (row.cells || row).map(cell))),
      ),
    ),
  );
}

function part(id, title, ...content) {
  return el(
    'section',
    { class: 'part', id, 'aria-labelledby': id + '-title' },
    el('h2', { id: id + '-title' }, title),
    content,
  );
}

function nothing(text) {
  return el('p', { class: 'nothing' }, text);
}

function select(label, options, listener) {
  const field = el(
    'select',
    {},
    options.map(([value, text]) => el('option', { value }, text)),
  );
  field.addEventListener('change', () => listener(field.value));
  return el('label', { class: 'field' }, label, field);
}
