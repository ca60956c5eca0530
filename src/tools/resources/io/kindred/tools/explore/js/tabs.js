// Tabs as in the WAI-ARIA pattern: arrow keys move between them, and the one in focus is shown.

function tabs(label, entries, selected, select) {
  const list = el('div', { class: 'tabs', role: 'tablist', 'aria-label': label });
  const panel = el('div', { class: 'panel', role: 'tabpanel', id: 'panel', tabindex: 0 });
  for (const { id, text, count } of entries) {
    list.append(
      el(
        'button',
        {
          type: 'button',
          role: 'tab',
          id: 'tab-' + id,
          'aria-controls': 'panel',
          'aria-selected': String(id === selected),
          tabindex: id === selected ? 0 : -1,
          on: { click: () => choose(id) },
        },
        text,
        count ? el('span', { class: 'count' }, count.toLocaleString('en')) : null,
      ),
    );
  }
  function choose(id) {
    for (const tab of list.children) {
      const chosen = tab.id === 'tab-' + id;
      tab.setAttribute('aria-selected', String(chosen));
      tab.setAttribute('tabindex', chosen ? 0 : -1);
      if (chosen) requestAnimationFrame(() => list.scrollTo({ left: tab.offsetLeft - list.offsetLeft - 40 }));
    }
    panel.setAttribute('aria-labelledby', 'tab-' + id);
    select(id, panel);
  }
  list.addEventListener('keydown', (event) => {
    const all = [...list.children];
    const at = all.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    const tab = all[(next + all.length) % all.length];
    tab.focus();
    tab.click();
  });
  return { list, panel, choose };
}
