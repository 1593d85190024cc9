// npm "@openai/agents-realtime": an agent whose tools the SDK calls by itself. It reads every event through a strict schema.
import { OpenAIRealtimeWebSocket, RealtimeAgent, RealtimeSession, tool } from '@openai/agents-realtime';
import { z } from 'zod';
import { milliseconds, pieces, silence, speech } from './support/audio.mjs';
import { assert, EventLog } from './support/event-log.mjs';
import { gateway } from './support/gateway.mjs';
import { report } from './support/report.mjs';

await report(async () => {
  const calls = [];
  const weather = tool({
    name: 'get_weather',
    description: 'Tells the weather of a city.',
    parameters: z.object({ city: z.string() }),
    execute: async (input) => {
      calls.push(input);
      return '21 degrees';
    },
  });
  const agent = new RealtimeAgent({ name: 'Greeter', instructions: 'Be brief.', tools: [weather] });
  const transport = new OpenAIRealtimeWebSocket({ url: `${gateway.ws}/v1/realtime?model=${gateway.model}`, model: gateway.model });
  const audio = {
    input: {
      format: { type: 'audio/pcm', rate: 24_000 },
      transcription: { model: 'gpt-4o-mini-transcribe' },
      turnDetection: { type: 'server_vad', silenceDurationMs: 400 },
    },
  };
  const session = new RealtimeSession(agent, { transport, model: gateway.model, tracingDisabled: true, config: { outputModalities: ['text'], audio } });

  const log = new EventLog();
  let interruptions = 0;
  let audioBytes = 0;
  transport.on('*', (event) => log.add(event));
  transport.on('audio', (event) => (audioBytes += event.data.byteLength));
  session.on('audio_interrupted', () => interruptions++);
  session.on('error', (error) => log.fail(new Error(JSON.stringify(error))));

  // What the SDK made of the events: an event that it cannot read leaves no trace here.
  const said = (role) => session.history.findLast((item) => item.type === 'message' && item.role === role);
  const words = (item) => item?.content.map((part) => part.text ?? part.transcript).join('');
  const done = (from, where) => log.next('response.done', { from, where });
  const speak = (...sounds) => {
    for (const piece of pieces(Buffer.concat(sounds))) {
      session.sendAudio(piece.buffer.slice(piece.byteOffset, piece.byteOffset + piece.byteLength));
    }
  };

  await session.connect({ apiKey: gateway.key });

  let mark = log.length;
  session.sendMessage('good morning');
  const written = await done(mark);
  const text = { answer: words(said('assistant')), status: written.response.status };

  mark = log.length;
  session.sendMessage('call get_weather {"city":"Lisbon"}');
  const called = await done(mark);
  await done(mark, (event) => event.response.id !== called.response.id);
  const function_call = session.history.find((item) => item.type === 'function_call');
  assert(function_call?.output === '21 degrees', `the history lacks the call: ${JSON.stringify(session.history)}`);
  const call = { name: function_call.name, arguments: calls[0], answer: words(said('assistant')) };

  mark = log.length;
  transport.updateSessionConfig({ outputModalities: ['audio'], audio });
  await log.next('session.updated', { from: mark });
  mark = log.length;
  speak(speech(1_200), silence(700));
  const spoken = await done(mark);
  const heard = await log.next('conversation.item.input_audio_transcription.completed', { from: mark });
  const turn = { answer: words(said('assistant')), status: spoken.response.status, audioMs: milliseconds(audioBytes), heard: heard.transcript };

  mark = log.length;
  session.sendMessage('say 300 words');
  // Some of it was played by then.
  await log.next('response.output_audio_transcript.delta', { from: mark, where: (event) => event.delta.includes('word5') });

  // Where the words come before the sound, the SDK reckons from the first of the sound.
  await log.next('response.output_audio.delta', { from: mark });
  const playing = log.length;
  await log.next('response.output_audio.delta', { from: playing });
  speak(speech(600));
  const stopped = await done(mark);
  // The SDK truncates by itself, to what it reckons was played.
  const truncated = await log.next('conversation.item.truncated', { from: mark });
  assert(interruptions > 0, 'the SDK did not notice the interruption');
  speak(silence(700));
  const next = await done(mark, (event) => event.response.id !== stopped.response.id);
  session.close();

  return {
    text,
    audio: turn,
    call,
    interruption: {
      status: stopped.response.status,
      reason: stopped.response.status_details.reason,
      truncatedMs: truncated.audio_end_ms,
      next: next.response.status,
    },
  };
});
