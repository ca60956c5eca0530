// Why the records are one entity: a graph, what one link is in words, and all links as a table.

async function evidencePanel(entity, body, ready) {
  const id = entity.entity_id;
  const answer = await get(apiPath('evidence', id));
  const links = linksOf(answer);
  const graph = graphOf(answer, links);
  const holder = el('div', {
    class: 'graph',
    role: 'img',
    'aria-label': 'Graph of records and what links them. The table below has the same.',
  });
  const details = el(
    'div',
    { class: 'details card', role: 'region', 'aria-live': 'polite', 'aria-label': 'What is selected' },
    el('p', { class: 'muted' }, 'Select a record or a link, in the graph or in the table, to see why it is there.'),
  );
  const rows = el('tbody');
  let drawing = null;
  const select = (chosen) => {
    drawing?.choose(chosen);
    clear(
      details,
      chosen.record === undefined
        ? linkDetails(
            links.find((each) => each.id === chosen.link),
            answer,
          )
        : recordDetails(chosen.record, answer, links, select),
    );
    for (const row of rows.children) row.classList.toggle('chosen', row.dataset.link === chosen.link);
  };
  const tool = (label, text, action) =>
    button(text, () => drawing && action(), { 'aria-label': label, title: label, class: 'icon' });
  fill(body, {}, [
    el('h2', { class: 'hidden' }, 'Evidence'),
    el(
      'div',
      { class: 'toolbar' },
      el(
        'div',
        { class: 'group', role: 'group', 'aria-label': 'Zoom' },
        tool('Zoom out', '−', () => drawing.zoom(0.8)),
        tool('Zoom in', '+', () => drawing.zoom(1.25)),
        button('Fit', () => drawing?.fit()),
        button('Clear selection', () => {
          drawing?.cy.elements().removeClass('chosen faded');
          for (const row of rows.children) row.classList.remove('chosen');
          clear(details, el('p', { class: 'muted' }, 'Nothing is selected.'));
        }),
      ),
      evidenceLegend(),
    ),
    graph.count < graph.whole &&
      el(
        'p',
        { class: 'notice' },
        `The graph shows the ${graph.count.toLocaleString('en')} most connected of ${graph.whole.toLocaleString('en')} records and key values. The table has all links.`,
      ),
    answer.further_records > 0 &&
      el('p', { class: 'notice' }, `${plural(answer.further_records, 'more record')} not shown.`),
    el('div', { class: 'evidence' }, holder, details),
    el('h2', {}, 'All links'),
    linkTable(links, rows, select),
  ]);
  ready();
  try {
    await loadCytoscape();
    await laidOut(holder);
    drawing = new EvidenceGraph(holder, graph, answer, id, select);
  } catch (failure) {
    clear(holder, el('p', { class: 'notice' }, 'This browser cannot draw the graph. The table below has the same.'));
    if (!(failure instanceof TypeError || failure instanceof ReferenceError)) throw failure;
  }
}

function laidOut(node) {
  return new Promise((resolve) => {
    const observer = new ResizeObserver(() => {
      if (node.clientWidth === 0) return;
      observer.disconnect();
      requestAnimationFrame(resolve);
    });
    observer.observe(node);
  });
}

function evidenceLegend() {
  const item = (kind, text) => el('li', {}, el('span', { class: 'line ' + kind, 'aria-hidden': 'true' }), text);
  return el(
    'ul',
    { class: 'legend', 'aria-label': 'Legend' },
    item('has', 'shared key value'),
    item('score', 'score, in bits'),
    item('refused', 'refused score'),
    item('contested', 'contested'),
    item('same', 'decided: same'),
    item('different', 'decided: different'),
    el('li', {}, el('span', { class: 'key neighbour', 'aria-hidden': 'true' }), 'in another entity'),
  );
}

const KINDS = {
  group: 'shared value',
  contested: '⚠ contested',
  score: 'score',
  refused: '✗ refused',
  same: '✓ same',
  different: '✗ different',
  generic: 'generic value',
};

