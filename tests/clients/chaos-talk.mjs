// npm "openai", its class on the package "ws": clients in conversation that hold every answer to the letter, and now and then ask what they
// said a turn earlier. A line for each whole turn; ends when its input ends.
//   node chaos-talk.mjs CLIENTS WORDS [PAUSE, in milliseconds], with GATEWAYS (host:port, ...), GATEWAY_KEY and MODEL
import net from 'node:net';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';

const [clients, words, pause = 0] = process.argv.slice(2).map(Number);
const gateways = process.env.GATEWAYS.split(',');
const tell = (line) => console.log(JSON.stringify(line));
let isOver = false;

class Talk {
  #realtime;
  #name;
  #turn = 0;
  #said = '';
  #before = '';
  #answer = '';
  #cuts = 0;

  constructor(number) {
    const [host, port] = gateways[number % gateways.length].split(':');
    this.#name = `n${number}`;
    const client = new OpenAI({ apiKey: process.env.GATEWAY_KEY, baseURL: `https://${host}:${port}/v1` });
    // The class always asks for wss; the gateway under test has no certificate, so that the connection is given to it.
    const options = { createConnection: () => net.connect({ host, port: Number(port) }) };
    this.#realtime = new OpenAIRealtimeWS({ model: process.env.MODEL, options }, client);
    this.#realtime.on('session.created', () => this.#say());
    this.#realtime.on('response.created', () => { this.#answer = ''; });
    this.#realtime.on('response.output_text.delta', (event) => { this.#answer += event.delta; });
    this.#realtime.on('response.done', (event) => this.#done(event.response));
    this.#realtime.on('error', (error) => this.#fault(`error: ${error.message}`));
    this.#realtime.socket.on('close', (code) => isOver || this.#fault(`closed with ${code}`));
  }

  #say() {
    const first = this.#turn * words;
    const asksBack = this.#turn % 3 === 2;
    this.#said = asksBack ? 'what did I say 1 turns ago' : `say exactly ${this.#name} ${Array.from({ length: words }, (_, at) => first + at).join(' ')}`;
    this.#realtime.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: this.#said }] } });
    this.#realtime.send({ type: 'response.create', response: { output_modalities: ['text'] } });
  }

  #done(response) {
    if (response.status_details?.error?.code === 'upstream_lost') {
      this.#cuts++;
      return;
    }

    const expected = this.#said.startsWith('say exactly ') ? this.#said.slice('say exactly '.length) : this.#before;
    const heard = response.output[0]?.content?.[0]?.text;
    if (response.status !== 'completed' || this.#answer !== expected || heard !== expected) {
      this.#fault(`turn ${this.#turn}: ${response.status}, asked '${this.#said}', heard '${this.#answer}'`);
    }

    this.#before = this.#said;
    this.#turn++;
    tell({ client: this.#name, turns: this.#turn, cuts: this.#cuts });
    setTimeout(() => isOver || this.#say(), pause);
  }

  #fault(fault) {
    tell({ client: this.#name, fault });
  }
}

for (let number = 0; number < clients; number++) {
  new Talk(number);
}

process.stdin.on('end', () => { isOver = true; process.exit(0); });
process.stdin.resume();
