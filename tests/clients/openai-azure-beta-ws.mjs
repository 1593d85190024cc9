// npm "openai", its beta class for Azure's preview: /openai/realtime with api-version and deployment.
import net from 'node:net';
import { AzureOpenAI } from 'openai';
import { OpenAIRealtimeWS } from 'openai/beta/realtime/ws';
import { Conversation } from './support/conversation.mjs';
import { EventLog } from './support/event-log.mjs';
import { beta } from './support/forms.mjs';
import { gateway } from './support/gateway.mjs';
import { report } from './support/report.mjs';

await report(async () => {
  const client = new AzureOpenAI({
    endpoint: `https://${gateway.host}:${gateway.port}`, apiKey: gateway.key, apiVersion: '2024-10-01-preview', deployment: gateway.model,
  });
  // The class always asks for wss; the gateway under test has no certificate, so that the connection is given to it.
  const options = { createConnection: () => net.connect({ host: gateway.host, port: gateway.port }) };
  const realtime = await OpenAIRealtimeWS.azure(client, { options });
  const log = new EventLog();
  realtime.on('event', (event) => log.add(event));
  realtime.on('error', (error) => log.fail(error));
  const seen = await new Conversation((event) => realtime.send(event), log, beta).hold();
  realtime.close();
  return seen;
});
