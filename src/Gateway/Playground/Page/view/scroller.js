const NEAR_PX = 48;

/** Keeps the end of a scrolling box in sight while it grows or is resized, unless the reader scrolled away from it. */
export class Scroller {
  #box;
  #atEnd = true;

  constructor(box) {
    this.#box = box;
    box.addEventListener('scroll', () => {
      this.#atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    });
    new ResizeObserver(() => this.follow()).observe(box);
  }

  /** The content changed. */
  follow() {
    if (this.#atEnd) {
      this.#box.scrollTop = this.#box.scrollHeight;
    }
  }
}
