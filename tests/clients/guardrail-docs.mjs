// What LiteLLM's documentation tells of a session that a guardrail blocks when it opens: accepted, told, closed.
import WebSocket from 'ws';
import { gateway } from './support/gateway.mjs';
import { report } from './support/report.mjs';

await report(() => new Promise((resolve, reject) => {
  const events = [];
  const socket = new WebSocket(`${gateway.ws}/v1/realtime?model=${gateway.model}&guardrails=away`, {
    headers: { Authorization: `Bearer ${gateway.key}` },
  });
  socket.on('message', (message) => events.push(JSON.parse(message.toString())));
  socket.on('error', reject);
  socket.on('close', (code) => resolve({ code, events }));
}));
