// The timeline of an entity: tracks over a common axis, which can be zoomed and moved.

const GOLDEN = { height: 26, gap: 4, size: 13 };
const SOURCE = { height: 18, gap: 3, size: 11 };
const ROWS = 12;
const LEVELS = 6;
const ZOOM = 1.6;

class Timeline {
  constructor(entity, lanes) {
    this.entity = entity;
    this.lanes = lanes;
    this.extent = extentOf(lanes);
    this.view = { ...this.extent.home };
    this.open = new Map(lanes.map((lane) => [lane, lane.differs > 0 ? ROWS : 0]));
    this.tooltip = new Tooltip();
    this.tracks = [];
    this.axis = el('div', { class: 'axis-track', 'aria-hidden': 'true' });
    this.body = el('div', { class: 'lanes' });
    this.surface = el(
      'div',
      {
        class: 'timeline-surface',
        role: 'group',
        'aria-label': 'Timeline. Arrow keys move between values, plus and minus zoom, 0 shows everything.',
      },
      el('div', { class: 'lane axis' }, el('div', { class: 'lane-label' }), this.axis),
      this.body,
    );
    this.node = el('div', { class: 'timeline' }, this.toolbar(), this.surface, this.tooltip.node);
    this.build();
    this.input = new TimelineInput(this);
  }

  toolbar() {
    const zoom = (label, text, listener) =>
      button(text, listener, { 'aria-label': label, title: label, class: 'icon' });
    return el(
      'div',
      { class: 'toolbar' },
      el(
        'div',
        { class: 'group', role: 'group', 'aria-label': 'Zoom' },
        (this.earlier = zoom('Earlier', '‹', () => this.move(-0.25))),
        (this.out = zoom('Zoom out', '−', () => this.zoom(ZOOM))),
        zoom('Zoom in', '+', () => this.zoom(1 / ZOOM)),
        (this.later = zoom('Later', '›', () => this.move(0.25))),
        button('Fit', () => this.reset(), { title: 'Show everything (0)' }),
        this.toggleAll(),
      ),
      el(
        'ul',
        { class: 'legend', 'aria-label': 'Legend' },
        el('li', {}, el('span', { class: 'key golden' }), 'golden value'),
        el('li', {}, el('span', { class: 'key clash' }), 'conflict'),
        el('li', {}, el('span', { class: 'key spelling' }, '≈'), 'written differently'),
        el('li', {}, el('span', { class: 'key other' }, '≠'), 'differs'),
        el('li', {}, el('span', { class: 'key added' }, '+'), 'no golden value then'),
        el('li', {}, el('span', { class: 'key arrow' }, '►'), 'no bound'),
      ),
    );
  }

  toggleAll() {
    const all = button(
      '',
      () => {
        const wanted = this.isAllOpen() ? 0 : ROWS;
        this.lanes.forEach((lane) => this.open.set(lane, wanted && (this.open.get(lane) || wanted)));
        this.build();
        this.draw();
      },
      {},
    );
    this.nameToggle = () => {
      all.textContent = this.isAllOpen() ? 'Hide records' : 'Show all records';
    };
    all.hidden = this.lanes.every((lane) => lane.rows.length === 0);
    return all;
  }

  isAllOpen() {
    return this.lanes.every((lane) => lane.rows.length === 0 || this.open.get(lane) > 0);
  }

  build() {
    this.nameToggle();
    this.tracks = [];
    this.body.replaceChildren(...this.lanes.map((lane) => this.buildLane(lane)));
  }

