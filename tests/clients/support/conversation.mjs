// The conversation that every client holds which lets its user send and read events: one turn after another on one connection.
import { milliseconds, pieces, silence, speech } from './audio.mjs';
import { assert, assertOrder } from './event-log.mjs';
import { weather } from './forms.mjs';

export class Conversation {
  #send;
  #log;
  #form;

  constructor(send, log, form) {
    this.#send = send;
    this.#log = log;
    this.#form = form;
  }

  async hold() {
    const { session } = await this.#log.next('session.created');
    assert(this.#form.isSession(session), `this is no session of the asked form: ${JSON.stringify(session)}`);
    return {
      text: await this.#textTurn(),
      audio: await this.#spokenTurn(),
      manual: await this.#manualTurn(),
      call: await this.#call(),
      interruption: await this.#interruption(),
    };
  }

  async #textTurn() {
    await this.#configure({ modalities: ['text'], detects: false });
    const mark = this.#log.length;
    this.#say('good morning');
    this.#send({ type: 'response.create' });
    const done = await this.#done(mark);
    assertOrder(this.#log.since(mark), [this.#form.itemAdded, ...this.#order(this.#form.text)]);
    const text = this.#joined(mark, `${this.#form.text}.delta`);
    const part = done.response.output[0].content[0];
    assert(part.type === this.#form.textPart && part.text === text, `the answer is not what was told: ${JSON.stringify(part)}`);
    return { answer: text, status: done.response.status, tokens: done.response.usage.total_tokens };
  }

  async #spokenTurn() {
    await this.#configure({ modalities: ['audio'], detects: true });
    const mark = this.#log.length;
    this.#speak(speech(1_200), silence(700));
    const done = await this.#done(mark);
    assertOrder(this.#log.since(mark), [
      'input_audio_buffer.speech_started', 'input_audio_buffer.speech_stopped', 'input_audio_buffer.committed', this.#form.itemAdded,
      ...this.#order(this.#form.audio),
    ]);
    const heard = await this.#log.next('conversation.item.input_audio_transcription.completed', { from: mark });
    return { ...this.#spoken(mark, done), heard: heard.transcript };
  }

  async #manualTurn() {
    await this.#configure({ modalities: ['audio'], detects: false });
    const mark = this.#log.length;
    // What is left of the turn before, its last silence, is no part of this one.
    this.#send({ type: 'input_audio_buffer.clear' });
    await this.#log.next('input_audio_buffer.cleared', { from: mark });
    this.#speak(speech(800));
    this.#send({ type: 'input_audio_buffer.commit' });
    this.#send({ type: 'response.create' });
    const done = await this.#done(mark);
    assertOrder(this.#log.since(mark), ['input_audio_buffer.committed', this.#form.itemAdded, ...this.#order(this.#form.audio)]);
    return this.#spoken(mark, done);
  }

  async #call() {
    await this.#configure({ modalities: ['text'], detects: false, tools: [weather] });
    let mark = this.#log.length;
    this.#say('call get_weather {"city":"Lisbon"}');
    this.#send({ type: 'response.create' });
    const called = await this.#done(mark);
    // Providers differ in whether the arguments or the item are done first.
    const order = ['response.created', 'response.output_item.added', 'response.function_call_arguments.delta'];
    assertOrder(this.#log.since(mark), [...order, 'response.function_call_arguments.done', 'response.done']);
    assertOrder(this.#log.since(mark), [...order, 'response.output_item.done', 'response.done']);
    const done = await this.#log.next('response.function_call_arguments.done', { from: mark });
    const item = called.response.output[0];
    const streamed = this.#joined(mark, 'response.function_call_arguments.delta');
    assert(done.arguments === streamed && item.arguments === streamed, `the arguments differ: ${streamed}, ${JSON.stringify(item)}`);

    mark = this.#log.length;
    this.#send({ type: 'conversation.item.create', item: { type: 'function_call_output', call_id: item.call_id, output: '21 degrees' } });
    this.#send({ type: 'response.create' });
    await this.#done(mark);
    return { name: item.name, arguments: JSON.parse(streamed), answer: this.#joined(mark, `${this.#form.text}.delta`) };
  }

  async #interruption() {
    await this.#configure({ modalities: ['audio'], detects: true });
    const mark = this.#log.length;
    this.#say('say 300 words');
    this.#send({ type: 'response.create' });
    const { item_id, content_index } = await this.#log.next(`${this.#form.audio}.delta`, { from: mark });
    this.#speak(speech(600));
    await this.#log.next('input_audio_buffer.speech_started', { from: mark });
    const { response } = await this.#done(mark);
    this.#send({ type: 'conversation.item.truncate', item_id, content_index, audio_end_ms: 100 });
    const truncated = await this.#log.next('conversation.item.truncated', { from: mark });
    assert(truncated.item_id === item_id && truncated.audio_end_ms === 100, `truncated otherwise: ${JSON.stringify(truncated)}`);

    // The one who interrupted is answered.
    const after = this.#log.length;
    this.#speak(silence(700));
    const next = await this.#done(after, (event) => event.response.id !== response.id);
    return {
      status: response.status,
      reason: response.status_details.reason,
      item: response.output[0].status,
      truncatedMs: truncated.audio_end_ms,
      next: next.response.status,
    };
  }

  async #configure({ modalities, detects, tools = [] }) {
    const mark = this.#log.length;
    this.#send({ type: 'session.update', session: this.#form.session({ modalities, detects, tools }) });
    const { session } = await this.#log.next('session.updated', { from: mark });
    assert(this.#form.isSession(session), `this is no session of the asked form: ${JSON.stringify(session)}`);
  }

  #say(text) {
    this.#send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] } });
  }

  #speak(...sounds) {
    for (const piece of pieces(Buffer.concat(sounds))) {
      this.#send({ type: 'input_audio_buffer.append', audio: piece.toString('base64') });
    }
  }

  #done(mark, where) {
    return this.#log.next('response.done', { from: mark, where });
  }

  #spoken(mark, done) {
    const part = done.response.output[0].content[0];
    const transcript = this.#joined(mark, `${this.#form.transcript}.delta`);
    const said = part.transcript === transcript && part.type === this.#form.audioPart;
    assert(said, `the answer is not what was told: ${JSON.stringify(part)}, ${transcript}`);
    return { answer: transcript, status: done.response.status, audioMs: this.#audioMs(mark) };
  }

  #audioMs(mark) {
    const deltas = this.#log.since(mark).filter((event) => event.type === `${this.#form.audio}.delta`);
    return milliseconds(deltas.reduce((bytes, event) => bytes + Buffer.from(event.delta, 'base64').length, 0));
  }

  #joined(mark, type) {
    return this.#log.since(mark).filter((event) => event.type === type).map((event) => event.delta).join('');
  }

  #order(content) {
    return [
      'response.created', 'response.output_item.added', 'response.content_part.added', `${content}.delta`, `${content}.done`,
      'response.content_part.done', 'response.output_item.done', 'response.done',
    ];
  }
}
