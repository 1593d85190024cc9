const COLUMN_MS = 40;
const BAR = 3;
const PITCH = 5;
const LIMIT = 1000;

/**
 * The tape: both sides' loudness over time, yours above the line and the model's below. The gap between the two is what one waits for,
 * so each turn's time to first audio is written into it.
 */
export class Tape {
  #canvas;
  #columns = [];
  #dropped = 0;
  #marks = [];
  #start = 0;
  #levels = () => ({ user: 0, model: 0 });
  #peak = { user: 0, model: 0 };
  #running = false;
  #lastDrawn = 0;
  #calm = matchMedia('(prefers-reduced-motion: reduce)');

  constructor(canvas) {
    this.#canvas = canvas;
    new ResizeObserver(() => this.#draw()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw());
  }

  /** Begins a new tape; `levels` gives `{ user, model }`, 0 to 1. */
  start(levels) {
    this.#levels = levels;
    this.#columns = [];
    this.#dropped = 0;
    this.#marks = [];
    this.#start = performance.now();
    if (!this.#running) {
      this.#running = true;
      requestAnimationFrame(() => this.#tick());
    }
  }

  stop() {
    this.#running = false;
    this.#columns = [];
    this.#draw();
  }

  /** Writes a turn's time to first audio at the end of the gap that it measures. */
  mark(milliseconds) {
    const at = this.#columns.length + this.#dropped;
    this.#marks.push({ at, columns: milliseconds / COLUMN_MS, text: `${milliseconds} ms` });
    this.#marks.splice(0, this.#marks.length - 20);
  }

  #tick() {
    if (!this.#running) {
      return;
    }

    const now = performance.now();
    const levels = this.#levels();
    this.#peak.user = Math.max(this.#peak.user, levels.user);
    this.#peak.model = Math.max(this.#peak.model, levels.model);
    while (now - this.#start >= (this.#columns.length + this.#dropped + 1) * COLUMN_MS) {
      this.#columns.push(this.#peak);
      this.#peak = { user: levels.user, model: levels.model };
    }

    if (this.#columns.length > LIMIT) {
      this.#dropped += this.#columns.length - LIMIT;
      this.#columns.splice(0, this.#columns.length - LIMIT);
    }

    // With reduced motion the tape is a picture that is renewed each second, and does not glide.
    if (now - this.#lastDrawn >= (this.#calm.matches ? 1000 : COLUMN_MS)) {
      this.#lastDrawn = now;
      this.#draw();
    }

    requestAnimationFrame(() => this.#tick());
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0) {
      return;
    }

    const scale = devicePixelRatio || 1;
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
    const context = this.#canvas.getContext('2d');
    context.scale(scale, scale);
    const colours = this.#colours();
    context.fillStyle = colours.line;
    context.fillRect(0, height / 2 - 0.5, width, 1);
    if (this.#running) {
      this.#drawCall(context, width, height, colours);
    } else {
      drawPicture(context, width, height, colours);
    }
  }

  #drawCall(context, width, height, colours) {
    const right = width - 12;
    const left = 34;
    const count = this.#columns.length;
    for (let i = count - 1, x = right - BAR; i >= 0 && x >= left; i--, x -= PITCH) {
      bar(context, x, height, shown(this.#columns[i].user), 1, colours.you);
      bar(context, x, height, shown(this.#columns[i].model), -1, colours.model);
    }

    context.font = `600 12px ${colours.font}`;
    context.textBaseline = 'middle';
    context.textAlign = 'center';
    for (const { at, columns, text } of this.#marks) {
      const end = right - (count + this.#dropped - at) * PITCH;
      const begin = end - columns * PITCH;
      if (begin < left) {
        continue;
      }

      const half = context.measureText(text).width / 2 + 4;
      const middle = Math.max(left + half, Math.min((begin + end) / 2, right - half));
      // A short gap is narrower than its text: the bars beside it give way.
      context.fillStyle = colours.surface;
      context.fillRect(middle - half, height / 2 - 23, 2 * half, 18);
      context.fillStyle = colours.ink;
      context.fillRect(begin, height / 2 - 1, end - begin, 2);
      context.fillText(text, middle, height / 2 - 13);
    }
  }

  #colours() {
    const style = getComputedStyle(this.#canvas);
    const colour = (name) => style.getPropertyValue(name).trim();
    return {
      you: colour('--you'), model: colour('--model'), line: colour('--line'), ink: colour('--ink'), surface: colour('--surface'),
      font: style.fontFamily,
    };
  }
}

function bar(context, x, height, share, side, colour) {
  const length = share * (height / 2 - 16);
  if (length < 1) {
    return;
  }

  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(x, side > 0 ? height / 2 - 2 - length : height / 2 + 2, BAR, length, BAR / 2);
  context.fill();
}

/** Before a call: a sentence on its way in, and its answer on the way out. */
function drawPicture(context, width, height, colours) {
  const middle = width / 2;
  const free = middle - 96;
  for (let i = 0; i * PITCH < free; i++) {
    const along = (i * PITCH) / free;
    const phrase = Math.sin(Math.PI * along) * (0.35 + 0.65 * Math.abs(Math.sin(4.2 * Math.PI * along)));
    const share = phrase * (0.5 + 0.3 * Math.sin(i * 2.4) + 0.2 * Math.sin(i * 1.1));
    bar(context, middle - 96 - i * PITCH, height, share * 0.8, 1, colours.you);
    bar(context, middle + 93 + i * PITCH, height, share * 0.8, -1, colours.model);
  }
}

/** Loudness as it is heard: -54 dB is nothing, full scale is one. */
export function shown(level) {
  return level <= 0 ? 0 : Math.max(0, Math.min(1, 1 + (20 * Math.log10(level)) / 54));
}
