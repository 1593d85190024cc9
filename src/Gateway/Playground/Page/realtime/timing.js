/**
 * Measures each turn's time to first audio: from the moment when the user was done (speech_stopped, a commit, or response.create,
 * whichever started the response) to the first piece of the answer. Times are milliseconds of one clock.
 */
export class TurnTimer {
  #done = null;
  #responses = new Map();
  #times = [];

  /** The user is done. */
  userDone(now) {
    this.#done = now;
  }

  /** The user goes on: what was measured so far is void. */
  userSpeaks() {
    this.#done = null;
  }

  /** The server says which response answers the turn. */
  responseCreated(responseId) {
    this.#responses.set(responseId, this.#done);
    this.#done = null;
  }

  /** The first piece of a response came. Gives its time in milliseconds; null for every later piece, or when nothing was measured. */
  firstPiece(responseId, now) {
    const done = this.#responses.get(responseId) ?? null;
    this.#responses.delete(responseId);
    if (done === null) {
      return null;
    }

    const time = Math.round(now - done);
    this.#times.push(time);
    return time;
  }

  /** A response ended; if it gave nothing, it is forgotten. */
  responseDone(responseId) {
    this.#responses.delete(responseId);
  }

  get count() {
    return this.#times.length;
  }

  get last() {
    return this.#times.at(-1) ?? null;
  }

  get median() {
    if (this.#times.length === 0) {
      return null;
    }

    const sorted = this.#times.toSorted((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : Math.round((sorted[middle - 1] + sorted[middle]) / 2);
  }
}
