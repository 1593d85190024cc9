import { audioBytes, abbreviate, isAudio, isBulk } from '../realtime/protocol.js';
import { durationMs } from '../audio/pcm.js';
import { Scroller } from './scroller.js';

// Older events leave the log; a session may last an hour.
const LIMIT = 500;
const ROWS_PASSED = 12;

/**
 * Every event of the session, sent and received. Events that come by the hundred (sound, pieces of text) share one row until another
 * one comes between; sound is shown by its length.
 */
export class EventLog {
  #elements;
  #scroller;
  #entries = [];
  #groups = new Map();
  #start = performance.now();

  /** `elements`: list, box, empty, filter, direction, audio, clear. */
  constructor(elements) {
    this.#elements = elements;
    this.#scroller = new Scroller(elements.box);
    for (const control of [elements.filter, elements.direction, elements.audio]) {
      control.addEventListener('input', () => this.#applyFilter());
    }

    elements.clear.addEventListener('click', () => this.clear());
  }

  /** Begins a new session: the clock of the rows begins at zero. */
  restart() {
    this.clear();
    this.#start = performance.now();
  }

  clear() {
    this.#entries = [];
    this.#groups.clear();
    this.#elements.list.replaceChildren();
    this.#elements.empty.hidden = false;
  }

  /** Adds an event; `way` is `in` or `out`. */
  add(way, event) {
    const key = `${way} ${event.type}`;
    const group = this.#groups.get(key);
    if (group) {
      group.count++;
      group.bytes += audioBytes(event);
      group.event = abbreviate(event);
      showAmount(group);
      return;
    }

    const entry = { way, type: event.type, event: abbreviate(event), count: 1, passed: 0, bytes: audioBytes(event), at: performance.now() - this.#start };
    if (isBulk(event.type)) {
      this.#groups.set(key, entry);
    } else {
      this.#closeGroups();
    }

    this.#append(entry);
  }

  /** Another event came between. The microphone's stream goes on through them, so its row may stand a little further up. */
  #closeGroups() {
    for (const [key, group] of this.#groups) {
      if (group.type !== 'input_audio_buffer.append' || ++group.passed === ROWS_PASSED) {
        this.#groups.delete(key);
      }
    }
  }

  #append(entry) {
    this.#entries.push(entry);
    entry.row = rowOf(entry);
    entry.row.hidden = !this.#matches(entry);
    this.#elements.empty.hidden = true;
    this.#elements.list.append(entry.row);
    while (this.#entries.length > LIMIT) {
      this.#entries.shift().row.remove();
    }

    this.#scroller.follow();
  }

  #applyFilter() {
    for (const entry of this.#entries) {
      entry.row.hidden = !this.#matches(entry);
    }
  }

  #matches({ way, type }) {
    const { filter, direction, audio } = this.#elements;
    return (
      type.includes(filter.value.trim().toLowerCase()) &&
      (direction.value === '' || direction.value === way) &&
      (audio.checked || !isAudio(type))
    );
  }
}

function rowOf(entry) {
  const row = document.createElement('li');
  row.className = `event ${entry.way}${entry.type === 'error' ? ' error' : ''}`;
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  const way = part('way', entry.way === 'out' ? '↑' : '↓');
  way.setAttribute('role', 'img');
  way.setAttribute('aria-label', entry.way === 'out' ? 'sent' : 'received');
  entry.amount = part('amount', '');
  summary.append(way, part('when', `${(entry.at / 1000).toFixed(2)} s`), typePart(entry.type), entry.amount);
  const body = document.createElement('pre');
  details.append(summary, body);
  // A group shows the event that came last before it was opened.
  details.addEventListener('toggle', () => {
    body.textContent = details.open ? JSON.stringify(entry.event, null, 2) : '';
  });
  row.append(details);
  showAmount(entry);
  return row;
}

function showAmount(entry) {
  const length = entry.bytes > 0 ? `${(durationMs(entry.bytes) / 1000).toFixed(1)} s` : '';
  entry.amount.textContent = [entry.count > 1 ? `×${entry.count}` : '', length].filter(Boolean).join(' ');
}

/** An event's name that may be broken after its points and underscores. */
function typePart(type) {
  const element = part('type', '');
  for (const piece of type.split(/(?<=[._])/)) {
    element.append(piece, document.createElement('wbr'));
  }

  return element;
}

function part(name, text) {
  const element = document.createElement('span');
  element.className = name;
  element.textContent = text;
  return element;
}
