// npm "@google/genai" against the simulated Live API itself: a turn in writing, a spoken turn, a function call, an interruption, resumption.
import { GoogleGenAI, Modality } from '@google/genai';
import { pieces, silence, speech } from './support/audio.mjs';
import { report } from './support/report.mjs';

const [, , mode] = process.argv;
const url = process.env.SIMULATOR_URL;
const model = mode === 'vertex' ? 'gemini-live-2.5-flash-native-audio' : 'gemini-3.8-live';
const ai =
  mode === 'vertex'
    ? new GoogleGenAI({
        vertexai: true,
        project: 'p1',
        location: 'us-central1',
        httpOptions: { baseUrl: url, apiVersion: 'v1' },
        googleAuthOptions: { authClient: { getRequestHeaders: async () => new Headers({ Authorization: 'Bearer T' }) } },
      })
    : new GoogleGenAI({ apiKey: 'k-0123456789', httpOptions: { baseUrl: url, apiVersion: 'v1beta' } });

class Talk {
  messages = [];
  #waiting = [];

  static async open(config) {
    const talk = new Talk();
    talk.closed = new Promise((resolve) => (talk.onclosed = resolve));
    talk.session = await ai.live.connect({
      model,
      config: { responseModalities: [Modality.AUDIO], outputAudioTranscription: {}, inputAudioTranscription: {}, sessionResumption: {}, ...config },
      callbacks: {
        onmessage: (message) => talk.#take(message),
        onclose: (event) => talk.onclosed({ code: event.code, reason: String(event.reason) }),
        onerror: () => {},
      },
    });
    return talk;
  }

  #take(message) {
    this.messages.push(message);
    this.#waiting = this.#waiting.filter((wait) => !wait(message));
  }

  until(found) {
    const seen = this.messages.find(found);
    return seen ? Promise.resolve(seen) : new Promise((resolve) => this.#waiting.push((message) => found(message) && (resolve(message), true)));
  }

  async turn() {
    const last = await this.until((message) => message.serverContent?.turnComplete);
    const all = this.messages.splice(0, this.messages.indexOf(last) + 1);
    const of = (pick) => all.map(pick).filter(Boolean);
    return {
      said: of((message) => message.serverContent?.outputTranscription?.text).join(''),
      heard: of((message) => message.serverContent?.inputTranscription?.text).join(''),
      audioBytes: of((message) => message.serverContent?.modelTurn?.parts).flat().reduce((sum, part) => sum + Buffer.from(part.inlineData.data, 'base64').length, 0),
      interrupted: all.some((message) => message.serverContent?.interrupted),
      total: last.usageMetadata.totalTokenCount,
      sum: last.usageMetadata.promptTokenCount + last.usageMetadata.responseTokenCount,
    };
  }

  write(text) {
    this.session.sendClientContent({ turns: [{ role: 'user', parts: [{ text }] }], turnComplete: true });
  }

  speak(sound) {
    for (const piece of pieces(sound)) {
      this.session.sendRealtimeInput({ audio: { data: piece.toString('base64'), mimeType: 'audio/pcm;rate=24000' } });
    }
  }
}

await report(async () => {
  const talk = await Talk.open({
    tools: [{ functionDeclarations: [{ name: 'get_weather', description: 'the weather', parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } } } }] }],
  });
  talk.write('good morning');
  const text = await talk.turn();
  talk.speak(Buffer.concat([silence(200), speech(1200), silence(900)]));
  const spoken = await talk.turn();
  talk.write('call get_weather {"city":"Lisbon"}');
  const call = (await talk.until((message) => message.toolCall)).toolCall.functionCalls[0];
  talk.session.sendToolResponse({ functionResponses: [{ id: call.id, name: call.name, response: { output: '21 degrees' } }] });
  const tool = await talk.turn();
  talk.write('say 200 words');
  await talk.until((message) => message.serverContent?.modelTurn);
  talk.speak(Buffer.concat([speech(600), silence(900)]));
  const interruption = await talk.turn();
  await talk.turn();
  const { newHandle } = (await talk.until((message) => message.sessionResumptionUpdate?.resumable)).sessionResumptionUpdate;
  talk.session.close();

  const again = await Talk.open({ sessionResumption: { handle: newHandle } });
  again.write('repeat turn 1');
  const resumed = await again.turn();
  again.session.close();
  return { text, spoken, call: { name: call.name, args: call.args }, tool, interruption, resumed };
});
