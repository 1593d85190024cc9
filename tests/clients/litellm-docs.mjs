// What LiteLLM's documentation of its realtime endpoint tells its users to run, in substance: a beta client written by hand.
import WebSocket from 'ws';
import { gateway } from './support/gateway.mjs';
import { report } from './support/report.mjs';

await report(() => new Promise((resolve, reject) => {
  const events = [];
  const socket = new WebSocket(`${gateway.ws}/v1/realtime?model=${gateway.model}`, {
    headers: { 'api-key': gateway.key, 'OpenAI-Beta': 'realtime=v1' },
  });
  socket.on('open', () => socket.send(JSON.stringify({
    type: 'response.create',
    response: { modalities: ['text'], instructions: 'say exactly Happy to assist you.' },
  })));
  socket.on('message', (message) => {
    const event = JSON.parse(message.toString());
    events.push(event);
    if (event.type === 'response.done') {
      socket.removeAllListeners('message');
      socket.close(1000);
    }
  });
  socket.on('error', reject);
  socket.on('close', (code) => resolve({
    code,
    types: events.map((event) => event.type),
    answer: events.filter((event) => event.type === 'response.text.delta').map((event) => event.delta).join(''),
    session: events[0]?.session,
    response: events.find((event) => event.type === 'response.done')?.response,
  }));
}));
