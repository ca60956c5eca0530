// Starts the page, and shows the view of its address.

const main = document.getElementById('main');

const ROUTES = new Map([
  ['entities', entityView],
  ['records', recordView],
  ['conflicts', conflictsView],
  ['match', matchView],
]);

async function recordView(node, { parts }) {
  const [, type, perspective, uid] = parts;
  const record = await get(apiPath('records', type, perspective, uid));
  if (record.entity_id) {
    location.replace(entityAddress(record.entity_id));
    return;
  }
  clear(
    node,
    el('h1', {}, el('bdi', {}, recordText({ perspective, uid }))),
    el('p', {}, 'This record was deleted, so it is in no entity.'),
  );
}

let routeTurn = 0;

async function renderRoute() {
  const wanted = route();
  const turn = ++routeTurn;
  const view = wanted.parts.length === 0 ? searchView : ROUTES.get(wanted.parts[0]);
  document.getElementById('jump').hidden = offline || wanted.parts.length === 0;
  showNavigation(wanted.parts[0]);
  const body = el('div', { class: 'view' });
  try {
    if (view === undefined) throw new Refused(404, 'There is no such page.');
    const isKept = await view(body, wanted);
    if (turn === routeTurn && isKept !== true) main.replaceChildren(body);
  } catch (refusal) {
    if (turn !== routeTurn) return;
    document.title = 'Kindred';
    clear(main, el('h1', {}, refusal.status === 404 ? 'Not found' : 'This did not work'), problem(refusal));
  }
}

function showNavigation(current) {
  const entries = offline
    ? []
    : [
        ['', 'Search'],
        ['conflicts', 'Conflicts'],
        ['match', 'Match'],
      ].filter(([name]) => isOffered(name));
  clear(
    document.getElementById('nav'),
    entries.map(([name, text]) =>
      el(
        'li',
        {},
        el(
          'a',
          { href: address(name === '' ? [] : [name]), 'aria-current': (current || '') === name ? 'page' : null },
          text,
        ),
      ),
    ),
  );
}

function isOffered(view) {
  return view === '' || info.outputs.includes(view === 'match' ? 'records' : view);
}

async function begin() {
  try {
    info = await get('/info');
    setTimeline(info.timeline);
    document.getElementById('job').textContent = info.job ? 'Job ' + visible(info.job) : '';
  } catch (refusal) {
    clear(main, el('h1', {}, 'This did not work'), problem(refusal));
    return;
  }
  window.addEventListener('hashchange', async () => {
    await renderRoute();
    if (!main.contains(document.activeElement)) main.focus({ preventScroll: true });
  });
  document.getElementById('jump').addEventListener('submit', (event) => {
    event.preventDefault();
    goTo(document.getElementById('jump-text').value, '');
  });
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    main.focus();
  });
  await renderRoute();
}

begin();
