import { RATE } from './pcm.js';
import { Resampler } from './resampler.js';

// 50 ms: long enough to be cheap on the wire, short enough to be heard at once.
const CHUNK = RATE / 20;

/** Turns what the microphone gives into chunks of 16-bit samples at the protocol's rate, with the loudness of each. */
class CaptureProcessor extends AudioWorkletProcessor {
  #resampler = new Resampler(sampleRate, RATE);
  #chunk = new Int16Array(CHUNK);
  #filled = 0;
  #energy = 0;

  process([channels]) {
    if (!channels || channels.length === 0) {
      return true;
    }

    for (const sample of this.#resampler.push(mix(channels))) {
      const clipped = Math.max(-1, Math.min(1, sample));
      this.#chunk[this.#filled++] = Math.round(clipped * 0x7fff);
      this.#energy += clipped * clipped;
      if (this.#filled === CHUNK) {
        this.#send();
      }
    }

    return true;
  }

  #send() {
    const samples = this.#chunk;
    this.port.postMessage({ samples, level: Math.sqrt(this.#energy / CHUNK) }, [samples.buffer]);
    this.#chunk = new Int16Array(CHUNK);
    this.#filled = 0;
    this.#energy = 0;
  }
}

function mix(channels) {
  if (channels.length === 1) {
    return channels[0];
  }

  const mono = new Float32Array(channels[0].length);
  for (const channel of channels) {
    for (let i = 0; i < mono.length; i++) {
      mono[i] += channel[i] / channels.length;
    }
  }

  return mono;
}

registerProcessor('capture', CaptureProcessor);
