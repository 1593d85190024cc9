// Sound that counts as speech, and silence: PCM16, mono, 24 kHz.
export const RATE = 24_000;

/** Bursts of a tone with short pauses, as loud as a voice near a microphone. */
export function speech(ms) {
  const samples = new Int16Array((RATE * ms) / 1000);
  for (let at = 0; at < samples.length; at++) {
    const burst = (at / RATE) % 0.2 < 0.15;
    samples[at] = burst ? 9_000 * Math.sin((2 * Math.PI * 220 * at) / RATE) : 0;
  }
  return Buffer.from(samples.buffer);
}

export const silence = (ms) => Buffer.alloc(((RATE * ms) / 1000) * 2);

export const milliseconds = (bytes) => Math.round((bytes / 2 / RATE) * 1000);

/** Cuts sound into the pieces that a microphone gives, 100 ms each. */
export function* pieces(sound, bytes = RATE / 5) {
  for (let at = 0; at < sound.length; at += bytes) {
    yield sound.subarray(at, at + bytes);
  }
}
