/**
 * Whose answer runs, and whether another may be asked for: a conversation takes one at a time, so a question that comes while one
 * runs waits for its end.
 */
export class Answers {
  #request;
  #active = null;
  #asked = false;
  #askAgain = false;
  #dropped = null;

  /** `request` sends response.create. */
  constructor(request) {
    this.#request = request;
  }

  /** The running response's id; null when none runs. */
  get active() {
    return this.#active;
  }

  /** Whether an answer runs or was asked for. */
  get pending() {
    return this.#active !== null || this.#asked;
  }

  /** Asks for an answer, now or when the running one has ended. */
  ask() {
    if (this.pending) {
      this.#askAgain = true;
      return;
    }

    this.#asked = true;
    this.#request();
  }

  created(responseId) {
    this.#active = responseId;
    this.#asked = false;
  }

  /** The request was refused. */
  refused() {
    this.#asked = false;
  }

  done(responseId) {
    if (this.#active !== responseId) {
      return;
    }

    this.#active = null;
    if (this.#askAgain) {
      this.#askAgain = false;
      this.ask();
    }
  }

  /** What still comes of the running response is not to be heard. */
  drop() {
    this.#dropped = this.#active;
  }

  /** Whether a response was interrupted. */
  isDropped(responseId) {
    return this.#dropped !== null && this.#dropped === responseId;
  }
}