  buildLane(lane) {
    const shown = this.open.get(lane);
    const track = el('div', { class: 'lane-track' });
    this.tracks.push({ track, draw: (scale, least) => this.drawGolden(track, lane, scale, least) });
    const rows = el(
      'div',
      { class: 'sources', role: 'group', 'aria-label': `What records say about ${lane.attr}` },
      lane.rows.slice(0, shown).map((row) => this.buildRow(lane, row)),
    );
    const toggle = button(
      '',
      () => {
        this.openLane(lane, shown > 0 ? 0 : ROWS);
      },
      { class: 'lane-toggle', 'aria-expanded': String(shown > 0), 'data-lane': lane.attr },
    );
    toggle.append(
      el('span', { class: 'chevron', 'aria-hidden': 'true' }, shown > 0 ? '▾' : '▸'),
      el('bdi', {}, shorten(lane.attr, 40)),
    );
    const label = el(
      'div',
      { class: 'lane-label' },
      lane.rows.length > 0 ? toggle : el('bdi', { class: 'lane-name' }, shorten(lane.attr, 40)),
      lane.conflicts.length > 0
        ? conflictBadge(lane.conflicts.length, 'conflict', this.entity.entity_id)
        : lane.differs > 0 &&
            el(
              'span',
              { class: 'badge warn' },
              `≠ ${lane.differs.toLocaleString('en')} of ${lane.rows.length.toLocaleString('en')}`,
            ),
    );
    const more =
      shown > 0 &&
      lane.rows.length > shown &&
      el(
        'p',
        { class: 'more-rows' },
        button(
          `Show ${Math.min(100, lane.rows.length - shown)} more of ${plural(lane.rows.length - shown, 'record')}`,
          () => {
            this.openLane(lane, shown + 100);
          },
          { class: 'quiet' },
        ),
      );
    return el(
      'div',
      {
        class: 'lane-group' + (lane.conflicts.length > 0 ? ' has-conflict' : ''),
        role: 'group',
        'aria-label': lane.attr,
      },
      el('div', { class: 'lane' }, label, track),
      rows,
      more,
    );
  }

  buildRow(lane, row) {
    const track = el('div', { class: 'lane-track' });
    this.tracks.push({ track, draw: (scale) => this.drawSource(track, lane, row, scale) });
    return el('div', { class: 'lane source' }, el('div', { class: 'lane-label' }, recordLabel(row.record)), track);
  }

  rebuild(lane) {
    this.build();
    this.draw();
    const toggle = [...this.body.querySelectorAll('.lane-toggle')].find((each) => each.dataset.lane === lane.attr);
    if (toggle) toggle.focus({ preventScroll: true });
  }

  drawGolden(track, lane, scale, least) {
    const { placed, levels } = stacked(lane.golden);
    const room = this.open.get(lane) > 0 ? Infinity : LEVELS;
    const hidden = placed.filter(({ level }) => level >= room).length;
    const clashes = stacked(lane.conflicts);
    const step = GOLDEN.height + GOLDEN.gap;
    const values = lane.golden.length > 0 ? Math.min(room, levels) * step : 0;
    const bars = placed
      .filter(({ level }) => level < room)
      .map(({ item, level }) => ({
        item,
        text: item.value,
        classes: 'golden',
        top: 4 + level * step,
        height: GOLDEN.height,
        size: GOLDEN.size,
        key: `g/${lane.attr}/${item.value}/${item.start}`,
        label: `${lane.attr} ${shorten(item.value, LONG)}, ${intervalText(item)}`,
        details: () => goldenDetails(lane, item),
      }));
    for (const { item, level } of clashes.placed) {
      const text = '⚠ ' + (item.kind === 'constraint' ? 'also in another entity: ' : '') + conflictValues(item);
      bars.push({
        item,
        text,
        short: '⚠',
        classes: 'clash',
        top: 4 + values + level * 24,
        height: 20,
        size: 12,
        key: `c/${item.conflict_id}`,
        label: `Conflict: ${lane.attr} ${conflictValues(item)}, ${intervalText(item)}`,
        details: () => conflictDetails(lane, item),
      });
    }
    const height = 8 + values + (lane.conflicts.length > 0 ? clashes.levels * 24 : 0) - (values > 0 ? GOLDEN.gap : 0);
    drawTrack(track, scale, Math.max(height, 34, least), bars, [], lane.attr);
    if (hidden > 0)
      track.append(
        el(
          'p',
          { class: 'hidden-values' },
          button(`Show ${plural(hidden, 'more value')}`, () => this.openLane(lane, 1), { class: 'quiet' }),
        ),
      );
  }

  openLane(lane, rows) {
    this.open.set(lane, rows);
    this.rebuild(lane);
  }

