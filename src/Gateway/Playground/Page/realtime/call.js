import { decode, encode } from '../audio/pcm.js';
import { Microphone } from '../audio/microphone.js';
import { Player } from '../audio/player.js';
import { Answers } from './answers.js';
import { Conversation } from './conversation.js';
import { explainClose, explainError, explainKey, explainMicrophone } from './explain.js';
import { listModels } from './models.js';
import { newItemId, sessionChangeOf, sessionOf, userMessage } from './protocol.js';
import { RealtimeSocket } from './socket.js';
import { TurnTimer } from './timing.js';

/**
 * One call from the first click to the end: joins microphone, socket and player, and decides who speaks. It knows no page; what
 * happens is told by events: `phase`, `microphone`, `turn`, `timed`, `sent`, `received`, `interrupted`, `notice`, `ended`.
 */
export class Call extends EventTarget {
  #socket = new RealtimeSocket();
  #microphone = null;
  #player = new Player();
  #conversation = new Conversation();
  #timer = new TurnTimer();
  #settings;
  #key;
  #ready = false;
  #over = false;
  #waiting = [];
  #userSpeaking = false;
  #answers = new Answers(() => this.#request());

  constructor({ model, key, settings }) {
    super();
    this.model = model;
    this.#key = key;
    this.#settings = settings;
    this.#socket.onSent = (event) => this.#tell('sent', event);
    this.#socket.onEvent = (event) => this.#receive(event);
    this.#socket.onClosed = (end) => this.#closed(end);
    this.#player.onActive = () => this.#phase();
    this.#conversation.onTurn = (turn) => this.#tell('turn', turn);
  }

  /** Connects, and opens the microphone beside it where it is wanted. Call it while a click is being handled. */
  start({ withMicrophone }) {
    this.#player.open();
    try {
      this.#socket.open(this.model, this.#key);
    } catch {
      this.#closed({ code: 1000, created: false, note: explainKey() });
      return;
    }

    this.#phase();
    if (withMicrophone) {
      void this.openMicrophone();
    }
  }

  get timer() {
    return this.#timer;
  }

  get playedSamples() {
    return this.#player.playedSamples;
  }

