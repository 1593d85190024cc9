import { RATE } from './pcm.js';

// Sound begins this long after the first piece, so that pieces that come unevenly join without a gap (seconds).
const LEAD = 0.1;
const LEAD_STEP = 0.05;
const LEAD_LIMIT = 0.4;
const FADE = 0.015;

/**
 * Plays the model's audio: a queue of pieces at the protocol's rate, each scheduled to begin on the very sample where the one before
 * it ends. It knows how much of every item was heard, which is what an interruption must tell the server. It needs no worklet, so it
 * works where a page may not have one.
 */
export class Player {
  #context;
  #bus;
  #meter;
  #scope = new Float32Array(1024);
  #items = new Map();
  #next = 0;
  #lead = LEAD;
  #playedSeconds = 0;

  /** Called with an item's id when the last of it was played. */
  onFinished = () => {};

  /** Called when sound begins or ends. */
  onActive = () => {};

  /** Makes sound possible; call it while a click is being handled. */
  open() {
    if (this.#context) {
      return;
    }

    this.#context = new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' });
    this.#meter = this.#context.createAnalyser();
    this.#meter.fftSize = this.#scope.length;
    this.#meter.connect(this.#context.destination);
    this.#bus = this.#newBus();
    // Not awaited: without an output device it may never be settled.
    void this.#context.resume();
  }

  /** Whether something is being played or waits to be. */
  get active() {
    return this.#items.size > 0;
  }

  /** How many samples were played since the player was made, without the part of a piece that is sounding now. */
  get playedSamples() {
    return Math.round(this.#playedSeconds * RATE);
  }

  /** Loudness of what sounds now, 0 to 1 (root mean square). */
  get level() {
    if (!this.#context || this.#items.size === 0) {
      return 0;
    }

    this.#meter.getFloatTimeDomainData(this.#scope);
    let sum = 0;
    for (const sample of this.#scope) {
      sum += sample * sample;
    }

    return Math.sqrt(sum / this.#scope.length);
  }

  /** Queues samples (Float32Array) of an item. */
  enqueue(itemId, contentIndex, samples) {
    if (!this.#context || samples.length === 0) {
      return;
    }

    const item = this.#itemOf(itemId, contentIndex);
    const buffer = this.#context.createBuffer(1, samples.length, RATE);
    buffer.copyToChannel(samples, 0);
    const source = this.#context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#bus);

    const now = this.#context.currentTime;
    if (this.#next <= now) {
      // Ran dry in the middle of an item: wait for more before going on.
      this.#lead = item.heard > 0 ? Math.min(this.#lead + LEAD_STEP, LEAD_LIMIT) : this.#lead;
      this.#next = now + this.#lead;
    }

    const piece = { source, start: this.#next, duration: buffer.duration };
    this.#next += buffer.duration;
    item.pieces.add(piece);
    source.onended = () => this.#ended(itemId, item, piece);
    source.start(piece.start);
  }

  /** Says that no more samples of an item will come. */
  finish(itemId) {
    const item = this.#items.get(itemId);
    if (item) {
      item.complete = true;
      this.#settle(itemId, item);
    }
  }

  /** Ends all sound at once, and says how much of each item was heard: `[{ itemId, contentIndex, playedMs }]`. */
  flush() {
    if (!this.#context || this.#items.size === 0) {
      return [];
    }

    const now = this.#context.currentTime;
    // What was handed to the device was not all heard yet.
    const late = this.#context.outputLatency || this.#context.baseLatency || 0;
    const cuts = [];
    for (const [itemId, item] of this.#items) {
      let seconds = item.heard;
      for (const piece of item.pieces) {
        const part = Math.min(Math.max(now - piece.start, 0), piece.duration);
        seconds += part;
        this.#playedSeconds += part;
        piece.source.onended = null;
        piece.source.stop(now + FADE);
      }

      cuts.push({ itemId, contentIndex: item.contentIndex, playedMs: Math.floor(Math.max(0, seconds - late) * 1000) });
    }

    this.#items.clear();
    this.#next = 0;
    this.#silence(now);
    this.onActive(false);
    return cuts;
  }

  async close() {
    this.flush();
    const context = this.#context;
    this.#context = undefined;
    await context?.close();
  }

  #itemOf(itemId, contentIndex) {
    let item = this.#items.get(itemId);
    if (!item) {
      item = { contentIndex, heard: 0, pieces: new Set(), complete: false };
      this.#items.set(itemId, item);
      if (this.#items.size === 1) {
        this.onActive(true);
      }
    }

    return item;
  }

  #ended(itemId, item, piece) {
    item.pieces.delete(piece);
    item.heard += piece.duration;
    this.#playedSeconds += piece.duration;
    this.#settle(itemId, item);
  }

  #settle(itemId, item) {
    if (!item.complete || item.pieces.size > 0 || this.#items.get(itemId) !== item) {
      return;
    }

    this.#items.delete(itemId);
    this.onFinished(itemId);
    if (this.#items.size === 0) {
      this.onActive(false);
    }
  }

  /** Fades what sounds (an edge would be heard as a click) and leaves it behind. */
  #silence(now) {
    const old = this.#bus;
    this.#bus = this.#newBus();
    old.gain.setValueAtTime(1, now);
    old.gain.linearRampToValueAtTime(0, now + FADE);
    setTimeout(() => old.disconnect(), 200);
  }

  #newBus() {
    const bus = this.#context.createGain();
    bus.connect(this.#meter);
    return bus;
  }
}
