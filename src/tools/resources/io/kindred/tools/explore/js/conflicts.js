// The queue of open conflicts, worst first: what contradicts, two records side by side, and the answers to give.

async function conflictsView(main, { parameters }) {
  document.title = 'Conflicts · Kindred';
  forgetAnswers();
  const queue = new Queue(parameters);
  await queue.load();
  clear(main, queue.node);
}

function pairId(conflict, question) {
  return JSON.stringify([conflict.entity_type, recordId(question.left), recordId(question.right)]);
}

class Queue {
  constructor(parameters) {
    this.filters = Object.fromEntries(['type', 'kind', 'entity'].map((name) => [name, parameters.get(name) || '']));
    this.items = [];
    this.decided = new Map();
    this.next = null;
    this.loading = null;
    this.at = 0;
    this.list = el('ol', { class: 'queue-list', id: 'queue-list' });
    this.place = el('span', {});
    this.opener = button('', () => this.openList(!this.isListOpen), { 'aria-controls': 'queue-list' });
    this.steps = [button('‹ Previous', () => this.show(this.at - 1)), button('Next ›', () => this.attempt(() => this.showNext()))];
    this.more = el('p', {});
    this.count = el('p', { class: 'muted', role: 'status' });
    this.card = el('section', { class: 'card conflict', 'aria-label': 'Conflict', tabindex: -1 });
    this.shortcuts = el('input', { type: 'checkbox', id: 'shortcuts', checked: true });
    this.node = el(
      'div',
      {},
      el('h1', {}, 'Conflicts'),
      this.filterForm(),
      this.count,
      el(
        'div',
        { class: 'queue' },
        (this.nav = el(
          'nav',
          { 'aria-label': 'Conflicts, worst first' },
          el('p', { class: 'queue-steps' }, this.steps[0], this.place, this.steps[1], this.opener),
          this.list,
          this.more,
        )),
        this.card,
      ),
    );
    this.openList(false);
    const onKey = (event) =>
      this.node.isConnected ? this.onKey(event) : document.removeEventListener('keydown', onKey);
    document.addEventListener('keydown', onKey);
  }

  filterForm() {
    const type = typeChoice('conflict-type', this.filters.type, true);
    const kind = el(
      'select',
      { id: 'conflict-kind' },
      el('option', { value: '' }, 'all kinds'),
      ['direct', 'indirect', 'constraint'].map((each) =>
        el('option', { value: each, selected: each === this.filters.kind }, each),
      ),
    );
    const apply = () => {
      location.hash = address(['conflicts'], { ...this.filters, type: type.value, kind: kind.value });
    };
    return el(
      'form',
      {
        class: 'filters',
        on: {
          change: (event) => event.target !== this.shortcuts && apply(),
          submit: (event) => event.preventDefault(),
        },
      },
      info.entity_types.length > 1 && labelled('Type', type),
      labelled('Kind', kind),
      info.accepts_decisions &&
        el('label', { class: 'check', for: 'shortcuts' }, this.shortcuts, 'answer with keys: s same, d different, k skip'),
      this.filters.entity !== '' &&
        el(
          'p',
          { class: 'only' },
          'Only conflicts of ',
          entityLink(this.filters.entity),
          ' · ',
          el('a', { href: address(['conflicts']) }, 'all entities'),
        ),
    );
  }

