// Behaviour of the page's modules that need no browser: node --test modules.test.mjs
import assert from 'node:assert/strict';
import { test } from 'node:test';

const page = new URL('../../../src/Gateway/Playground/Page/', import.meta.url);
const load = (path) => import(new URL(path, page));
const { decode, encode, byteLength } = await load('audio/pcm.js');
const { Resampler } = await load('audio/resampler.js');
const { Answers } = await load('realtime/answers.js');
const { Conversation } = await load('realtime/conversation.js');
const { explainClose, explainError, explainMicrophone, explainModels } = await load('realtime/explain.js');
const { preferredModel } = await load('realtime/models.js');
const { abbreviate, newItemId, sessionChangeOf, sessionOf } = await load('realtime/protocol.js');
const { TurnTimer } = await load('realtime/timing.js');

const settings = { instructions: '', voice: '', output: 'audio', turns: 'server_vad', transcription: 'some-transcriber' };

/** Loudness in decibels of a sine of `hertz` after it was resampled from `from` to `to` in pieces of 128 samples; full scale is 0. */
function gain(from, to, hertz) {
  const resampler = new Resampler(from, to);
  const output = [];
  for (let at = 0; at < from; at += 128) {
    output.push(...resampler.push(Float32Array.from({ length: 128 }, (_, i) => Math.sin((2 * Math.PI * hertz * (at + i)) / from))));
  }

  const steady = output.slice(2000, -2000);
  return 20 * Math.log10(Math.SQRT2 * Math.sqrt(steady.reduce((sum, value) => sum + value * value, 0) / steady.length));
}

for (const from of [16000, 44100, 48000, 96000]) {
  test(`Resampler from ${from} Hz keeps speech`, () => {
    assert.ok(Math.abs(gain(from, 24000, 440)) < 0.05);
    assert.ok(Math.abs(gain(from, 24000, 3400)) < 0.05);
  });
}

for (const from of [44100, 48000, 96000]) {
  test(`Resampler from ${from} Hz lets nothing fold back`, () => {
    assert.ok(gain(from, 24000, 14000) < -60);
    assert.ok(gain(from, 24000, 20000) < -60);
  });
}

test('Resampler gives as many samples as the rates say', () => {
  const resampler = new Resampler(44100, 24000);
  let count = 0;
  for (let i = 0; i < 44100 * 10; i += 441) {
    count += resampler.push(new Float32Array(441)).length;
  }

  assert.ok(Math.abs(count - 240000) < 50, `${count}`);
});

test('PCM survives base64 both ways, odd bytes and both ends of the scale', () => {
  const samples = Int16Array.from({ length: 40001 }, (_, i) => ((i * 7919) % 65536) - 32768);
  const text = encode(samples);
  assert.equal(byteLength(text), 80002);
  assert.deepEqual(decode(text), Float32Array.from(samples, (sample) => sample / 32768));
  assert.equal(decode(btoa('abc')).length, 1);
});

test('TurnTimer measures from the end of the turn to the first piece, once a response', () => {
  const timer = new TurnTimer();
  timer.userDone(1000);
  timer.responseCreated('r1');
  assert.equal(timer.firstPiece('r1', 1250), 250);
  assert.equal(timer.firstPiece('r1', 1300), null);
  timer.userDone(2000);
  timer.responseCreated('r2');
  timer.firstPiece('r2', 2150);
  assert.deepEqual([timer.count, timer.last, timer.median], [2, 150, 200]);
});

test('TurnTimer does not measure when the user went on speaking, nor a late piece of the response before', () => {
  const timer = new TurnTimer();
  timer.userDone(1000);
  timer.userSpeaks();
  timer.responseCreated('r1');
  assert.equal(timer.firstPiece('r1', 1100), null);
  timer.userDone(2000);
  assert.equal(timer.firstPiece('r1', 2001), null);
  timer.responseCreated('r2');
  assert.equal(timer.firstPiece('r2', 2300), 300);
});

test('Answers asks once at a time and again when the running one has ended', () => {
  let asked = 0;
  const answers = new Answers(() => asked++);
  answers.ask();
  answers.ask();
  assert.equal(asked, 1);
  answers.created('r1');
  answers.done('r1');
  assert.equal(asked, 2);
  answers.refused();
  assert.equal(answers.pending, false);
});

test('Answers drops what still comes of an interrupted response, and nothing of the next', () => {
  const answers = new Answers(() => {});
  answers.created('r1');
  answers.drop();
  answers.done('r1');
  answers.created('r2');
  assert.equal(answers.isDropped('r1'), true);
  assert.equal(answers.isDropped('r2'), false);
  assert.equal(answers.isDropped(undefined), false);
});

function conversationOf(events) {
  const conversation = new Conversation();
  events.forEach((event) => conversation.apply(event));
  return conversation;
}

test('Conversation follows a spoken turn to its transcript, wherever the transcript comes', () => {
  const conversation = conversationOf([
    { type: 'input_audio_buffer.speech_started', item_id: 'u' },
    { type: 'input_audio_buffer.speech_stopped', item_id: 'u' },
    { type: 'input_audio_buffer.committed', item_id: 'u', previous_item_id: null },
    { type: 'conversation.item.added', item: { id: 'u', role: 'user', content: [{ type: 'input_audio', transcript: null }] } },
    { type: 'response.output_item.added', response_id: 'r', item: { id: 'm', type: 'message', role: 'assistant' } },
    { type: 'conversation.item.added', item: { id: 'm', role: 'assistant', content: [] } },
    { type: 'response.output_audio_transcript.delta', item_id: 'm', delta: 'Good ' },
    { type: 'response.output_audio_transcript.delta', item_id: 'm', delta: 'day' },
    { type: 'response.done', response: { id: 'r', status: 'completed' } },
    { type: 'conversation.item.input_audio_transcription.completed', item_id: 'u', transcript: 'Hello. ' },
  ]);
  assert.deepEqual(
    conversation.turns.map(({ role, text, state }) => [role, text, state]),
    [['user', 'Hello.', 'done'], ['model', 'Good day', 'done']],
  );
});

