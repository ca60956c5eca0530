// Makes elements. What comes from data only ever becomes text nodes and attribute values.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value);
    }
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) {
      node.append(child instanceof Node ? child : visible(child));
    }
  }
  return node;
}

function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

// Control characters as their pictures; otherwise they would not show, or would turn the text around.
function visible(text) {
  return String(text)
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
    .replace(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

function shorten(text, limit) {
  const characters = Array.from(visible(text).slice(0, limit * 2 + 2));
  return characters.length > limit ? characters.slice(0, limit - 1).join('') + '…' : visible(text);
}

const LONG = 160;

// A value of a record: isolated from the direction of its surroundings, and cut if it is long.
function valueText(text, limit = LONG) {
  const node = el('bdi', { class: 'value' }, shorten(text, limit));
  if (shorten(text, limit) === visible(text)) return node;
  const more = el('button', { type: 'button', class: 'more' }, 'show all');
  more.addEventListener('click', () => {
    node.textContent = visible(text);
    more.remove();
  });
  return el('span', {}, node, ' ', more);
}

function button(label, listener, attributes = {}) {
  return el('button', { type: 'button', ...attributes, on: { click: listener } }, label);
}

function clear(node, ...children) {
  node.replaceChildren();
  return fill(node, {}, children);
}

function announce(text) {
  document.getElementById('announce').textContent = text;
}

function plural(count, one, many = one + 's') {
  return count.toLocaleString('en') + ' ' + (count === 1 ? one : many);
}

// Rows of a long list: some at once, the others on demand.
function paged(items, size, render, container, what) {
  let shown = 0;
  const more = button(
    '',
    () => {
      const next = shown;
      show();
      const added = container.children[next];
      if (added) {
        added.setAttribute('tabindex', '-1');
        added.focus({ preventScroll: true });
      }
    },
    { class: 'quiet' },
  );
  const foot = el('p', { class: 'paged' }, more);
  function show() {
    const end = Math.min(items.length, shown + size);
    const rows = document.createDocumentFragment();
    for (; shown < end; shown++) rows.append(render(items[shown], shown));
    container.append(rows);
    foot.hidden = shown >= items.length;
    more.textContent = `Show ${Math.min(size, items.length - shown)} more of ${plural(items.length - shown, what)}`;
  }
  show();
  return foot;
}
