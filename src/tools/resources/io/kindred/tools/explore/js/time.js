// Times as rows have them: ISO instants or integers; null is no bound. Intervals are [start, end).

const LAST_MILLI = 8.64e15;

let timeline = 'millis';

function setTimeline(name) {
  timeline = name;
}

function isCalendar() {
  return timeline !== 'integer';
}

// A number to compare and to draw. Instants that the browser cannot hold are at its bounds.
function point(time) {
  if (typeof time === 'number') return time;
  const parsed = Date.parse(time);
  if (!Number.isNaN(parsed)) return parsed;
  return String(time).startsWith('-') ? -LAST_MILLI : LAST_MILLI;
}

function startOf(interval) {
  return interval.start === null || interval.start === undefined ? -Infinity : point(interval.start);
}

function endOf(interval) {
  return interval.end === null || interval.end === undefined ? Infinity : point(interval.end);
}

function overlaps(a, b) {
  return startOf(a) < endOf(b) && startOf(b) < endOf(a);
}

function holdsAt(interval, at) {
  return startOf(interval) <= at && at < endOf(interval);
}

function now() {
  return isCalendar() ? Date.now() : Infinity;
}

function timeText(time) {
  if (typeof time === 'number') return String(time);
  return String(time)
    .replace(/T00:00(:00(\.0+)?)?Z$/, '')
    .replace(/T(\d\d:\d\d)(:00(\.0+)?)?Z$/, ' $1 UTC')
    .replace(/T(.*)Z$/, ' $1 UTC');
}

function intervalText(interval) {
  const from = interval.start ?? null;
  const until = interval.end ?? null;
  if (from === null && until === null) return 'at all times';
  if (until === null) return 'since ' + timeText(from);
  if (from === null) return 'until ' + timeText(until);
  return timeText(from) + ' to ' + timeText(until);
}

// What a person enters for a time, as the API takes it; null for nothing.
function enteredTime(text) {
  if (text === '') return null;
  return isCalendar() ? text + 'T00:00:00Z' : Number(text);
}

function timeInput(id, value = '') {
  return isCalendar() ? el('input', { type: 'date', id, value }) : el('input', { type: 'number', step: 1, id, value });
}

const HOUR = 3600e3;
const DAY = 24 * HOUR;
const YEAR = 365.25 * DAY;

// Where the axis has its lines: [{at, text}], at most about one for each `gap` of the width.
function ticks(from, to, count) {
  const wanted = (to - from) / Math.max(1, count);
  if (!isCalendar()) return numberTicks(from, to, Math.max(1, wanted));
  if (wanted > YEAR / 1.5) return yearTicks(from, to, wanted);
  if (wanted > DAY * 20) return monthTicks(from, to, wanted);
  return clockTicks(from, to, wanted);
}

function nice(wanted) {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= wanted * 0.999);
}

function numberTicks(from, to, wanted) {
  const step = nice(wanted);
  const result = [];
  for (let at = Math.ceil(from / step) * step; at <= to && result.length < 100; at += step) {
    result.push({ at, text: String(at) });
  }
  return result;
}

function yearTicks(from, to, wanted) {
  const step = Math.max(1, nice(wanted / YEAR));
  const result = [];
  let year = Math.ceil(new Date(from).getUTCFullYear() / step) * step;
  for (; result.length < 100; year += step) {
    const at = yearStart(year);
    if (Number.isNaN(at) || at > to) break;
    if (at >= from) result.push({ at, text: String(year) });
  }
  return result;
}

function yearStart(year) {
  const date = new Date(0);
  return date.setUTCFullYear(year);
}

function monthTicks(from, to, wanted) {
  const step = [1, 3, 6].find((months) => months * 30.4 * DAY >= wanted * 0.9) || 6;
  const result = [];
  const date = new Date(from);
  let month = Math.ceil(date.getUTCMonth() / step) * step;
  for (; result.length < 100; month += step) {
    const at = Date.UTC(date.getUTCFullYear(), month);
    if (at > to) break;
    if (at >= from) result.push({ at, text: new Date(at).toISOString().slice(0, 7) });
  }
  return result;
}

function clockTicks(from, to, wanted) {
  const steps = [1, 5, 15, 60, 180, 720].map((m) => m * 60e3).concat([DAY, 2 * DAY, 5 * DAY, 10 * DAY, 20 * DAY]);
  const step = steps.find((each) => each >= wanted) || 20 * DAY;
  const result = [];
  for (let at = Math.ceil(from / step) * step; at <= to && result.length < 100; at += step) {
    const iso = new Date(at).toISOString();
    result.push({ at, text: step < DAY ? iso.slice(5, 16).replace('T', ' ') : iso.slice(0, 10) });
  }
  return result;
}
