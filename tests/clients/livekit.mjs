// npm "@livekit/agents-plugin-openai": a model of LiveKit's agents. Its argument is how it connects: openai, azure or azure-preview.
import { initializeLogger, llm } from '@livekit/agents';
import { realtime } from '@livekit/agents-plugin-openai';
import { AudioFrame } from '@livekit/rtc-node';
import { z } from 'zod';
import { milliseconds, pieces, RATE, silence, speech } from './support/audio.mjs';
import { EventLog } from './support/event-log.mjs';
import { gateway } from './support/gateway.mjs';
import { report } from './support/report.mjs';

const [how = 'openai'] = process.argv.slice(2);
const turnDetection = { type: 'server_vad', threshold: 0.5, prefix_padding_ms: 300, silence_duration_ms: 400, create_response: true, interrupt_response: true };
// A voice that every provider has; the plugin's own default is not known to older deployments.
const options = { apiKey: gateway.key, voice: 'alloy', turnDetection, inputAudioTranscription: { model: 'gpt-4o-mini-transcribe' } };

function model() {
  switch (how) {
    case 'openai':
      return new realtime.RealtimeModel({ ...options, baseURL: `${gateway.http}/v1`, model: gateway.model });
    case 'azure':
      return realtime.RealtimeModel.withAzure({ ...options, azureEndpoint: gateway.http, azureDeployment: gateway.model });
    case 'azure-preview':
      return realtime.RealtimeModel.withAzure({
        ...options, azureEndpoint: gateway.http, azureDeployment: gateway.model, apiVersion: '2024-10-01-preview',
      });
    default:
      throw new Error(`there is no way ${how}`);
  }
}

/** Everything that a stream gives. */
async function all(stream) {
  const items = [];
  for await (const item of stream) {
    items.push(item);
  }
  return items;
}

/** What the plugin made of a response, read to its end. */
async function read(generation) {
  const calls = all(generation.functionStream);
  const messages = [];
  for await (const message of generation.messageStream) {
    const [words, frames] = await Promise.all([all(message.textStream), all(message.audioStream)]);
    const samples = frames.reduce((sum, frame) => sum + frame.samplesPerChannel, 0);
    messages.push({ id: message.messageId, answer: words.map((word) => word.text ?? word).join(''), audioMs: milliseconds(samples * 2) });
  }
  return { messages, calls: await calls };
}

await report(async () => {
  initializeLogger({ pretty: false, level: 'fatal' });
  const session = model().session();
  const log = new EventLog();
  const generations = [];
  session.on('openai_server_event_received', (event) => log.add(event));
  session.on('error', (error) => log.fail(error.error ?? error));
  session.on('generation_created', (generation) => generations.push(generation));
  session.on('input_audio_transcription_completed', (event) => log.add({ ...event, type: 'livekit.transcript' }));

  const say = async (item) => {
    const context = session.chatCtx.copy();
    context.insert(item);
    await session.updateChatCtx(context);
  };
  const user = (text) => llm.ChatMessage.create({ role: 'user', content: [text] });
  const speak = (...sounds) => {
    for (const piece of pieces(Buffer.concat(sounds))) {
      const samples = new Int16Array(piece.buffer.slice(piece.byteOffset, piece.byteOffset + piece.byteLength));
      session.pushAudio(new AudioFrame(samples, RATE, 1, samples.length));
    }
  };
  const done = (from, where) => log.next('response.done', { from, where });

  let mark = log.length;
  await say(user('good morning'));
  const written = await read(await session.generateReply());
  const text = { answer: written.messages[0].answer, status: (await done(mark)).response.status };

  const tools = [llm.tool({ name: 'get_weather', description: 'Tells the weather.', parameters: z.object({ city: z.string() }), execute: async () => '' })];
  await session.updateTools(new llm.ToolContext(tools));
  mark = log.length;
  await say(user('call get_weather {"city":"Lisbon"}'));
  const [called] = (await read(await session.generateReply())).calls;
  await say(llm.FunctionCallOutput.create({ callId: called.callId, name: called.name, output: '21 degrees', isError: false }));
  const answered = await read(await session.generateReply());
  const call = { name: called.name, arguments: JSON.parse(called.args), answer: answered.messages[0].answer };

  mark = log.length;
  let made = generations.length;
  speak(speech(1_200), silence(700));
  const spoken = await done(mark);
  const [echo] = (await read(generations[made])).messages;
  const heard = await log.next('livekit.transcript', { from: mark, where: (event) => event.isFinal });
  const audio = { ...echo, status: spoken.response.status, heard: heard.transcript };

  mark = log.length;
  await say(user('say 300 words'));
  const long = await session.generateReply();
  const reading = read(long);
  await log.next(how === 'azure-preview' ? 'response.audio.delta' : 'response.output_audio.delta', { from: mark });
  made = generations.length;
  speak(speech(600));
  const stopped = await done(mark);
  const [cut] = (await reading).messages;
  await session.truncate({ messageId: cut.id, audioEndMs: 100, modalities: ['audio'] });
  const truncated = await log.next('conversation.item.truncated', { from: mark });
  speak(silence(700));
  const next = await done(mark, (event) => event.response.id !== stopped.response.id);
  await session.close();

  return {
    text,
    audio,
    call,
    interruption: {
      status: stopped.response.status,
      reason: stopped.response.status_details.reason,
      truncatedMs: truncated.audio_end_ms,
      next: next.response.status,
    },
  };
});
