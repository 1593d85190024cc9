import { Meters } from './meters.js';
import { Tape } from './tape.js';

const PHASES = {
  connecting: ['Connecting…', 'The gateway is looking for the model.'],
  listening: ['Listening', 'Say something, or type.'],
  hearing: ['Hearing you', 'Go on; a pause ends your turn.'],
  thinking: ['Thinking', 'The answer is on its way.'],
  speaking: ['Answering', 'Speak to interrupt, or press Escape.'],
};

/** The call's own part of the page: the tape, what happens now, the controls and the times. */
export class Stage {
  #elements;
  #tape;
  #meters;
  #call = null;
  #phase = 'idle';

  constructor(elements) {
    this.#elements = elements;
    this.#tape = new Tape(elements.tape);
    this.#meters = new Meters(elements.meterUser, elements.meterModel);
  }

  /** The page before a call; `model` names whom one will speak to. */
  idle(model) {
    this.#call = null;
    this.#phase = 'idle';
    this.#elements.stage.dataset.phase = 'idle';
    document.documentElement.dataset.state = 'idle';
    this.#tape.stop();
    this.#meters.stop();
    this.#elements.startLabel.textContent = 'Start talking';
    this.#elements.start.disabled = model === '';
    this.#say('Say something', hint(model));
  }

  /** A call begins. */
  begin(call) {
    this.#call = call;
    document.documentElement.dataset.state = 'connecting';
    this.#elements.startLabel.textContent = 'Cancel';
    this.times();
  }

  /** What the call is doing, by Call's names. */
  phase(phase) {
    if (phase === 'idle') {
      return;
    }

    if (phase !== 'connecting' && this.#phase !== 'live') {
      this.#phase = 'live';
      document.documentElement.dataset.state = 'live';
      this.#elements.startLabel.textContent = 'End';
      const levels = () => this.#call?.levels ?? { user: 0, model: 0 };
      this.#tape.start(levels);
      this.#meters.start(levels);
    }

    this.#elements.stop.disabled = phase !== 'speaking' && phase !== 'thinking';
    const [title, text] = PHASES[phase];
    this.#say(title, phase === 'listening' && !this.#heard() ? this.#silentHint() : text);
    this.#elements.stage.dataset.phase = phase;
    this.#elements.stage.dataset.playedSamples = String(this.#call?.playedSamples ?? 0);
  }

  /** The microphone's state changed. */
  microphone({ manual }) {
    const { mute, commit } = this.#elements;
    const has = this.#call?.hasMicrophone ?? false;
    const muted = this.#call?.muted ?? false;
    mute.textContent = !has ? 'Turn microphone on' : muted ? 'Unmute' : 'Mute';
    mute.dataset.muted = String(muted);
    commit.hidden = !(manual && has);
    if (this.#elements.stage.dataset.phase === 'listening') {
      this.phase('listening');
    }
  }

  /** Shows the times to first audio; `latest` is also written on the tape. */
  times(latest = null) {
    const { statLast, statMedian, statCount } = this.#elements;
    const timer = this.#call?.timer;
    const text = (milliseconds) => (milliseconds === null || milliseconds === undefined ? '–' : `${milliseconds} ms`);
    statLast.textContent = text(timer?.last);
    statMedian.textContent = text(timer?.median);
    statCount.textContent = String(timer?.count ?? 0);
    if (latest !== null) {
      this.#tape.mark(latest);
    }
  }

  #heard() {
    return this.#call?.hasMicrophone && !this.#call.muted;
  }

  #silentHint() {
    return this.#call?.hasMicrophone ? 'You are muted. Unmute to speak, or type.' : 'Type a message, or turn the microphone on.';
  }

  #say(title, text) {
    this.#elements.headline.textContent = title;
    this.#elements.headlineHint.textContent = text;
  }
}

function hint(model) {
  if (model === '') {
    return 'There is no model to speak to yet.';
  }

  return /demo/i.test(model)
    ? 'The demo model says back what it hears, so you know at once that the whole way works.'
    : `Press the button, allow the microphone and speak to ${model}.`;
}