test('Conversation does not show a typed message twice when the server repeats it', () => {
  const conversation = new Conversation();
  conversation.typed('u', 'Hi');
  const echo = { type: 'conversation.item.added', item: { id: 'u', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] } };
  conversation.apply(echo);
  conversation.apply(echo);
  assert.deepEqual(conversation.turns.map(({ text, spoken }) => [text, spoken]), [['Hi', false]]);
});

test('Conversation tells what became of an answer that did not end well', () => {
  const added = { type: 'response.output_item.added', response_id: 'r', item: { id: 'm', type: 'message' } };
  const done = (response) => conversationOf([added, { type: 'response.done', response: { id: 'r', ...response } }]).turns[0];
  assert.equal(done({ status: 'cancelled' }).state, 'interrupted');
  assert.equal(done({ status: 'incomplete', status_details: { reason: 'max_output_tokens' } }).detail, 'Ended early: max_output_tokens');
  assert.equal(done({ status: 'failed', status_details: { error: { message: 'Out of quota' } } }).detail, 'Out of quota');
});

test('Session settings leave empty ones to the model, and a change never names what is fixed', () => {
  const session = sessionOf(settings);
  assert.equal(session.type, 'realtime');
  assert.deepEqual(session.audio.input.turn_detection, { type: 'server_vad' });
  assert.equal('voice' in session.audio.output, false);
  assert.equal('instructions' in session, false);
  assert.equal(sessionOf({ ...settings, turns: 'manual', transcription: '' }).audio.input.turn_detection, null);
  assert.equal(sessionOf({ ...settings, transcription: '' }).audio.input.transcription, null);
  assert.equal('output' in sessionChangeOf({ ...settings, voice: 'x' }).audio, false);
  assert.equal(sessionChangeOf(settings).instructions, '');
});

test('The log keeps sound by its length and long texts by their beginning', () => {
  const audio = 'A'.repeat(64000);
  const kept = abbreviate({ type: 'response.output_audio.delta', item_id: 'i', delta: audio });
  assert.equal(kept.delta, '(48,000 bytes, 1000 ms)');
  assert.equal(abbreviate({ type: 'response.output_text.delta', delta: 'Hi' }).delta, 'Hi');
  assert.ok(JSON.stringify(abbreviate({ type: 'session.updated', session: { instructions: 'x'.repeat(50000) } })).length < 2200);
});

test('Item ids differ and fit the protocol', () => {
  const ids = new Set(Array.from({ length: 1000 }, newItemId));
  assert.equal(ids.size, 1000);
  assert.ok([...ids].every((id) => /^item_[a-z0-9]+$/.test(id) && id.length <= 32));
});

test('The demo model is preferred to others, and the one chosen before to it', () => {
  assert.equal(preferredModel(['democracy', 'a', 'demo'], ''), 'demo');
  assert.equal(preferredModel(['a', 'demo-voice'], 'gone'), 'demo-voice');
  assert.equal(preferredModel(['a', 'demo'], 'a'), 'a');
  assert.equal(preferredModel([], 'a'), '');
});

for (const code of [1001, 1006, 1008, 1009, 1011, 1012, 1013, 3000, 4000, 4999]) {
  test(`A close with ${code} is told in words, with something to do and the gateway's own reason`, () => {
    const note = explainClose({ code, reason: 'its own reason', created: true, error: null });
    assert.ok(note.title.length > 5);
    assert.match(note.advice, /^its own reason\. .*(start|again|check|choose)/i);
  });
}

test('A refusal before the session began is told by its error', () => {
  const error = { code: 'model_not_found', message: "The model 'x' does not exist." };
  const note = explainClose({ code: 1008, reason: '', created: false, error });
  assert.deepEqual([note.title, note.field], ['This model does not exist here', 'model']);
});

test('A connection that never began is told by what the gateway answers elsewhere', () => {
  const end = { code: 1006, reason: '', created: false, error: null };
  assert.match(explainClose(end, { status: 0, models: [] }).title, /cannot be reached/);
  assert.match(explainClose(end, { status: 401, models: [] }).title, /key/);
});

test('The user’s own end and harmless errors need no words', () => {
  assert.equal(explainClose({ code: 1000, created: false, error: null }), null);
  assert.equal(explainError({ code: 'response_cancel_not_active', message: 'x' }), null);
  assert.equal(explainModels({ status: 200, models: ['a'] }, ''), null);
});

test('A missing key and a wrong key are told apart', () => {
  assert.match(explainModels({ status: 401, models: [] }, '').title, /needed/);
  assert.match(explainModels({ status: 401, models: [] }, 'k').title, /not accepted/);
});

for (const reason of ['microphone_denied', 'microphone_missing', 'microphone_busy', 'microphone_insecure', 'microphone_lost', 'else']) {
  test(`Without a microphone (${reason}) the words say that typing works`, () => {
    assert.match(explainMicrophone(reason).advice, /typ(e|ing)/);
  });
}
