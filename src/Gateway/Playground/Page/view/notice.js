/** The one place where something is said that needs attention: what happened, and what to do. */
export class Notice {
  #box;
  #title;
  #advice;

  constructor({ box, title, advice, close, returnTo }) {
    this.#box = box;
    this.#title = title;
    this.#advice = advice;
    close.addEventListener('click', () => {
      this.hide();
      returnTo.focus();
    });
  }

  show({ title, advice }) {
    this.#title.textContent = title;
    this.#advice.textContent = advice;
    this.#box.hidden = false;
  }

  hide() {
    this.#box.hidden = true;
  }
}
