const STORE = 'realtime-playground';
const KEY_STORE = 'realtime-playground-key';
const REMEMBERED = ['instructions', 'voice', 'output', 'turns', 'transcription'];

/**
 * The form of the session's settings. They and the key live in this tab's session storage and end with it; the key is never put into
 * an address.
 */
export class Settings {
  #fields;

  /** Called when a setting that a running session takes was changed. */
  onChanged = () => {};

  /** Called when another key was entered. */
  onKey = () => {};

  /** `fields`: model, key and those of the session, by name. */
  constructor(fields) {
    this.#fields = fields;
    this.#restore();
    fields.model.addEventListener('change', () => this.#remember());
    fields.key.addEventListener('change', () => {
      write(KEY_STORE, this.key);
      this.markInvalid(null);
      this.onKey();
    });
    for (const name of REMEMBERED) {
      fields[name].addEventListener('change', () => {
        this.#remember();
        this.onChanged();
      });
    }
  }

  get key() {
    return this.#fields.key.value.trim();
  }

  get model() {
    return this.#fields.model.value;
  }

  /** The model of an earlier visit in this tab, or of the address (`/?model=NAME`). */
  get wantedModel() {
    return new URLSearchParams(location.search).get('model') ?? this.#stored().model ?? '';
  }

  /** The session's settings, as protocol.js takes them. */
  get session() {
    return Object.fromEntries(REMEMBERED.map((name) => [name, this.#fields[name].value.trim()]));
  }

  /** Fills the list of models. */
  showModels(models, chosen) {
    const { model } = this.#fields;
    model.replaceChildren(...(models.length > 0 ? models : ['']).map((id) => new Option(id || 'None', id, false, id === chosen)));
    model.disabled = models.length === 0;
  }

  /** Fixes what cannot change while a session runs. */
  lock(locked) {
    this.#fields.model.disabled = locked || this.#fields.model.value === '';
    this.#fields.key.disabled = this.#fields.voice.disabled = this.#fields.output.disabled = locked;
  }

  /** Marks the field that a message speaks of, and goes to it where `focus` says so. */
  markInvalid(name, focus) {
    for (const [field, element] of Object.entries(this.#fields)) {
      if (field === name) {
        element.setAttribute('aria-invalid', 'true');
      } else {
        element.removeAttribute('aria-invalid');
      }
    }

    if (name && focus) {
      this.#fields[name]?.focus();
    }
  }

  #restore() {
    const stored = this.#stored();
    this.#fields.key.value = read(KEY_STORE);
    for (const name of REMEMBERED) {
      if (typeof stored[name] === 'string') {
        this.#fields[name].value = stored[name];
      }
    }
  }

  #remember() {
    write(STORE, JSON.stringify({ ...this.session, model: this.model }));
  }

  #stored() {
    try {
      return JSON.parse(read(STORE) || '{}');
    } catch {
      return {};
    }
  }
}

// A browser may forbid storage; then nothing is remembered.
function read(name) {
  try {
    return sessionStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}

function write(name, value) {
  try {
    if (value) {
      sessionStorage.setItem(name, value);
    } else {
      sessionStorage.removeItem(name);
    }
  } catch {
    // Nothing to do about it.
  }
}
