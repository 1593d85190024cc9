// The two forms of the protocol: the names that differ, and how the same session is asked for.
const vad = { type: 'server_vad', threshold: 0.5, prefix_padding_ms: 300, silence_duration_ms: 400 };
const transcriber = { model: 'gpt-4o-mini-transcribe' };

export const ga = {
  itemAdded: 'conversation.item.added',
  text: 'response.output_text',
  audio: 'response.output_audio',
  transcript: 'response.output_audio_transcript',
  textPart: 'output_text',
  audioPart: 'output_audio',
  isSession: (session) => session.type === 'realtime' && Array.isArray(session.output_modalities) && session.modalities === undefined,
  response: (modalities) => ({ output_modalities: modalities }),
  session: ({ modalities, detects, tools }) => ({
    type: 'realtime',
    output_modalities: modalities,
    tools,
    audio: { input: { format: { type: 'audio/pcm', rate: 24_000 }, turn_detection: detects ? vad : null, transcription: transcriber } },
  }),
};

export const beta = {
  itemAdded: 'conversation.item.created',
  text: 'response.text',
  audio: 'response.audio',
  transcript: 'response.audio_transcript',
  textPart: 'text',
  audioPart: 'audio',
  isSession: (session) => Array.isArray(session.modalities) && session.output_modalities === undefined && session.audio === undefined,
  response: (modalities) => ({ modalities: modalities.includes('audio') ? ['audio', 'text'] : modalities }),
  session: ({ modalities, detects, tools }) => ({
    modalities: modalities.includes('audio') ? ['audio', 'text'] : modalities,
    tools,
    input_audio_format: 'pcm16',
    output_audio_format: 'pcm16',
    turn_detection: detects ? vad : null,
    input_audio_transcription: transcriber,
  }),
};

export const weather = {
  type: 'function',
  name: 'get_weather',
  description: 'Tells the weather of a city.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
