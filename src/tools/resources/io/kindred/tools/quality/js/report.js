// Puts the report together.

const PARTS = [['summary', 'Summary', summaryPart], ['completeness', 'Completeness', completenessPart], ['hottest', 'Key values', hottestPart],
  ['sizes', 'Sizes', sizesPart], ['merges', 'Keys', mergesPart], ['conflicts', 'Conflicts', conflictsPart], ['suspects', 'Suspects', suspectsPart]];

function typesNavigation() {
  const single = report.types.length === 1;
  const entries = single ? PARTS.map(([key, name]) => ['t0-' + key, name]) : report.types.map((type, i) => ['t' + i + '-name', type.entity_type]);
  clear(document.getElementById('nav'), [...entries, ['growth', 'Growth']].map(([target, name]) => el('li', {}, el('a', { href: '#' + target }, name))));
}

function begin() {
  const main = document.getElementById('main');
  document.title = 'Kindred: report on ' + visible(report.job);
  clear(main, el('h1', {}, 'Report on ', el('bdi', {}, report.job)),
    el('p', { class: 'muted' }, report.as_of === '' ? 'The outputs have no rows yet.' : `The newest row is of ${report.as_of.replace('T', ' ').replace(/(\.\d+)?Z$/, '')} UTC.`),
    report.types.flatMap((type, i) => {
      const place = 't' + i + '-';
      return [report.types.length === 1 ? null : el('h2', { class: 'type-name', id: place + 'name' }, 'Type ', el('bdi', {}, type.entity_type)),
        ...PARTS.map(([key, name, make]) => make(type, place))];
    }),
    growthPart());
  typesNavigation();
  drawCharts();
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth !== width) drawCharts();
    width = window.innerWidth;
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawCharts);
  // The whole address once more, since the parts were not there when it was read.
  if (location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

begin();
