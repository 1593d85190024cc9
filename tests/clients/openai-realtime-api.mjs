// npm "openai-realtime-api": a beta client that keeps the conversation and calls tools by itself.
import { RealtimeClient } from 'openai-realtime-api';
import { milliseconds, pieces, silence, speech } from './support/audio.mjs';
import { assert, EventLog } from './support/event-log.mjs';
import { beta, weather } from './support/forms.mjs';
import { gateway } from './support/gateway.mjs';
import { report } from './support/report.mjs';

await report(async () => {
  const client = new RealtimeClient({ url: `${gateway.ws}/v1/realtime`, apiKey: gateway.key, model: gateway.model });
  const log = new EventLog();
  const calls = [];
  client.on('realtime.event', ({ source, event }) => source === 'server' && log.add(event));
  client.on('close', () => log.fail(new Error('the connection was closed')));
  client.addTool(weather, (input) => {
    calls.push(input);
    return '21 degrees';
  });

  const done = (from, where) => log.next('response.done', { from, where });
  const say = (text) => client.sendUserMessageContent([{ type: 'input_text', text }]);
  const speak = (...sounds) => {
    for (const piece of pieces(Buffer.concat(sounds))) {
      client.appendInputAudio(new Int16Array(piece.buffer.slice(piece.byteOffset, piece.byteOffset + piece.byteLength)));
    }
  };
  // What the client made of the events of an item.
  const item = (response) => client.conversation.getItem(response.output[0].id).formatted;
  const configure = async (wanted) => {
    const from = log.length;
    const { tools, ...settings } = beta.session(wanted);
    client.updateSession(settings);
    const { session } = await log.next('session.updated', { from });
    assert(beta.isSession(session) && session.tools.length === 1, `this is no session of the asked form: ${JSON.stringify(session)}`);
  };

  await client.connect();
  await client.waitForSessionCreated();
  await log.next('session.updated');

  await configure({ modalities: ['text'], detects: false });
  let mark = log.length;
  say('good morning');
  const written = (await done(mark)).response;
  const text = { answer: item(written).text, status: written.status };

  mark = log.length;
  say('call get_weather {"city":"Lisbon"}');
  const called = (await done(mark)).response;
  const answered = (await done(mark, (event) => event.response.id !== called.id)).response;
  const tool = item(called).tool;
  assert(JSON.stringify(calls[0]) === tool.arguments, `the tool was called otherwise: ${JSON.stringify(calls)}`);
  const call = { name: tool.name, arguments: JSON.parse(tool.arguments), answer: item(answered).text.replaceAll('"', '') };

  await configure({ modalities: ['audio'], detects: false });
  mark = log.length;
  speak(speech(800));
  client.createResponse();
  const handed = (await done(mark)).response;
  const manual = { answer: item(handed).transcript, status: handed.status, audioMs: milliseconds(item(handed).audio.byteLength) };

  await configure({ modalities: ['audio'], detects: true });
  mark = log.length;
  speak(speech(1_200), silence(700));
  const spoken = (await done(mark)).response;
  const heard = await log.next('conversation.item.input_audio_transcription.completed', { from: mark });
  const audio = {
    answer: item(spoken).transcript, status: spoken.status, audioMs: milliseconds(item(spoken).audio.byteLength), heard: heard.transcript,
  };

  mark = log.length;
  say('say 300 words');
  const { item_id } = await log.next('response.audio.delta', { from: mark });
  speak(speech(600));
  const stopped = (await done(mark)).response;
  client.realtime.send('conversation.item.truncate', { item_id, content_index: 0, audio_end_ms: 100 });
  const truncated = await log.next('conversation.item.truncated', { from: mark });
  speak(silence(700));
  const next = (await done(mark, (event) => event.response.id !== stopped.id)).response;
  client.disconnect();

  return {
    text,
    audio,
    manual,
    call,
    interruption: { status: stopped.status, reason: stopped.status_details.reason, truncatedMs: truncated.audio_end_ms, next: next.status },
  };
});