function linkTable(links, rows, select) {
  const foot = paged(
    links,
    100,
    (link) =>
      el(
        'tr',
        { 'data-link': link.id },
        el(
          'td',
          {},
          button(KINDS[link.kind], () => select({ link: link.id }), {
            class: 'link-choice ' + link.kind,
            'aria-label': `${KINDS[link.kind]}, ${link.key}: show why`,
          }),
        ),
        el('td', {}, recordList(link.records, 4)),
        el(
          'td',
          {},
          el('span', { class: 'attr' }, shorten(link.key, 60)),
          ' ',
          link.values.length > 0 && valueText(link.values.join(' · '), 80),
          link.score !== undefined && bits(link.score),
        ),
        el('td', {}, intervalText(link.interval)),
        el('td', {}, link.outcome),
      ),
    rows,
    'link',
  );
  return [
    scrolling(
      'All links',
      el(
        'table',
        {},
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            ['Link', 'Records', 'Key and values', 'When', 'Outcome'].map((each) => el('th', { scope: 'col' }, each)),
          ),
        ),
        rows,
      ),
    ),
    foot,
  ];
}

function linkDetails(link, answer) {
  const facts = [
    ['Outcome', link.outcome],
    ['Key', shorten(link.key, 80)],
  ];
  link.values.forEach((value) => facts.push(['Value', valueText(value)]));
  facts.push(['When', intervalText(link.interval)]);
  if (link.score !== undefined) facts.push(['Score', bits(link.score)]);
  if (link.cohesion) {
    facts.push([
      'Cohesion',
      `mean ${bits(link.cohesion.mean)}, least ${bits(link.cohesion.least)}, of ${plural(link.cohesion.pairs, 'pair')}`,
    ]);
  }
  if (link.reason) facts.push(['Reason', valueText(link.reason)]);
  const entities = [...new Set(link.at.map((at) => answer.records[at].entity_id))];
  return [
    el('h3', {}, KINDS[link.kind]),
    el('dl', {}, facts.map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]).flat()),
    ...(link.parts ? [el('h3', {}, 'What adds up to the score'), scoreTable(link.parts)] : []),
    link.parts === null && el('p', { class: 'muted' }, 'What adds up to the score is only there for the first 1,000 scores.'),
    el('h3', {}, plural(link.records.length, 'record')),
    recordList(link.records, 12),
    entities.some((each) => each !== answer.entity_id) &&
      el(
        'div',
        {},
        el('h3', {}, 'Other entities'),
        el(
          'ul',
          {},
          entities.filter((each) => each !== answer.entity_id).map((each) => el('li', {}, namedEntity(each))),
        ),
      ),
  ];
}

// What each comparison adds to a score; values of the first record come first.
function scoreTable(score) {
  const row = (name, weight, ...about) =>
    el('tr', {}, el('th', { scope: 'row' }, name, about), el('td', { class: 'number' }, signedBits(weight)));
  const said = (values) => (values.length === 0 ? '–' : el('bdi', {}, shorten(values.join(' · '), 60)));
  return el(
    'table',
    { class: 'score' },
    el('thead', {}, el('tr', {}, ['Comparison', 'Bits'].map((each) => el('th', { scope: 'col' }, each)))),
    el(
      'tbody',
      {},
      row('prior, before any comparison', score.prior),
      score.comparisons.map((each) =>
        row(
          attrText(each.comparison),
          each.weight + (each.frequency || 0),
          el('span', { class: 'when' }, shorten(each.level, 80)),
          el('span', { class: 'when' }, said(each.first), ' and ', said(each.second)),
          each.frequency && el('span', { class: 'when' }, `of which ${signedBits(each.frequency)} for how common the value is`),
        ),
      ),
    ),
    el('tfoot', {}, row('Sum', score.total, el('span', { class: 'when' }, `at least ${bits(score.link)} link`))),
  );
}

function recordDetails(at, answer, links, select) {
  const record = answer.records[at];
  const own = links.filter((link) => link.at.includes(at));
  return [
    el('h3', {}, recordLabel(record)),
    record.entity_id !== answer.entity_id && el('p', {}, 'In another entity: ', namedEntity(record.entity_id)),
    el('p', { class: 'muted' }, plural(own.length, 'link')),
    el(
      'ul',
      { class: 'link-list' },
      own.slice(0, 30).map((link) =>
        el(
          'li',
          {},
          button(KINDS[link.kind], () => select({ link: link.id }), { class: 'link-choice ' + link.kind }),
          ' ',
          el('span', { class: 'attr' }, shorten(link.key, 40)),
          ' ',
          el('bdi', {}, shorten(link.values.join(' · '), 60)),
        ),
      ),
    ),
  ];
}
