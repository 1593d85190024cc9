// How long the gateway may take to accept and to send the first event; it tries several providers within it.
const CONNECT_TIMEOUT_MS = 30_000;
// More than this waiting to be sent means that the network is slower than speech: about eight seconds of it.
const BACKLOG_LIMIT = 512 * 1024;

/**
 * One WebSocket of the realtime protocol. The key travels as a subprotocol, which is the only place that a browser can put one besides
 * the address, where it would be written to logs.
 */
export class RealtimeSocket {
  #socket;
  #timer;
  #created = false;
  #lastError = null;

  onSent = () => {};
  onEvent = () => {};

  /**
   * Called once: `{ code, reason, byUser, timedOut, created, error }`, where `created` says whether a session ever began, and `error`
   * is the error event that came right before the end.
   */
  onClosed = () => {};

  /** Begins to connect; throws a SyntaxError for a key that cannot be a subprotocol. */
  open(model, key) {
    const url = new URL('/v1/realtime', location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('model', model);
    // Refusals as events: a page cannot read the answer to an upgrade that was refused.
    url.searchParams.set('errors', 'events');
    const protocols = key ? ['realtime', `openai-insecure-api-key.${key}`] : ['realtime'];
    const socket = new WebSocket(url, protocols);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#end({ code: 1006, reason: '', timedOut: true }), CONNECT_TIMEOUT_MS);
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code, reason }) => this.#end({ code, reason });
  }

  /** Sends an event; false when it could not be sent. */
  send(event) {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return false;
    }

    this.#socket.send(JSON.stringify(event));
    this.onSent(event);
    return true;
  }

  /** Whether so much waits to be sent that sound should be dropped. */
  get congested() {
    return (this.#socket?.bufferedAmount ?? 0) > BACKLOG_LIMIT;
  }

  close() {
    this.#end({ code: 1000, reason: '', byUser: true });
  }

  #receive(data) {
    let event;
    try {
      event = JSON.parse(data);
    } catch {
      return;
    }

    this.#lastError = event.type === 'error' ? event.error : null;
    if (event.type === 'session.created') {
      this.#created = true;
      clearTimeout(this.#timer);
    }

    this.onEvent(event);
  }

  #end(end) {
    const socket = this.#socket;
    if (!socket) {
      return;
    }

    this.#socket = undefined;
    clearTimeout(this.#timer);
    socket.onmessage = socket.onclose = null;
    socket.close(1000);
    this.onClosed({ ...end, created: this.#created, error: this.#lastError });
  }
}
