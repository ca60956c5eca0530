// The records of an entity side by side: attributes down, records across, some columns at a time.

const COLUMNS = 10;
const VALUES = 12;

async function comparePanel(entity, body, ready) {
  const answer = await get(apiPath('entities', entity.entity_id, 'records'));
  const table = new Comparison(entity, answer.records.map(withForms));
  body.append(el('h2', { class: 'hidden' }, 'Records side by side'), table.node);
  if (answer.further_records > 0)
    body.prepend(el('p', { class: 'notice' }, `${plural(answer.further_records, 'more record')} not shown.`));
  ready();
}

class Comparison {
  constructor(entity, records) {
    this.entity = entity;
    this.records = records;
    this.first = 0;
    this.attr = el('input', { id: 'compare-attr', type: 'search', autocomplete: 'off', placeholder: 'all' });
    this.perspective = el(
      'select',
      { id: 'compare-perspective' },
      el('option', { value: '' }, 'all'),
      perspectives.map((each) => el('option', { value: each }, shorten(each, 40))),
    );
    this.at = timeInput('compare-at');
    this.onlyOther = el('input', { id: 'compare-other', type: 'checkbox' });
    this.pages = el('div', { class: 'pages' });
    this.body = el('div', {});
    this.node = el(
      'div',
      { class: 'comparison' },
      el(
        'form',
        { class: 'filters', on: { submit: (event) => event.preventDefault(), input: () => this.filter() } },
        labelled('Attribute', this.attr),
        labelled('Perspective', this.perspective),
        labelled(isCalendar() ? 'At the date' : 'At the time', this.at),
        el('label', { class: 'check', for: 'compare-other' }, this.onlyOther, 'only attributes with differences'),
      ),
      this.signs(),
      this.pages,
      this.body,
    );
    this.draw();
  }

  signs() {
    return el(
      'ul',
      { class: 'legend', 'aria-label': 'Signs' },
      Object.entries(SIGNS).map(([name, { sign, text }]) =>
        el('li', {}, el('span', { class: 'sign ' + name }, sign), text),
      ),
    );
  }

  filter() {
    this.first = 0;
    this.draw();
  }

  shown(item) {
    return this.at.value === '' || holdsAt(item, point(enteredTime(this.at.value)));
  }

  draw() {
    const records = this.records.filter(
      (each) => this.perspective.value === '' || each.perspective === this.perspective.value,
    );
    const page = records.slice(this.first, this.first + COLUMNS);
    const rows = this.rows(page);
    const wanted = this.attr.value.toLowerCase();
    const chosen = rows.filter(
      (row) =>
        row.attr.toLowerCase().includes(wanted) &&
        (!this.onlyOther.checked || this.differs(row)) &&
        (row.golden.length > 0 || row.cells.some((cell) => cell.length > 0)),
    );
    this.drawPages(records.length);
    clear(
      this.body,
      chosen.length === 0
        ? el('p', { class: 'muted' }, 'No attribute is left with these filters.')
        : this.table(page, chosen),
    );
  }

  // Values of a conflict differ, too: there may be no golden value beside them.
  differs({ attr, golden, cells }) {
    const spans = cells.flat().filter((span) => span.compared !== DROPPED);
    return (
      spans.some((span) => span.compared === OTHER) ||
      (golden.length === 0 &&
        !isMany(this.entity.entity_type, attr) &&
        spans.some((a) => spans.some((b) => overlaps(a, b) && !agrees(a, b))))
    );
  }

  rows(page) {
    const type = this.entity.entity_type;
    const attrs = new Set(this.entity.golden.map((each) => each.attr));
    page.forEach((record) => record.descriptors.forEach((each) => attrs.add(each.attr)));
    return inOrder(type, attrs).map((attr) => {
      const golden = this.entity.golden.filter((each) => each.attr === attr);
      const cells = page.map((record) => {
        const spans = record.descriptors.filter((each) => each.attr === attr);
        return spans
          .filter((each) => this.shown(each))
          .map((each) => ({ ...each, compared: compared(each, golden, isMany(type, attr)) }));
      });
      return { attr, golden: golden.filter((each) => this.shown(each)), cells };
    });
  }

  table(page, rows) {
    const head = el(
      'tr',
      {},
      el('th', { scope: 'col' }, 'Attribute'),
      el('th', { scope: 'col', class: 'golden-column' }, 'Golden record'),
      page.map((record) => el('th', { scope: 'col' }, recordLabel(record))),
    );
    return scrolling(
      'Records side by side',
      el(
        'table',
        { class: 'compare' },
        el('thead', {}, head),
        el(
          'tbody',
          {},
          rows.map((row) =>
            el(
              'tr',
              {},
              el('th', { scope: 'row' }, attrText(row.attr)),
              el('td', { class: 'golden-column' }, valueList(row.golden, false)),
              row.cells.map((cell) =>
                el('td', { class: cell.some((span) => span.compared === OTHER) && 'differs' }, valueList(cell, true)),
              ),
            ),
          ),
        ),
      ),
    );
  }

  drawPages(count) {
    const last = Math.min(count, this.first + COLUMNS);
    const go = (first) => {
      this.first = first;
      this.draw();
      announce(`Records ${first + 1} to ${Math.min(count, first + COLUMNS)} of ${count}`);
    };
    const turn = (text, first, enabled) =>
      button(
        text,
        () => {
          go(first);
          [...this.pages.querySelectorAll('button')]
            .find((each) => each.textContent === text && !each.disabled)
            ?.focus();
        },
        { disabled: !enabled },
      );
    clear(
      this.pages,
      count > COLUMNS && [
        turn('‹ Previous', this.first - COLUMNS, this.first > 0),
        turn('Next ›', this.first + COLUMNS, last < count),
        el(
          'span',
          { class: 'muted' },
          count === 0
            ? 'No records'
            : `Records ${(this.first + 1).toLocaleString('en')} to ${last.toLocaleString('en')} of ${count.toLocaleString('en')}`,
        ),
      ],
    );
  }
}

// Values with their times, and how they compare with the golden record.
function valueList(spans, isCompared) {
  if (spans.length === 0) return el('span', { class: 'none' }, '–');
  const list = el('ul', { class: 'values' });
  const foot = paged(
    spans,
    VALUES,
    (span) =>
      el(
        'li',
        { class: isCompared ? span.compared : null },
        isCompared &&
          el(
            'span',
            { class: 'sign ' + span.compared, title: SIGNS[span.compared].text },
            el('span', { 'aria-hidden': 'true' }, SIGNS[span.compared].sign),
            el('span', { class: 'hidden' }, SIGNS[span.compared].text + ': '),
          ),
        el(
          'span',
          { class: 'said' },
          valueText(span.value, 80),
          (span.start ?? span.end ?? null) !== null && el('span', { class: 'when' }, intervalText(span)),
        ),
      ),
    list,
    'value',
  );
  return spans.length > VALUES ? [list, foot] : list;
}
