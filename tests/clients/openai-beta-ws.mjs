// npm "openai", its class for the beta form.
import net from 'node:net';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/beta/realtime/ws';
import { Conversation } from './support/conversation.mjs';
import { EventLog } from './support/event-log.mjs';
import { beta } from './support/forms.mjs';
import { gateway } from './support/gateway.mjs';
import { report } from './support/report.mjs';

await report(async () => {
  const client = new OpenAI({ apiKey: gateway.key, baseURL: `https://${gateway.host}:${gateway.port}/v1` });
  // The class always asks for wss; the gateway under test has no certificate, so that the connection is given to it.
  const options = { createConnection: () => net.connect({ host: gateway.host, port: gateway.port }) };
  const realtime = new OpenAIRealtimeWS({ model: gateway.model, options }, client);
  const log = new EventLog();
  realtime.on('event', (event) => log.add(event));
  realtime.on('error', (error) => log.fail(error));
  const seen = await new Conversation((event) => realtime.send(event), log, beta).hold();
  realtime.close();
  return seen;
});
