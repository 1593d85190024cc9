// Zero crossings of the sinc on each side of an output sample: 16 keep what folds back into speech below hearing.
const CROSSINGS = 16;
const STEPS = 256;

/**
 * Changes the sample rate of a stream: a windowed sinc, low-passed at the lower of the two rates, that remembers what it needs of
 * the piece before. Any ratio; the output is late by half the filter.
 */
export class Resampler {
  #step;
  #cutoff;
  #reach;
  #table;
  #history = new Float32Array(0);
  #position = 0;

  constructor(from, to) {
    this.#step = from / to;
    // A little below the limit, so that the filter's slope lies under it.
    this.#cutoff = Math.min(1, to / from) * 0.94;
    this.#reach = Math.ceil(CROSSINGS / this.#cutoff);
    this.#table = kernel();
    this.#history = new Float32Array(this.#reach);
    this.#position = this.#reach;
  }

  /** Takes input samples and gives the output samples that are ready (Float32Array). */
  push(input) {
    if (this.#step === 1) {
      return Float32Array.from(input);
    }

    const samples = new Float32Array(this.#history.length + input.length);
    samples.set(this.#history);
    samples.set(input, this.#history.length);

    const last = samples.length - this.#reach;
    const output = new Float32Array(Math.max(0, Math.ceil((last - this.#position) / this.#step)));
    let count = 0;
    while (this.#position < last && count < output.length) {
      output[count++] = this.#at(samples, this.#position);
      this.#position += this.#step;
    }

    const keep = Math.max(0, Math.floor(this.#position) - this.#reach);
    this.#history = samples.slice(keep);
    this.#position -= keep;
    return output.subarray(0, count);
  }

  #at(samples, position) {
    const first = Math.max(0, Math.ceil(position - this.#reach));
    const end = Math.min(samples.length - 1, Math.floor(position + this.#reach));
    let sum = 0;
    for (let i = first; i <= end; i++) {
      const distance = Math.abs(position - i) * this.#cutoff * STEPS;
      const slot = Math.floor(distance);
      if (slot + 1 < this.#table.length) {
        const share = distance - slot;
        sum += samples[i] * (this.#table[slot] * (1 - share) + this.#table[slot + 1] * share);
      }
    }

    return sum * this.#cutoff;
  }
}

/** One half of a sinc under a Blackman window. */
function kernel() {
  const table = new Float32Array(CROSSINGS * STEPS + 1);
  for (let i = 0; i < table.length; i++) {
    const x = i / STEPS;
    const window = 0.42 + 0.5 * Math.cos((Math.PI * x) / CROSSINGS) + 0.08 * Math.cos((2 * Math.PI * x) / CROSSINGS);
    table[i] = x === 0 ? 1 : (Math.sin(Math.PI * x) / (Math.PI * x)) * window;
  }

  return table;
}
