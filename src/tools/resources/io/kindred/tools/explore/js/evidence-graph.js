// Draws the evidence with cytoscape, which is unpacked and run when it is first needed.

let library = null;

function loadCytoscape() {
  library =
    library ||
    (async () => {
      const packed = Uint8Array.from(atob(document.getElementById('cytoscape').textContent), (c) => c.charCodeAt(0));
      const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
      const script = el('script');
      // As text of a script, since the policy allows exactly this text.
      script.textContent = await new Response(stream).text();
      document.head.append(script);
      return window.cytoscape;
    })();
  return library;
}

function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const SMALL = 120;

function onSpiral(at, distance) {
  return { x: Math.cos(at * 2.39996) * distance, y: Math.sin(at * 2.39996) * distance };
}

// The same positions every time: each key on a spiral, and its records on a smaller one around it.
function startPositions(graph) {
  const apart = graph.count <= SMALL ? 90 : 34;
  const places = new Map();
  const free = new Set(graph.records);
  const clusters = graph.keys.map(({ link, at }) => {
    const members = at.filter((each) => free.delete(each));
    return { key: link.id, members, radius: apart * (1 + Math.sqrt(members.length)) };
  });
  free.forEach((each) => clusters.push({ members: [each], radius: apart }));
  let area = 0;
  clusters
    .sort((a, b) => b.radius - a.radius)
    .forEach((cluster, order) => {
      const centre = onSpiral(order, order === 0 ? 0 : 1.25 * Math.sqrt(area) + cluster.radius);
      area += cluster.radius ** 2;
      if (cluster.key) places.set(cluster.key, centre);
      cluster.members.forEach((each, at) => {
        const offset = cluster.key ? onSpiral(at + 1, apart * Math.sqrt(at + 1.5)) : { x: 0, y: 0 };
        places.set('r' + each, { x: centre.x + offset.x, y: centre.y + offset.y });
      });
    });
  return places;
}

function elementsOf(graph, answer, own) {
  const places = startPositions(graph);
  const elements = graph.records.map((at) => {
    const record = answer.records[at];
    return {
      data: {
        id: 'r' + at,
        label: shorten(record.perspective, 14) + '\n' + shorten(record.uid, 14),
        colour: css('--p' + perspectiveClass(record.perspective).slice(1)),
      },
      classes: 'record' + (record.entity_id === own ? '' : ' neighbour'),
      position: places.get('r' + at),
    };
  });
  for (const { link, at } of graph.keys) {
    elements.push({
      data: { id: link.id, label: shorten(link.key, 22) + '\n' + shorten(link.values.join(' · '), 26) },
      classes: 'key ' + link.kind,
      position: places.get(link.id),
    });
    at.forEach((each) =>
      elements.push({
        data: { id: link.id + '-' + each, source: link.id, target: 'r' + each, link: link.id },
        classes: 'has ' + link.kind,
      }),
    );
  }
  for (const link of graph.edges) {
    const label =
      link.score === undefined
        ? link.kind === 'same'
          ? '✓ same'
          : '✗ different'
        : bits(link.score).replace(' bits', '');
    elements.push({
      data: {
        id: link.id,
        source: 'r' + link.at[0],
        target: 'r' + link.at[1],
        label,
        link: link.id,
        shift: (elements.length % 3) * 13 - 13,
      },
      classes: 'edge ' + link.kind,
    });
  }
  return elements;
}