  /** Loudness of both sides, 0 to 1. */
  get levels() {
    return { user: this.#microphone?.level ?? 0, model: this.#player.level };
  }

  get hasMicrophone() {
    return this.#microphone !== null;
  }

  get muted() {
    return this.#microphone?.muted ?? false;
  }

  set muted(value) {
    if (this.#microphone) {
      this.#microphone.muted = value;
      this.#tell('microphone');
    }
  }

  async openMicrophone() {
    const microphone = new Microphone();
    try {
      await microphone.open();
    } catch (error) {
      this.#tell('notice', explainMicrophone(error.reason));
      this.#tell('microphone');
      return;
    }

    if (this.#over || this.#microphone) {
      await microphone.close();
      return;
    }

    microphone.onChunk = (samples) => this.#speak(samples);
    microphone.onLost = () => this.#microphoneLost();
    this.#microphone = microphone;
    this.#tell('microphone');
  }

  /** Sends a typed message and asks for an answer; waits for the session if it is not there yet. */
  sendText(text) {
    this.interrupt();
    const id = newItemId();
    this.#conversation.typed(id, text);
    this.#whenReady(() => {
      this.#socket.send(userMessage(id, text));
      this.#answers.ask();
    });
  }

  /** Ends the user's turn where no voice detection does. */
  commitSpeech() {
    this.#socket.send({ type: 'input_audio_buffer.commit' });
    this.#answers.ask();
  }

  /** Tells a running session what was changed. */
  change(settings) {
    this.#settings = settings;
    if (this.#ready) {
      this.#socket.send({ type: 'session.update', session: sessionChangeOf(settings) });
    }
  }

  /** Stops the answer that is given or played. */
  interrupt() {
    if (this.#answers.active) {
      this.#socket.send({ type: 'response.cancel', response_id: this.#answers.active });
    }

    this.#cut();
  }

  end() {
    this.#socket.close();
  }

  #speak(samples) {
    if (this.#ready && !this.#socket.congested) {
      this.#socket.send({ type: 'input_audio_buffer.append', audio: encode(samples) });
    }
  }

  #receive(event) {
    this.#tell('received', event);
    this.#conversation.apply(event);
    switch (event.type) {
      case 'session.created':
        return this.#begin();
      case 'input_audio_buffer.speech_started':
        this.#userSpeaking = true;
        this.#timer.userSpeaks();
        this.#cut();
        return this.#phase();
      case 'input_audio_buffer.speech_stopped':
        this.#userSpeaking = false;
        this.#timer.userDone(performance.now());
        return this.#phase();
      case 'response.created':
        this.#answers.created(event.response.id);
        this.#timer.responseCreated(event.response.id);
        return this.#phase();
      case 'response.output_audio.delta':
        return this.#hear(event);
      case 'response.output_text.delta':
        return this.#timed(event, true);
      case 'response.output_audio.done':
        return this.#player.finish(event.item_id);
      case 'response.done':
        return this.#responseDone(event.response);
      case 'error':
        return this.#failed(event.error);
      default:
        return undefined;
    }
  }

  #begin() {
    this.#ready = true;
    this.#socket.send({ type: 'session.update', session: sessionOf(this.#settings) });
    for (const action of this.#waiting.splice(0)) {
      action();
    }

    this.#phase();
  }

  #whenReady(action) {
    if (this.#ready) {
      action();
    } else {
      this.#waiting.push(action);
    }
  }

  #request() {
    this.#timer.userDone(performance.now());
    this.#socket.send({ type: 'response.create' });
  }

  #hear(event) {
    if (this.#answers.isDropped(event.response_id)) {
      return;
    }

    this.#timed(event, false);
    this.#player.enqueue(event.item_id, event.content_index, decode(event.delta));
  }

  #timed(event, written) {
    const time = this.#timer.firstPiece(event.response_id, performance.now());
    if (time !== null) {
      this.#conversation.timed(event.item_id, time, written);
      this.#tell('timed', time);
    }
  }

  #responseDone(response) {
    this.#timer.responseDone(response.id);
    for (const item of response.output ?? []) {
      this.#player.finish(item.id);
    }

    if (response.status === 'failed') {
      const error = response.status_details?.error;
      this.#tell('notice', explainError({ code: error?.code, message: error?.message ?? 'The answer failed.' }));
    }

    this.#answers.done(response.id);
    this.#phase();
  }

  #cut() {
    this.#answers.drop();
    const cuts = this.#player.flush();
    for (const { itemId, contentIndex, playedMs } of cuts) {
      this.#conversation.interrupted(itemId, playedMs);
      this.#socket.send({ type: 'conversation.item.truncate', item_id: itemId, content_index: contentIndex, audio_end_ms: playedMs });
    }

    if (cuts.length > 0) {
      this.#tell('interrupted', cuts[0]);
    }
  }

  #failed(error) {
    this.#answers.refused();
    if (this.#ready) {
      const note = explainError(error);
      if (note) {
        this.#tell('notice', note);
      }
    }
  }

  #microphoneLost() {
    void this.#microphone?.close();
    this.#microphone = null;
    this.#tell('notice', explainMicrophone('microphone_lost'));
    this.#tell('microphone');
  }

  async #closed(end) {
    this.#over = true;
    this.#ready = false;
    void this.#microphone?.close();
    this.#microphone = null;
    void this.#player.close();
    // The end of a connection that never began says nothing; another question to the gateway does.
    const probe = !end.created && end.code === 1006 ? await listModels(this.#key) : null;
    this.#tell('ended', end.note ?? (end.byUser ? null : explainClose(end, probe)));
  }

  #phase() {
    const phase = this.#over ? 'idle'
      : !this.#ready ? 'connecting'
      : this.#userSpeaking ? 'hearing'
      : this.#player.active ? 'speaking'
      : this.#answers.pending ? 'thinking'
      : 'listening';
    this.#tell('phase', phase);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
