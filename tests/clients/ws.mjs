// npm "ws" and nothing else: what a program does that speaks the protocol by hand. Its argument is the form: ga or beta.
import WebSocket from 'ws';
import { Conversation } from './support/conversation.mjs';
import { EventLog } from './support/event-log.mjs';
import * as forms from './support/forms.mjs';
import { gateway } from './support/gateway.mjs';
import { report } from './support/report.mjs';

const [form = 'ga'] = process.argv.slice(2);

await report(async () => {
  const headers = { Authorization: `Bearer ${gateway.key}`, ...(form === 'beta' ? { 'OpenAI-Beta': 'realtime=v1' } : {}) };
  const socket = new WebSocket(`${gateway.ws}/v1/realtime?model=${gateway.model}`, { headers });
  const log = new EventLog();
  socket.on('message', (message) => log.add(JSON.parse(message)));
  socket.on('error', (error) => log.fail(error));
  socket.on('close', (code, reason) => log.fail(new Error(`closed with ${code} ${reason}`)));
  await new Promise((resolve) => socket.once('open', resolve));
  const seen = await new Conversation((event) => socket.send(JSON.stringify(event)), log, forms[form]).hold();
  socket.close(1000);
  return seen;
});
