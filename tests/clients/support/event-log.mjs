// Server events in their order, and waiting for those that have not come yet.
export class EventLog {
  #events = [];
  #waiting = [];
  #failure;

  get length() {
    return this.#events.length;
  }

  add(event) {
    this.#events.push(event);
    this.#wake();
  }

  /** An event that nobody wanted, such as a lost connection: whoever waits learns of it. */
  fail(error) {
    this.#failure ??= error;
    this.#wake();
  }

  since(mark) {
    return this.#events.slice(mark);
  }

  /** The first event of this type from a mark on, which may be yet to come. */
  async next(type, { from = 0, where = () => true } = {}) {
    for (;;) {
      const found = this.since(from).find((event) => event.type === type && where(event));
      if (found) {
        return found;
      }
      const error = this.since(from).find((event) => event.type === 'error');
      if (this.#failure || error) {
        throw new Error(`no ${type}: ${this.#failure ?? JSON.stringify(error)}; ${this.summary(from)}`);
      }
      await this.#change(type, from);
    }
  }

  summary(from = 0) {
    return `events: ${this.since(from).map((event) => event.type).join(', ')}`;
  }

  #change(type, from) {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`waited in vain for ${type}; ${this.summary(from)}`)), 30_000);
      this.#waiting.push(() => {
        clearTimeout(limit);
        resolve();
      });
    });
  }

  #wake() {
    this.#waiting.splice(0).forEach((wake) => wake());
  }
}

/** Checks that the types occur in this order; others may stand between them. */
export function assertOrder(events, types) {
  let at = 0;
  for (const event of events) {
    at += event.type === types[at] ? 1 : 0;
  }
  if (at < types.length) {
    throw new Error(`${types[at]} is missing or too early in: ${events.map((event) => event.type).join(', ')}`);
  }
}

export function assert(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}
