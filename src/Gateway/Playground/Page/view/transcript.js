import { Scroller } from './scroller.js';

const LIMIT = 400;

/** The conversation as a list of what each side said. */
export class Transcript {
  #list;
  #scroller;
  #empty;
  #rows = new Map();

  constructor(list, box, empty) {
    this.#list = list;
    this.#scroller = new Scroller(box);
    this.#empty = empty;
  }

  clear() {
    this.#rows.clear();
    this.#list.replaceChildren();
    this.#empty.hidden = false;
  }

  /** Shows a turn of Conversation, new or changed. */
  show(turn) {
    const row = this.#rows.get(turn.id) ?? this.#add(turn);
    row.said.textContent = turn.text || placeholder(turn);
    row.said.classList.toggle('waiting', !turn.text);
    row.facts.textContent = facts(turn);
    row.facts.hidden = row.facts.textContent === '';
    row.item.dataset.state = turn.state;
    this.#scroller.follow();
  }

  #add(turn) {
    const item = document.createElement('li');
    item.className = `turn ${turn.role}`;
    const [who, said, facts] = ['who', 'said', 'facts'].map((name) => {
      const part = document.createElement('p');
      part.className = name;
      item.append(part);
      return part;
    });
    who.textContent = turn.role === 'user' ? 'You' : turn.call ? 'Model calls' : 'Model';
    const row = { item, said, facts };
    this.#rows.set(turn.id, row);
    this.#empty.hidden = true;
    const after = this.#rows.get(turn.after)?.item;
    if (after) {
      after.after(item);
    } else {
      this.#list.append(item);
    }

    this.#trim();
    return row;
  }

  #trim() {
    for (const [id, { item }] of this.#rows) {
      if (this.#rows.size <= LIMIT) {
        return;
      }

      item.remove();
      this.#rows.delete(id);
    }
  }
}

function placeholder({ role, state }) {
  if (role === 'user') {
    return state === 'listening' ? 'Listening…' : state === 'transcribing' ? 'Spoken' : 'Spoken, without a transcript';
  }

  return state === 'answering' ? 'Answering…' : state === 'done' ? 'Nothing was said' : 'Not heard';
}

function facts({ firstAudioMs, written, detail, state }) {
  const time = firstAudioMs === null ? '' : `${firstAudioMs} ms to first ${written ? 'text' : 'audio'}`;
  return [time, detail || (state === 'interrupted' ? 'Interrupted' : '')].filter(Boolean).join(' · ');
}
