// Line charts. Each has its numbers as a table below it.

const COLOURS = ['--accent', '--p0', '--p1', '--p2', '--p3', '--p4', '--p5', '--p6'];
const DASHES = [[], [6, 4], [2, 3]];
const charts = [];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function styleOf(i) {
  return { stroke: COLOURS[i % COLOURS.length], dash: DASHES[Math.floor(i / COLOURS.length) % DASHES.length] };
}

function axis(more) {
  return { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 }, font: '12px system-ui, sans-serif', ...more };
}

// lines: [{name, values, hidden}]; show: a value as text.
function lineChart(title, labels, lines, show, greatest) {
  const visibleLines = lines.map((each) => !each.hidden);
  const place = el('div', { 'aria-hidden': 'true' });
  const at = el('p', { class: 'chart-at', 'aria-hidden': 'true' });
  let chart = null;
  const legend = el('div', { class: 'chart-legend', role: 'group', 'aria-label': 'Lines of the chart' }, lines.map((line, i) => {
    const look = styleOf(i);
    const toggle = button('', () => {
      visibleLines[i] = !visibleLines[i];
      toggle.setAttribute('aria-pressed', String(visibleLines[i]));
      chart.setSeries(i + 1, { show: visibleLines[i] });
    }, { 'aria-pressed': String(visibleLines[i]) });
    const mark = svg('line', { x1: 0, x2: 18, y1: 4, y2: 4, 'stroke-width': 3, 'stroke-dasharray': look.dash.join(' ') || null });
    mark.style.stroke = `var(${look.stroke})`;
    toggle.append(svg('svg', { viewBox: '0 0 18 8', 'aria-hidden': 'true' }, mark), el('bdi', {}, line.name));
    return toggle;
  }));
  function draw() {
    if (chart !== null) chart.destroy();
    const width = Math.max(220, place.clientWidth);
    chart = new uPlot({
      width,
      height: width < 500 ? 220 : 300,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: { x: { time: false, range: [-0.3, labels.length - 0.7] }, y: { range: (u, low, high) => [0, greatest || Math.max(1, high * 1.05)] } },
      axes: [
        axis({ space: width < 500 ? 64 : 80, incrs: [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30], values: (u, splits) => splits.map((split) => labels[split] || '') }),
        axis({ size: 58, values: (u, splits) => splits.map(show) }),
      ],
      series: [{}, ...lines.map((line, i) => ({
        label: line.name, show: visibleLines[i], stroke: colour(styleOf(i).stroke), dash: styleOf(i).dash, width: 2, points: { show: labels.length <= 12 },
      }))],
      hooks: {
        setCursor: [(u) => {
          const index = u.cursor.idx;
          at.textContent = index === null || index === undefined ? '' : labels[index] + ': '
            + lines.filter((line, i) => visibleLines[i]).map((line) => `${visible(line.name)} ${show(line.values[index])}`).join(', ');
        }],
      },
    }, [labels.map((label, i) => i), ...lines.map((line) => line.values)], place);
  }
  charts.push(draw);
  return el('figure', { class: 'chart', 'aria-label': title }, legend, place, at,
    el('details', {}, el('summary', {}, 'As a table'),
      table(title, ['period', ...lines.map((line) => ({ name: line.name, number: true }))],
        labels.map((label, i) => [label, ...lines.map((line) => show(line.values[i]))]))));
}

function drawCharts() {
  charts.forEach((draw) => draw());
}
