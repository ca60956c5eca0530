// Answers: of the page itself if it has some, else of the server that served it.

const embedded = (() => {
  const text = document.getElementById('kindred-answers').textContent.trim();
  return text === '' ? null : JSON.parse(text);
})();

const offline = embedded !== null;

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const asked = new Map();

function forgetAnswers() {
  asked.clear();
}

function has(path) {
  return !offline || Object.prototype.hasOwnProperty.call(embedded, 'GET ' + path);
}

// Each path is asked once for as long as a view needs it.
function get(path) {
  if (!asked.has(path)) {
    const answer = offline ? fromPage(path) : fetchJson('GET', path);
    asked.set(path, answer);
    answer.catch(() => asked.delete(path));
  }
  return asked.get(path);
}

// Null if the job has no output for it, or this page has no answer to it.
async function getIfAny(path) {
  try {
    return await get(path);
  } catch (refusal) {
    if (refusal.status === 501) return null;
    throw refusal;
  }
}

async function fromPage(path) {
  if (!has(path)) throw new Refused(501, 'This page was saved without this part.');
  return fresh(embedded['GET ' + path]);
}

function post(path, body) {
  return fetchJson('POST', path, body);
}

async function fetchJson(method, path, body) {
  const token = sessionStorage.getItem('kindred-token');
  const headers = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (token !== null) headers.Authorization = 'Bearer ' + token;
  let response;
  try {
    response = await fetch(path.replace(/^\//, ''), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
    });
  } catch {
    throw new Refused(0, 'The server does not answer.');
  }
  if (response.status === 401) {
    await askForToken();
    return fetchJson(method, path, body);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer.error || `The server answered ${response.status}.`);
  return fresh(answer);
}

function fresh(answer) {
  if (answer.freshness) showFreshness(answer.freshness);
  return answer;
}

function showFreshness(freshness) {
  clear(
    document.getElementById('freshness'),
    freshness.as_of === null
      ? 'The server is still reading the outputs for the first time: entities may be missing.'
      : [
          offline ? 'Saved page: what the outputs showed at ' : 'As the outputs showed at ',
          el('time', { datetime: freshness.as_of }, timeText(freshness.as_of.replace(/\.\d+/, ''))),
        ],
    freshness.is_behind && el('strong', { class: 'behind' }, ' More rows are waiting to be read.'),
    freshness.problem && el('strong', { class: 'behind' }, ' The outputs cannot be read at present.'),
  );
}

let tokenAsked = null;

function askForToken() {
  tokenAsked =
    tokenAsked ||
    new Promise((resolve, reject) => {
      const input = el('input', { type: 'password', id: 'token', autocomplete: 'off', required: true });
      const dialog = el(
        'dialog',
        { 'aria-labelledby': 'token-title' },
        el(
          'form',
          { method: 'dialog' },
          el('h2', { id: 'token-title' }, 'The server needs a token'),
          el('p', {}, 'Ask whoever runs the server. The token is kept until you close this tab.'),
          el('label', { for: 'token' }, 'Token'),
          input,
          el(
            'p',
            { class: 'buttons' },
            el('button', { type: 'submit', class: 'primary' }, 'Go on'),
            button('Cancel', () => dialog.close()),
          ),
        ),
      );
      dialog.addEventListener('close', () => {
        dialog.remove();
        tokenAsked = null;
        if (input.value && dialog.returnValue === 'token') {
          sessionStorage.setItem('kindred-token', input.value);
          resolve();
        } else {
          reject(new Refused(401, 'The server needs a token. Reload the page to enter it.'));
        }
      });
      dialog.querySelector('form').addEventListener('submit', (event) => {
        event.preventDefault();
        dialog.close('token');
      });
      document.body.append(dialog);
      dialog.showModal();
    });
  return tokenAsked;
}