  // The next conflicts; whoever asks while they are loading waits for the same ones.
  load() {
    this.loading ??= this.loadMore().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  // With filters a page may be empty though others follow.
  async loadMore() {
    const before = this.items.length;
    do {
      const query = new URLSearchParams({ limit: 20 });
      if (this.next !== null) query.set('after', this.next);
      for (const [name, value] of Object.entries(this.filters)) if (value !== '') query.set(name, value);
      const answer = await get('/conflicts?' + query);
      this.markLoaded(answer.conflicts);
      this.items.push(...answer.conflicts);
      this.next = answer.next;
      this.open = answer.open;
    } while (this.items.length === before && this.next !== null);
    this.draw();
  }

  // Where there is little room, the list is shown on demand; styles know where.
  openList(isOpen) {
    this.isListOpen = isOpen;
    this.nav.classList.toggle('open', isOpen);
    this.opener.setAttribute('aria-expanded', isOpen);
    this.opener.textContent = isOpen ? 'Hide list' : 'Show list';
  }

  // An answer that was made before a decision was sent, or by another server, does not know of it.
  markLoaded(conflicts) {
    for (const conflict of conflicts) {
      for (const question of conflict.questions || []) {
        const pair = pairId(conflict, question);
        if (question.answered === null && !question.is_pending && this.decided.has(pair))
          Object.assign(question, { answered: this.decided.get(pair), is_pending: true });
      }
    }
  }

  // What was decided about two records answers all questions about them, also of other conflicts.
  mark(pair, answered) {
    this.decided.set(pair, answered);
    for (const conflict of this.items) {
      for (const question of conflict.questions || [])
        if (pairId(conflict, question) === pair) Object.assign(question, { answered, is_pending: true });
    }
  }

  draw() {
    const isFiltered = Object.values(this.filters).some((value) => value !== '');
    const shown = isFiltered ? `${this.items.length}${this.next === null ? '' : ' or more'} of ` : '';
    this.count.textContent = shown + plural(this.open, 'open conflict') + (this.open > 0 ? ', worst first' : '');
    clear(
      this.list,
      this.items.map((conflict, at) =>
        el(
          'li',
          {},
          el(
            'button',
            {
              type: 'button',
              'aria-current': at === this.at ? 'true' : null,
              on: { click: () => this.show(at) },
            },
            el('span', { class: 'badge danger' }, conflict.kind),
            answeredBadge(conflict),
            el('bdi', { class: 'queue-title' }, conflictTitle(conflict)),
          ),
        ),
      ),
    );
    this.place.textContent = `${this.items.length === 0 ? 0 : this.at + 1} of ${this.items.length}${this.next === null ? '' : '+'}`;
    this.steps[0].disabled = this.at === 0;
    this.steps[1].disabled = this.at + 1 >= this.items.length && this.next === null;
    clear(this.more, this.next !== null && button('Show more', () => this.attempt(() => this.load()), { class: 'quiet' }));
    if (this.items.length === 0)
      clear(
        this.card,
        el('h2', {}, 'No open conflicts'),
        el('p', { class: 'muted' }, 'No open conflict matches these filters.'),
      );
    else this.drawCard();
  }

  // Shows why an action failed.
  async attempt(action) {
    try {
      await action();
    } catch (refusal) {
      this.draw();
      this.card.append(problem(refusal));
    }
  }

  async showNext() {
    if (this.at + 1 >= this.items.length && this.next !== null) await this.load();
    if (this.at + 1 < this.items.length) this.show(this.at + 1);
  }

  show(at) {
    this.at = at;
    this.openList(false);
    this.draw();
    this.card.focus({ preventScroll: true });
    const { top } = this.card.getBoundingClientRect();
    if (top < 0 || top > window.innerHeight / 2) this.card.scrollIntoView();
  }

  async drawCard() {
    const conflict = this.items[this.at];
    const questions = conflict.questions || [];
    const question = questions.find((each) => each.answered === null && !each.skipped);
    const body = el('div', { class: 'pair' });
    clear(
      this.card,
      conflictHead(conflict),
      this.written && el('p', { class: 'notice ok', role: 'status' }, this.written),
      questions.filter((each) => each.answered !== null).map((each) => this.answered(conflict, each)),
      question && [
        el(
          'h3',
          {},
          questions.length > 1
            ? `Are these two the same? (${questions.indexOf(question) + 1} of ${questions.length})`
            : 'Are these two the same?',
        ),
        question.is_pending && el('p', { class: 'muted' }, 'The answer was taken back; not read by the job yet.'),
        body,
        this.answers(conflict, question),
      ],
      !question &&
        questions.length > 0 &&
        el(
          'p',
          { class: 'buttons' },
          button('Next conflict', () => this.attempt(() => this.advance()), { class: 'primary' }),
        ),
    );
    this.written = null;
    if (question) await this.drawPair(conflict, question, body);
  }

  async drawPair(conflict, question, body) {
    const records = await Promise.all(
      [question.left, question.right].map((each) =>
        get(apiPath('records', conflict.entity_type, each.perspective, each.uid)).catch((refusal) => ({
          ...each,
          descriptors: [],
          problem: refusal.message,
        })),
      ),
    );
    clear(body, pairTable(conflict, records.map(withForms)));
  }

  answered(conflict, question) {
    return el(
      'p',
      { class: 'answered' },
      el(
        'span',
        { class: 'badge ' + (question.answered === 'same' ? 'ok' : 'danger') },
        (question.answered === 'same' ? '✓ ' : '✗ ') + question.answered,
      ),
      ' ',
      recordLabel(question.left),
      ' and ',
      recordLabel(question.right),
      question.is_pending && el('span', { class: 'muted' }, ' not read by the job yet'),
      info.accepts_decisions &&
        button('Take it back', () => this.decide(conflict, question, question.answered, { op: 'delete' }), {
          class: 'more',
        }),
    );
  }

  answers(conflict, question) {
    if (!info.accepts_decisions) return el('p', { class: 'muted' }, 'This server accepts no decisions: start it with --decisions or --decisions-topic.');
    this.reason = el('input', { id: 'reason', autocomplete: 'off', maxlength: 1000 });
    this.name = el('input', {
      id: 'decided-by',
      autocomplete: 'off',
      maxlength: 200,
      value: sessionStorage.getItem('kindred-name') || '',
    });
    const key = (text, letter) => [text, ' ', el('kbd', { 'aria-hidden': 'true' }, letter)];
    const choice = (text, letter, attributes, action) =>
      fill(button('', action, { ...attributes, 'aria-keyshortcuts': letter }), {}, key(text, letter));
    this.actions = {
      s: () => this.decide(conflict, question, 'same'),
      d: () => this.decide(conflict, question, 'different'),
      k: () => {
        question.skipped = true;
        this.goOn('');
      },
    };
    return el(
      'div',
      { class: 'answer' },
      el(
        'div',
        { class: 'buttons' },
        choice('Same', 's', { class: 'same' }, this.actions.s),
        choice('Different', 'd', { class: 'different' }, this.actions.d),
        choice('Skip', 'k', { class: 'quiet' }, this.actions.k),
      ),
      labelled('Reason (optional)', this.reason),
      labelled('Your name (optional)', this.name),
    );
  }

  async decide(conflict, question, decision, extra = {}) {
    this.actions = {};
    this.card.querySelectorAll('button').forEach((each) => {
      each.disabled = true;
    });
    const given = { reason: this.reason?.value, decided_by: this.name?.value };
    if (given.decided_by) sessionStorage.setItem('kindred-name', given.decided_by);
    try {
      await post('/decisions', {
        decision,
        entity_type: conflict.entity_type,
        left: question.left,
        right: question.right,
        ...extra,
        ...Object.fromEntries(Object.entries(given).filter(([, value]) => value)),
      });
    } catch (refusal) {
      await this.drawCard();
      this.card.append(problem(refusal));
      return;
    }
    this.mark(pairId(conflict, question), extra.op === 'delete' ? null : decision);
    forgetAnswers();
    if (extra.op === 'delete') {
      this.written = 'Taken back; counts once the job has read it.';
      this.draw();
    } else {
      this.goOn(
        `${recordText(question.left)} and ${recordText(question.right)}: ${decision} is written. It counts once the job has read it.`,
      );
    }
  }

  // To the next question of this conflict, or to the next conflict.
  goOn(text) {
    this.written = text || null;
    if (text) announce(text);
    const left = (this.items[this.at].questions || []).some((each) => each.answered === null && !each.skipped);
    if (left) this.show(this.at);
    else this.attempt(() => this.advance());
  }

  async advance() {
    let at = this.at;
    do {
      at++;
      if (at >= this.items.length && this.next !== null) await this.load();
    } while (at < this.items.length && isAnswered(this.items[at]));
    if (at < this.items.length) {
      this.show(at);
    } else {
      this.draw();
      this.card.append(el('p', { class: 'notice ok' }, 'That was the last conflict.'));
      announce('That was the last conflict.');
    }
  }

  onKey(event) {
    const isTyping = event.target.closest?.('input, select, textarea');
    if (!this.shortcuts.checked || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = (this.actions || {})[event.key.toLowerCase()];
    if (action) {
      event.preventDefault();
      action();
    }
  }
}
