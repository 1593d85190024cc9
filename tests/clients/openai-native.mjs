// npm "openai", its class on the platform's own WebSocket, with the key in a subprotocol as in a browser.
import OpenAI from 'openai';
import { OpenAIRealtimeWebSocket } from 'openai/realtime/websocket';
import { WebSocket } from 'undici';
import { Conversation } from './support/conversation.mjs';
import { EventLog } from './support/event-log.mjs';
import { ga } from './support/forms.mjs';
import { gateway } from './support/gateway.mjs';
import { report } from './support/report.mjs';
import { secured } from './support/secured.mjs';

// Node has one of its own from version 22 on, which is this one.
globalThis.WebSocket ??= WebSocket;

await report(async () => {
  const client = new OpenAI({ apiKey: gateway.key, baseURL: `https://localhost:${await secured(gateway)}/v1`, dangerouslyAllowBrowser: true });
  const realtime = new OpenAIRealtimeWebSocket({ model: gateway.model, dangerouslyAllowBrowser: true }, client);
  const log = new EventLog();
  realtime.on('event', (event) => log.add(event));
  realtime.on('error', (error) => log.fail(error));
  await new Promise((resolve) => realtime.socket.addEventListener('open', resolve, { once: true }));
  const seen = await new Conversation((event) => realtime.send(event), log, ga).hold();
  const { protocol } = realtime.socket;
  realtime.close();
  return { ...seen, protocol };
});