  drawSource(track, lane, row, scale) {
    const { placed, levels } = stacked(row.spans);
    const step = SOURCE.height + SOURCE.gap;
    const tints = lane.conflicts.filter((conflict) => conflict.kind === 'direct');
    const bars = placed.map(({ item, level }) => ({
      item,
      text: (item.compared === SAME ? '' : SIGNS[item.compared].sign + ' ') + item.value,
      classes: `span ${item.compared} ${perspectiveClass(row.record.perspective)}`,
      parts: item.differing,
      top: 2 + level * step,
      height: SOURCE.height,
      size: SOURCE.size,
      key: `s/${lane.attr}/${recordId(row.record)}/${item.value}/${item.start}`,
      label: `${recordText(row.record)} says ${lane.attr} ${shorten(item.value, LONG)}, ${intervalText(item)}: ${comparedText(item)}`,
      details: () => spanDetails(lane, row.record, item),
    }));
    drawTrack(track, scale, 2 + levels * step, bars, tints, `${lane.attr}, ${recordText(row.record)}`);
  }

  draw() {
    const width = Math.floor(this.axis.clientWidth);
    if (width < 10) return;
    const focused = document.activeElement?.dataset?.key;
    const scale = scaleOf(this.view, width);
    this.tracks.forEach((each) => {
      each.labelHeight = this.labelHeight(each.track);
    });
    scale.ticks = ticks(this.view.from, this.view.to, width / 76);
    // Days need more room than years.
    if (scale.ticks.some((tick) => tick.text.length > 7))
      scale.ticks = ticks(this.view.from, this.view.to, width / 130);
    this.scale = scale;
    this.drawAxis(scale);
    this.enableButtons();
    this.tracks.forEach((each) => each.draw(scale, each.labelHeight));
    const marks = this.marks();
    const mark = marks.find((each) => each.dataset.key === focused) || marks[0];
    if (mark) mark.setAttribute('tabindex', 0);
    if (mark && focused === mark.dataset.key) mark.focus({ preventScroll: true });
  }

  // Of the label beside a track; a track is as high, so that lines of the axis have no gaps.
  labelHeight(track) {
    const label = track.previousElementSibling;
    return label.offsetLeft === track.offsetLeft ? 0 : label.scrollHeight;
  }

  enableButtons() {
    const { limits } = this.extent;
    this.earlier.disabled = this.view.from <= limits.from;
    this.later.disabled = this.view.to >= limits.to;
    this.out.disabled = this.earlier.disabled && this.later.disabled;
  }

  drawAxis(scale) {
    const drawing = svg('svg', { width: scale.width, height: 30 });
    const present = now();
    const here = present > scale.view.from && present < scale.view.to ? scale.x(present) : -100;
    for (const tick of scale.ticks) {
      const x = scale.x(tick.at);
      drawing.append(svg('line', { class: 'tick', x1: x, x2: x, y1: 24, y2: 30 }));
      if (x > 16 && x < scale.width - 16 && Math.abs(x - here) > 18 + tick.text.length * 4) {
        drawing.append(svg('text', { x, y: 17, 'text-anchor': 'middle' }, tick.text));
      }
    }
    if (here >= 0) {
      drawing.append(
        svg('text', { class: 'now-text', x: Math.min(here, scale.width - 14), y: 17, 'text-anchor': 'middle' }, 'now'),
        svg('line', { class: 'now', x1: here, x2: here, y1: 22, y2: 30 }),
      );
    }
    this.axis.replaceChildren(drawing);
  }

  marks() {
    return [...this.body.querySelectorAll('.mark')];
  }

  redraw() {
    this.tooltip.hide();
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  zoom(factor, at = (this.view.from + this.view.to) / 2) {
    const { from, to } = this.view;
    const least = isCalendar() ? HOUR : 2;
    const wanted = Math.max(least, (to - from) * factor);
    const share = (at - from) / (to - from);
    this.show(at - share * wanted, at + (1 - share) * wanted);
  }

  move(share) {
    const by = (this.view.to - this.view.from) * share;
    this.show(this.view.from + by, this.view.to + by);
  }

  show(from, to) {
    const { limits } = this.extent;
    const span = Math.min(to - from, limits.to - limits.from);
    const left = Math.min(Math.max(from, limits.from), limits.to - span);
    this.view = { from: left, to: left + span };
    this.redraw();
  }

  reset() {
    this.view = { ...this.extent.home };
    this.redraw();
  }
}
