/** Samples a second of the protocol's `audio/pcm`, 16 bit, little-endian, one channel. */
export const RATE = 24000;

const PIECE = 0x4000;

/** Turns samples (Int16Array) into base64. */
export function encode(samples) {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  let text = '';
  // A call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }

  return btoa(text);
}

/** Turns base64 into samples from -1 to 1 (Float32Array); half a sample at the end is dropped. */
export function decode(base64) {
  const text = atob(base64);
  const samples = new Float32Array(text.length >> 1);
  for (let i = 0; i < samples.length; i++) {
    const value = text.charCodeAt(2 * i) | (text.charCodeAt(2 * i + 1) << 8);
    samples[i] = (value > 0x7fff ? value - 0x10000 : value) / 0x8000;
  }

  return samples;
}

/** How many bytes a base64 text stands for. */
export function byteLength(base64) {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return Math.max(0, (base64.length / 4) * 3 - padding);
}

/** How long so many bytes of audio last, in milliseconds. */
export function durationMs(bytes) {
  return Math.round((bytes / 2 / RATE) * 1000);
}
