// npm "@aws-sdk/client-bedrock-runtime" against the simulator of Bedrock: a whole spoken turn, a call, an interruption, and what is refused.
import { BedrockRuntimeClient, InvokeModelWithBidirectionalStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { pieces, silence, speech } from './support/audio.mjs';
import { report } from './support/report.mjs';

const { BEDROCK_URL } = process.env;
const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const PROMPT = 'p1';

const pcm = (rate) => ({ mediaType: 'audio/lpcm', sampleRateHertz: rate, sampleSizeBits: 16, channelCount: 1, audioType: 'SPEECH', encoding: 'base64' });
const text = { mediaType: 'text/plain' };

const begin = ({ voiceId = 'matthew', rate = 24_000 } = {}) => [
  { sessionStart: { inferenceConfiguration: { maxTokens: 1024, topP: 0.9, temperature: 0.7 }, turnDetectionConfiguration: { endpointingSensitivity: 'HIGH' } } },
  {
    promptStart: {
      promptName: PROMPT,
      textOutputConfiguration: text,
      audioOutputConfiguration: { ...pcm(rate), voiceId },
      toolUseOutputConfiguration: { mediaType: 'application/json' },
      toolConfiguration: { tools: [{ toolSpec: { name: 'get_weather', description: 'weather', inputSchema: { json: '{"type":"object"}' } } }], toolChoice: { auto: {} } },
    },
  },
  ...block('sys', 'SYSTEM', 'Be brief.', false),
];
const block = (name, role, content, interactive) => [
  { contentStart: { promptName: PROMPT, contentName: name, type: 'TEXT', interactive, role, textInputConfiguration: text } },
  { textInput: { promptName: PROMPT, contentName: name, content } },
  { contentEnd: { promptName: PROMPT, contentName: name } },
];
const mic = (rate = 24_000) => ({
  contentStart: { promptName: PROMPT, contentName: 'mic', type: 'AUDIO', interactive: true, role: 'USER', audioInputConfiguration: pcm(rate) },
});
const sound = (bytes) => [...pieces(bytes)].map((piece) => ({ audioInput: { promptName: PROMPT, contentName: 'mic', content: piece.toString('base64') } }));
const result = (toolUseId, content) => [
  {
    contentStart: {
      promptName: PROMPT, contentName: 'tr', interactive: false, type: 'TOOL', role: 'TOOL',
      toolResultInputConfiguration: { toolUseId, type: 'TEXT', textInputConfiguration: text },
    },
  },
  { toolResult: { promptName: PROMPT, contentName: 'tr', content } },
  { contentEnd: { promptName: PROMPT, contentName: 'tr' } },
];
const end = [{ contentEnd: { promptName: PROMPT, contentName: 'mic' } }, { promptEnd: { promptName: PROMPT } }, { sessionEnd: {} }];

/** A queue of events that a stream's body gives out until it is ended. */
class Outbox {
  #events = [];
  #wake = () => {};
  #ended = false;

  send(...events) {
    this.#events.push(...events);
    this.#wake();
  }

  end() {
    this.#ended = true;
    this.#wake();
  }

  async *body() {
    for (;;) {
      while (this.#events.length > 0) {
        yield { chunk: { bytes: Buffer.from(JSON.stringify({ event: this.#events.shift() })) } };
      }
      if (this.#ended) {
        return;
      }
      await new Promise((resolve) => { this.#wake = resolve; });
    }
  }
}

async function talk(first, { onEvent = () => {}, credentials = KEYS, modelId = 'amazon.nova-2-sonic-v1:0' } = {}) {
  const client = new BedrockRuntimeClient({ region: 'us-east-1', endpoint: BEDROCK_URL, credentials, maxAttempts: 1 });
  const outbox = new Outbox();
  const events = [];
  outbox.send(...first);
  try {
    const { body } = await client.send(new InvokeModelWithBidirectionalStreamCommand({ modelId, body: outbox.body() }));
    for await (const { chunk } of body) {
      const event = JSON.parse(Buffer.from(chunk.bytes)).event;
      events.push(event);
      onEvent(event, outbox);
    }
    return { events };
  } catch (error) {
    outbox.end();
    return { events, error: error.name, status: error.$metadata?.httpStatusCode, message: error.message };
  } finally {
    client.destroy();
  }
}

const said = (events, stage) => {
  const blocks = new Map(events.flatMap((event) => (event.contentStart ? [[event.contentStart.contentId, event.contentStart]] : [])));
  return events
    .filter((event) => event.textOutput && blocks.get(event.textOutput.contentId).additionalModelFields?.includes(stage))
    .map((event) => [blocks.get(event.textOutput.contentId).role, event.textOutput.content]);
};

async function spokenTurn() {
  const seen = await talk([...begin(), mic(), ...sound(speech(1_200)), ...sound(silence(2_500))], {
    onEvent: (event, outbox) => {
      if (event.completionEnd) {
        outbox.send(...end);
        outbox.end();
      }
    },
  });
  return {
    error: seen.error ?? null,
    heard: said(seen.events, 'FINAL')[0],
    planned: said(seen.events, 'SPECULATIVE').map(([, words]) => words).join(' '),
    audioBytes: seen.events.reduce((sum, event) => sum + (event.audioOutput ? Buffer.from(event.audioOutput.content, 'base64').length : 0), 0),
    names: [...new Set(seen.events.map((event) => Object.keys(event)[0]))],
    tokens: seen.events.filter((event) => event.usageEvent).at(-1).usageEvent.totalTokens,
  };
}

async function call() {
  const seen = await talk([...begin(), mic(), ...sound(silence(100)), ...block('ask', 'USER', 'call get_weather {"city":"Lisbon"}', true)], {
    onEvent: (event, outbox) => {
      if (event.toolUse) {
        outbox.send(...result(event.toolUse.toolUseId, '{"output":"21 degrees"}'));
      } else if (event.contentEnd?.stopReason === 'END_TURN') {
        outbox.send(...end);
        outbox.end();
      }
    },
  });
  const { toolUse } = seen.events.find((event) => event.toolUse);
  return { error: seen.error ?? null, name: toolUse.toolName, arguments: JSON.parse(toolUse.content), answer: said(seen.events, 'SPECULATIVE')[0][1] };
}

async function interruption() {
  let spoke = false;
  const seen = await talk([...begin(), mic(), ...sound(silence(100)), ...block('ask', 'USER', 'say 300 words', true)], {
    onEvent: (event, outbox) => {
      if (event.audioOutput && !spoke) {
        spoke = true;
        outbox.send(...sound(speech(600)), ...sound(silence(2_500)));
      } else if (event.contentEnd?.stopReason === 'END_TURN' && event.contentEnd.type === 'AUDIO') {
        outbox.send(...end);
        outbox.end();
      }
    },
  });
  return {
    error: seen.error ?? null,
    reasons: seen.events.flatMap((event) => (event.contentEnd?.stopReason === 'INTERRUPTED' ? [event.contentEnd.type] : [])),
    marker: seen.events.filter((event) => event.textOutput?.content.includes('interrupted')).map((event) => JSON.parse(event.textOutput.content)),
    next: said(seen.events, 'SPECULATIVE').at(-1)[1],
  };
}

const refused = async (events, options) => {
  const { error, status, message } = await talk(events, options);
  return { error, status, message };
};

await report(async () => ({
  spoken: await spokenTurn(),
  call: await call(),
  interruption: await interruption(),
  badSecret: await refused(begin(), { credentials: { ...KEYS, secretAccessKey: 'wrong' } }),
  badKey: await refused(begin(), { credentials: { ...KEYS, accessKeyId: 'AKIDOTHER' } }),
  missingModel: await refused(begin(), { modelId: 'missing.nova-sonic-v1:0' }),
  wrongRate: await refused([...begin(), mic(44_100)]),
  wrongVoice: await refused(begin({ voiceId: 'alloy' })),
  secondSession: await refused([...begin(), begin()[0]]),
  lateHistory: await refused([...begin(), mic(), ...sound(silence(100)), ...block('late', 'USER', 'hi', false)]),
  missingContentEnd: await refused([...begin(), mic(), ...sound(silence(100)), { promptEnd: { promptName: PROMPT } }]),
  badResult: await refused([...begin(), mic(), ...result('none', 'no json')]),
}));
