// npm "openai" on every provider: what the conversation of the other scripts leaves out. Arguments: the simulator's name of the provider, and the
// fault by which its connection is lost between two turns.
import net from 'node:net';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { assert, assertOrder, EventLog } from './support/event-log.mjs';
import { ga, weather } from './support/forms.mjs';
import { gateway } from './support/gateway.mjs';
import { report } from './support/report.mjs';

const [provider, fault] = process.argv.slice(2);
const { SIMULATOR_URL } = process.env;
const clock = { type: 'function', name: 'get_time', description: 'Tells the time.', parameters: { type: 'object', properties: {} } };
const picture = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

await report(async () => {
  const client = new OpenAI({ apiKey: gateway.key, baseURL: `https://${gateway.host}:${gateway.port}/v1` });
  const options = { createConnection: () => net.connect({ host: gateway.host, port: gateway.port }) };
  const realtime = new OpenAIRealtimeWS({ model: gateway.model, options }, client);
  const log = new EventLog();
  realtime.on('event', (event) => log.add(event));
  // An error event is in the log too; whoever waits for another decides what it means.
  realtime.on('error', () => {});
  const send = (event) => realtime.send(event);
  const item = (content) => send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
  const say = (text) => item([{ type: 'input_text', text }]);
  const configure = async (session) => {
    const mark = log.length;
    send({ type: 'session.update', session });
    return (await log.next('session.updated', { from: mark })).session;
  };
  const answer = async () => {
    const mark = log.length;
    send({ type: 'response.create' });
    const { response } = await log.next('response.done', { from: mark });
    assert(response.status === 'completed', `not completed: ${JSON.stringify(response)}`);
    return response;
  };
  const ask = async (text) => {
    say(text);
    return (await answer()).output[0].content[0].text;
  };

  await log.next('session.created');
  await configure(ga.session({ modalities: ['text'], detects: false, tools: [weather, clock] }));

  say('call get_weather {"city":"Oslo"} then get_time {}');
  const calls = (await answer()).output;
  const outputs = ['rain', 'noon'];
  calls.forEach(({ call_id }, index) => send({ type: 'conversation.item.create', item: { type: 'function_call_output', call_id, output: outputs[index] } }));
  const both = (await answer()).output[0].content[0].text;

  let mark = log.length;
  say('say 300 words');
  send({ type: 'response.create' });
  await log.next('response.output_text.delta', { from: mark });
  send({ type: 'response.cancel' });
  const cancelled = (await log.next('response.done', { from: mark })).response;
  assertOrder(log.since(mark), ['response.created', 'response.output_text.delta', 'response.output_text.done', 'response.output_item.done', 'response.done']);
  const after = await ask('say exactly: after');

  mark = log.length;
  item([{ type: 'input_image', image_url: picture }]);
  let image;
  try {
    await log.next('conversation.item.done', { from: mark });
    image = (await answer()).output[0].content[0].text;
  } catch {
    image = log.since(mark).find((event) => event.type === 'error').error;
    image = { code: image.code, param: image.param };
  }

  await configure({ type: 'realtime', instructions: 'Be a cat.' });
  const instructions = await ask('what are your instructions');

  const turns = [];
  for (let turn = 1; turn <= 10; turn++) {
    turns.push(await ask(`my word ${turn}`));
    if (turn === 5) {
      await fetch(`${SIMULATOR_URL}/simulator/faults`, { method: 'POST', body: JSON.stringify({ fault, scope: 'open', provider }) });
    }
  }

  const remembered = await ask('what did I say 10 turns ago');
  realtime.close();
  return {
    calls: calls.map(({ name, arguments: json }) => [name, JSON.parse(json)]),
    both,
    cancelled: [cancelled.status, cancelled.status_details.reason],
    after,
    image,
    instructions,
    turns,
    remembered,
  };
});
