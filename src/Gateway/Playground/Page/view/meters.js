import { shown } from './tape.js';

const SHOWN_EVERY_MS = 60;
const SAID_EVERY_MS = 500;

/** The two level meters; screen readers are told less often than eyes. */
export class Meters {
  #user;
  #model;
  #timer;
  #said = 0;

  constructor(user, model) {
    this.#user = user;
    this.#model = model;
  }

  start(levels) {
    this.stop();
    this.#timer = setInterval(() => this.#show(levels()), SHOWN_EVERY_MS);
  }

  stop() {
    clearInterval(this.#timer);
    this.#said = 0;
    this.#show({ user: 0, model: 0 });
  }

  #show({ user, model }) {
    const now = performance.now();
    const say = now - this.#said >= SAID_EVERY_MS;
    this.#said = say ? now : this.#said;
    for (const [meter, level] of [[this.#user, user], [this.#model, model]]) {
      meter.firstElementChild.style.setProperty('--level', shown(level).toFixed(2));
      if (say) {
        meter.setAttribute('aria-valuenow', String(Math.round(shown(level) * 100)));
      }
    }
  }
}
