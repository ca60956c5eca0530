// Addresses within the page: #/entities/ID/VIEW, #/records/TYPE/PERSPECTIVE/UID, #/conflicts, #/ for the search.

function address(parts, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== '' && value !== null));
  const text = query.toString();
  return '#/' + parts.map(encodeURIComponent).join('/') + (text === '' ? '' : '?' + text);
}

function route() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  let parts;
  try {
    parts = path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    parts = ['?'];
  }
  return { parts, parameters: new URLSearchParams(query || '') };
}

function entityAddress(id, view) {
  return address(view === undefined || view === 'timeline' ? ['entities', id] : ['entities', id, view]);
}

// A link to an entity, or its id alone if this page has no answer about it.
function entityLink(id, text = null) {
  const shown = text === null ? el('code', { class: 'id' }, shorten(id, 60)) : el('bdi', {}, text);
  return has(apiPath('entities', id)) ? el('a', { href: entityAddress(id) }, shown) : shown;
}

// The same, with the entity's name as soon as it is known.
function namedEntity(id) {
  const link = entityLink(id);
  const naming = (entity) => {
    if (entity.status === 'active') {
      clear(link, el('bdi', {}, titleOf(entity)));
      link.title = id;
    }
  };
  if (has(apiPath('entities', id))) get(apiPath('entities', id)).then(naming, () => {});
  return link;
}

// A path of the API.
function apiPath(...parts) {
  return '/' + parts.map(encodeURIComponent).join('/');
}
