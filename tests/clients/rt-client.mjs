// npm "rt-client": Azure's own client of the preview. It reads each response as items and each item as chunks. It ends on event types
// that are younger than itself, among them the deltas of the user's transcript, and has no way to truncate: both are left out.
import { RTClient } from 'rt-client';
import { milliseconds, pieces, silence, speech } from './support/audio.mjs';
import { beta, weather } from './support/forms.mjs';
import { gateway } from './support/gateway.mjs';
import { report } from './support/report.mjs';

async function joined(chunks) {
  const all = [];
  for await (const chunk of chunks) {
    all.push(chunk);
  }
  return all.join('');
}

async function bytes(chunks) {
  let count = 0;
  for await (const chunk of chunks) {
    count += chunk.byteLength;
  }
  return count;
}

/** Reads a response to its end; once its first sound has come the caller may act. */
async function read(response, onSound = () => {}) {
  const seen = { answer: '', audioMs: 0 };
  for await (const item of response) {
    if (item.type === 'function_call') {
      await item.waitForCompletion();
      seen.call = { id: item.callId, name: item.functionName, arguments: item.arguments };
      continue;
    }
    for await (const content of item) {
      if (content.type === 'text') {
        seen.answer += await joined(content.textChunks());
        continue;
      }
      const sound = content.audioChunks();
      const first = await sound.next();
      await onSound(item, content);
      const [transcript, rest] = await Promise.all([joined(content.transcriptChunks()), bytes(sound)]);
      seen.answer += transcript;
      seen.audioMs += milliseconds((first.value?.byteLength ?? 0) + rest);
    }
  }
  return { ...seen, status: response.status, reason: response.statusDetails?.reason };
}

await report(async () => {
  const client = new RTClient(new URL(gateway.ws), { key: gateway.key }, { deployment: gateway.model });
  const configure = (wanted) => client.configure({ ...beta.session(wanted), input_audio_transcription: null });
  const say = (text) => client.sendItem({ type: 'message', role: 'user', content: [{ type: 'input_text', text }] });
  const speak = async (...sounds) => {
    for (const piece of pieces(Buffer.concat(sounds))) {
      await client.sendAudio(new Uint8Array(piece));
    }
  };

  await configure({ modalities: ['text'], detects: false, tools: [weather] });
  await say('good morning');
  const text = await read(await client.generateResponse());

  await say('call get_weather {"city":"Lisbon"}');
  const { call } = await read(await client.generateResponse());
  await client.sendItem({ type: 'function_call_output', call_id: call.id, output: '21 degrees' });
  const { answer } = await read(await client.generateResponse());

  await configure({ modalities: ['audio'], detects: false });
  await speak(speech(800));
  await client.commitAudio();
  const manual = await read(await client.generateResponse());

  await configure({ modalities: ['audio'], detects: true });
  const events = client.events();
  await speak(speech(1_200), silence(700));
  const input = (await events.next()).value;
  const spoken = read((await events.next()).value);
  await input.waitForCompletion();
  const audio = await spoken;

  await say('say 300 words');
  await client.generateResponse();
  const interrupted = await read((await events.next()).value, () => speak(speech(600)));
  await events.next();
  await speak(silence(700));
  const next = await read((await events.next()).value);
  await client.close();

  return {
    text,
    audio,
    manual,
    call: { name: call.name, arguments: JSON.parse(call.arguments), answer },
    interruption: { status: interrupted.status, reason: interrupted.reason, next: next.status },
  };
});
