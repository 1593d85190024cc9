// After muting, silence goes on for this long, so that the server's voice detection hears the turn end.
const SILENCE_AFTER_MUTE_MS = 2000;

/** Why there is no microphone, as a reason that explain.js knows. */
export class MicrophoneError extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** The microphone as a stream of chunks at the protocol's rate. */
export class Microphone {
  #stream;
  #context;
  #node;
  #muted = false;
  #mutedAt = 0;
  #level = 0;

  /** Called with each chunk's samples (Int16Array, 50 ms). */
  onChunk = () => {};

  /** Called when the device goes away. */
  onLost = () => {};

  /** Asks for the microphone and starts it; throws a MicrophoneError. */
  async open() {
    if (!navigator.mediaDevices?.getUserMedia || !globalThis.AudioWorkletNode) {
      throw new MicrophoneError(globalThis.isSecureContext ? 'microphone_unsupported' : 'microphone_insecure');
    }

    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
      });
      await this.#listen();
    } catch (error) {
      await this.close();
      throw error instanceof MicrophoneError ? error : new MicrophoneError(reasonOf(error));
    }
  }

  /** Loudness of the last chunk, 0 to 1 (root mean square); 0 while muted. */
  get level() {
    return this.#muted ? 0 : this.#level;
  }

  get muted() {
    return this.#muted;
  }

  set muted(value) {
    this.#muted = value;
    this.#mutedAt = performance.now();
    for (const track of this.#stream?.getAudioTracks() ?? []) {
      track.enabled = !value;
    }
  }

  /** Gives the device back. */
  async close() {
    for (const track of this.#stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }

    this.#node?.port.close();
    this.#node?.disconnect();
    const context = this.#context;
    this.#stream = this.#node = this.#context = undefined;
    await context?.close();
  }

  async #listen() {
    // The device's own rate: a browser may refuse to join a stream and a context of different rates.
    this.#context = new AudioContext({ latencyHint: 'interactive' });
    await this.#context.audioWorklet.addModule(new URL('./capture-worklet.js', import.meta.url));
    this.#node = new AudioWorkletNode(this.#context, 'capture', { numberOfInputs: 1, numberOfOutputs: 0 });
    this.#node.port.onmessage = ({ data }) => this.#take(data);
    this.#context.createMediaStreamSource(this.#stream).connect(this.#node);
    // Not awaited: without an output device it may never be settled.
    void this.#context.resume();
    this.#stream.getAudioTracks()[0].onended = () => this.onLost();
  }

  #take({ samples, level }) {
    this.#level = level;
    if (!this.#muted) {
      this.onChunk(samples);
    } else if (performance.now() - this.#mutedAt < SILENCE_AFTER_MUTE_MS) {
      this.onChunk(new Int16Array(samples.length));
    }
  }
}

function reasonOf(error) {
  switch (error?.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'microphone_denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'microphone_missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'microphone_busy';
    default:
      return 'microphone_unsupported';
  }
}