function graphStyle(isSmall) {
  const text = {
    'font-family': fontFamily,
    'font-size': 13,
    'text-wrap': 'wrap',
    color: css('--text'),
    'min-zoomed-font-size': isSmall ? 3 : 7,
  };
  const line = (selector, colour, style, width) => ({
    selector,
    style: { 'line-color': css(colour), 'line-style': style, width },
  });
  return [
    {
      selector: 'node.record',
      style: {
        ...text,
        label: 'data(label)',
        shape: 'round-rectangle',
        width: 104,
        height: 44,
        'text-valign': 'center',
        'text-halign': 'center',
        'background-color': css('--surface'),
        'border-width': 2.5,
        'border-color': 'data(colour)',
      },
    },
    ...(isSmall
      ? []
      : [
          {
            selector: 'node.record',
            style: {
              shape: 'ellipse',
              width: 20,
              height: 20,
              'text-valign': 'bottom',
              'font-size': 8,
              'background-color': 'data(colour)',
            },
          },
        ]),
    { selector: 'node.neighbour', style: { 'border-style': 'dashed', 'background-color': css('--sunken') } },
    {
      selector: 'node.key',
      style: {
        ...text,
        'font-size': 12,
        label: 'data(label)',
        shape: 'diamond',
        width: 18,
        height: 18,
        'text-valign': 'bottom',
        'text-margin-y': 4,
        'background-color': css('--accent'),
        color: css('--muted'),
        'text-background-color': css('--surface'),
        'text-background-opacity': 0.85,
        'text-background-padding': 2,
      },
    },
    { selector: 'node.key.contested', style: { 'background-color': css('--danger'), color: css('--danger-text') } },
    { selector: 'edge', style: { 'curve-style': 'straight', width: 1.5, 'line-color': css('--golden-line') } },
    line('edge.has.contested', '--danger', 'solid', 2),
    {
      selector: 'edge.edge',
      style: {
        ...text,
        label: 'data(label)',
        'curve-style': 'bezier',
        'text-margin-y': 'data(shift)',
        'text-background-color': css('--surface'),
        'text-background-opacity': 0.95,
        'text-background-padding': 3,
        width: 2,
      },
    },
    line('edge.score', '--accent', 'solid', 2.5),
    line('edge.refused', '--muted', 'dashed', 2),
    line('edge.edge.contested', '--danger', 'solid', 2),
    line('edge.same', '--ok', 'solid', 3),
    line('edge.different', '--danger', 'dotted', 3),
    { selector: 'edge.same', style: { color: css('--ok') } },
    { selector: 'edge.different', style: { color: css('--danger-text') } },
    { selector: '.faded', style: { opacity: 0.25 } },
    { selector: '.chosen', style: { 'overlay-color': css('--accent'), 'overlay-opacity': 0.22, 'overlay-padding': 5 } },
  ];
}

class EvidenceGraph {
  constructor(container, graph, answer, own, select) {
    this.graph = graph;
    this.cy = window.cytoscape({
      container,
      elements: elementsOf(graph, answer, own),
      style: graphStyle(graph.count <= SMALL),
      userZoomingEnabled: false,
      boxSelectionEnabled: false,
      minZoom: 0.08,
      maxZoom: 3,
      autounselectify: true,
      layout: { name: 'preset' },
    });
    this.arrange();
    this.cy.on('tap', 'node.record', (event) => select({ record: Number(event.target.id().slice(1)) }));
    this.cy.on('tap', 'node.key, edge', (event) => select({ link: event.target.data('link') || event.target.id() }));
    container.addEventListener(
      'wheel',
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.zoom(event.deltaY > 0 ? 0.85 : 1.18);
      },
      { passive: false },
    );
    new ResizeObserver(() =>
      requestAnimationFrame(() => {
        this.cy.resize();
        this.turn();
        this.fit();
      }),
    ).observe(container);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
      this.cy.style(graphStyle(graph.count <= SMALL)),
    );
  }

  arrange() {
    if (this.graph.count <= SMALL) {
      this.cy
        .layout({
          name: 'cose',
          randomize: false,
          animate: false,
          fit: false,
          nodeRepulsion: () => 160000,
          idealEdgeLength: () => 74,
          edgeElasticity: () => 90,
          nodeOverlap: 24,
          gravity: 0.35,
          numIter: 900,
          componentSpacing: 90,
        })
        .run();
    }
    this.turn();
    this.fit();
  }

  // A tall graph lies down where the place for it is wide, and the other way round.
  turn() {
    if (this.cy.destroyed()) return;
    const box = this.cy.nodes().boundingBox();
    if (box.h > box.w === this.cy.height() > this.cy.width()) return;
    this.cy.nodes().positions((node) => ({ x: node.position('y'), y: node.position('x') * 0.9 }));
  }

  fit() {
    if (this.cy.destroyed() || this.cy.container().clientWidth === 0) return;
    this.cy.resize();
    this.cy.fit(undefined, 28);
    if (this.cy.zoom() > 1.3) {
      this.cy.zoom(1.3);
      this.cy.center();
    }
  }

  zoom(factor) {
    this.cy.zoom({
      level: this.cy.zoom() * factor,
      renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 },
    });
  }

  choose({ link, record }) {
    this.cy.elements().removeClass('chosen faded');
    const chosen = record === undefined ? this.cy.elements(`[link = "${link}"], #${link}`) : this.cy.$id('r' + record);
    if (chosen.empty()) return;
    const near = record === undefined ? chosen.union(chosen.connectedNodes()) : chosen.closedNeighborhood();
    this.cy.elements().difference(near).addClass('faded');
    chosen.addClass('chosen');
  }
}
