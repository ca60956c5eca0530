// Keys, the mouse and the wheel on a timeline.

class TimelineInput {
  constructor(view) {
    this.view = view;
    const { surface, tooltip } = view;
    new ResizeObserver(() => view.redraw()).observe(view.axis);
    surface.addEventListener('keydown', (event) => this.onKey(event));
    surface.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
    surface.addEventListener('pointerdown', (event) => this.onDrag(event));
    for (const name of ['pointerover', 'focusin']) {
      surface.addEventListener(name, (event) => {
        const mark = event.target.closest('.mark');
        if (mark) tooltip.show(mark);
      });
    }
    for (const name of ['pointerout', 'focusout']) {
      surface.addEventListener(name, (event) => {
        if (event.target.closest('.mark')) tooltip.hide();
      });
    }
  }

  onKey(event) {
    const mark = event.target.closest('.mark');
    if (event.ctrlKey || event.metaKey || event.altKey || !mark) return;
    const { view } = this;
    const action = {
      '+': () => view.zoom(1 / ZOOM),
      '=': () => view.zoom(1 / ZOOM),
      '-': () => view.zoom(ZOOM),
      0: () => view.reset(),
      Escape: () => view.tooltip.hide(),
      ArrowLeft: () => (event.shiftKey ? view.move(-0.2) : this.step(mark, -1)),
      ArrowRight: () => (event.shiftKey ? view.move(0.2) : this.step(mark, 1)),
      ArrowUp: () => this.jump(mark, -1),
      ArrowDown: () => this.jump(mark, 1),
      Home: () => this.focus(view.marks()[0]),
      End: () => this.focus(view.marks().pop()),
    }[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  }

  step(mark, by) {
    const marks = this.view.marks();
    this.focus(marks[marks.indexOf(mark) + by]);
  }

  // To the nearest value of the next track.
  jump(mark, by) {
    const tracks = [...this.view.body.querySelectorAll('svg.track')].filter((each) => each.querySelector('.mark'));
    const next = tracks[tracks.indexOf(mark.closest('svg')) + by];
    if (!next) return;
    const left = mark.getBoundingClientRect().left;
    const distance = (each) => Math.abs(each.getBoundingClientRect().left - left);
    this.focus([...next.querySelectorAll('.mark')].reduce((a, b) => (distance(b) < distance(a) ? b : a)));
  }

  focus(mark) {
    if (!mark) return;
    this.view.marks().forEach((each) => each.setAttribute('tabindex', -1));
    mark.setAttribute('tabindex', 0);
    mark.focus();
  }

  // The wheel alone scrolls the page.
  onWheel(event) {
    const { view } = this;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const x = event.clientX - view.axis.getBoundingClientRect().left;
      view.zoom(event.deltaY > 0 ? 1.25 : 0.8, view.scale.at(x));
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      view.move(event.deltaX / view.scale.width);
    }
  }

  onDrag(event) {
    if (event.button !== 0 || event.pointerType !== 'mouse' || !event.target.closest('svg.track')) return;
    const { view } = this;
    const { from, to } = view.view;
    const perPixel = (to - from) / view.scale.width;
    const move = (moved) => {
      const by = event.clientX - moved.clientX;
      if (Math.abs(by) > 3) view.show(from + by * perPixel, to + by * perPixel);
    };
    const stop = () => document.removeEventListener('pointermove', move);
    document.addEventListener('pointermove', move);
    document.addEventListener('pointerup', stop, { once: true });
    document.addEventListener('pointercancel', stop, { once: true });
  }
}
