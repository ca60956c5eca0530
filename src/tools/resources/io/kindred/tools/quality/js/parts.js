// What the parts of the report are made of.

const report = JSON.parse(document.getElementById('kindred-report').textContent);

function number(value) {
  return value.toLocaleString('en');
}

function percent(part, all) {
  if (all === 0) return '–';
  const share = 100 * part / all;
  if (part > 0 && share < 0.1) return '< 0.1 %';
  if (part < all && share > 99.9) return '> 99.9 %';
  return share.toLocaleString('en', { maximumFractionDigits: 1 }) + ' %';
}

// A share as text with a bar below it.
function share(part, all, below = null, isGood = true) {
  const width = all === 0 ? 0 : 100 * part / all;
  return el('span', { class: 'share' }, percent(part, all),
    below === null ? null : el('small', {}, below),
    svg('svg', { class: isGood && width < 50 ? 'share-bar low' : 'share-bar', viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('rect', { class: 'all', width: 100, height: 6 }), svg('rect', { class: 'is', width: width.toFixed(2), height: 6 })));
}

function values(list) {
  return el('span', { class: 'values-list' }, list.map((each) => el('bdi', {}, each === '' ? '(empty)' : each)));
}

function id(text) {
  return el('span', { class: 'id' }, text);
}

// Columns are names, or {name, number: true} for numbers, or {name, wide: true}.
function table(caption, columns, rows) {
  const kinds = columns.map((each) => (typeof each === 'string' || each instanceof Node ? { name: each } : each));
  return el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption }, el('table', {},
    el('caption', {}, caption),
    el('thead', {}, el('tr', {}, kinds.map((each) => el('th', { scope: 'col', class: each.number ? 'number' : null }, each.name)))),
    el('tbody', {}, rows.map((row) => el('tr', {}, row.map((cell, i) => el(i === 0 ? 'th' : 'td',
      { scope: i === 0 ? 'row' : null, class: kinds[i].number ? 'number' : kinds[i].wide ? 'wide' : null }, cell)))))));
}

// A table of many rows: the first ones, and the others on demand.
function longTable(caption, columns, rows, most = 25) {
  if (rows.length <= most) return table(caption, columns, rows);
  const shown = table(caption, columns, rows.slice(0, most));
  const body = shown.querySelector('tbody');
  const more = button(`Show ${number(rows.length - most)} more`, () => {
    const all = table(caption, columns, rows);
    body.replaceWith(all.querySelector('tbody'));
    more.remove();
    shown.focus();
  }, { class: 'quiet' });
  return el('div', {}, shown, el('p', { class: 'paged' }, more));
}

function part(place, key, title, lead, ...content) {
  const ofType = place === '' || report.types.length === 1 ? null : report.types[Number(place.slice(1, -1))].entity_type;
  return el('section', { class: 'part', id: place + key, 'aria-labelledby': place + key + '-title' },
    el('h2', { id: place + key + '-title' }, title, ofType === null ? null : el('bdi', { class: 'muted' }, ` of ${visible(ofType)}`)), lead === null ? null : el('p', { class: 'lead' }, lead), content);
}

function leftOut(name) {
  const found = report.left_out.find((each) => each.part === name);
  return found === undefined ? null : el('p', { class: 'notice' }, found.reason);
}

function nothing(text) {
  return el('p', { class: 'nothing' }, text);
}

function stats(entries) {
  return el('dl', { class: 'stats' }, entries.map(([name, value, about]) => el('div', { class: 'stat' },
    el('dt', {}, name), el('dd', {}, value, about ? el('span', { class: 'more-about' }, about) : null))));
}
