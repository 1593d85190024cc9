import { RATE, byteLength, durationMs } from '../audio/pcm.js';

const FORMAT = { type: 'audio/pcm', rate: RATE };
const TEXT_LIMIT = 2000;

/** What a new session is told. Empty settings are left to the model. */
export function sessionOf(settings) {
  const session = {
    type: 'realtime',
    output_modalities: [settings.output],
    audio: {
      input: {
        format: FORMAT,
        turn_detection: settings.turns === 'manual' ? null : { type: settings.turns },
        transcription: settings.transcription ? { model: settings.transcription } : null,
      },
      output: { format: FORMAT },
    },
  };
  if (settings.voice) {
    session.audio.output.voice = settings.voice;
  }

  if (settings.instructions) {
    session.instructions = settings.instructions;
  }

  return session;
}

/** What a running session is told when settings change: everything but what is fixed after the first sound. */
export function sessionChangeOf(settings) {
  const session = sessionOf(settings);
  session.instructions = settings.instructions;
  delete session.audio.output;
  delete session.audio.input.format;
  return session;
}

export function userMessage(id, text) {
  return { type: 'conversation.item.create', item: { id, type: 'message', role: 'user', content: [{ type: 'input_text', text }] } };
}

/** An id for an item; the protocol allows 32 characters. */
export function newItemId() {
  return `item_${crypto.getRandomValues(new Uint32Array(3)).reduce((id, part) => id + part.toString(36).padStart(7, '0'), '')}`;
}

/** Whether an event comes so often that the log shows many as one. */
export function isBulk(type) {
  return type === 'input_audio_buffer.append' || type.endsWith('.delta');
}

/** Whether an event carries sound. */
export function isAudio(type) {
  return type === 'input_audio_buffer.append' || type === 'response.output_audio.delta';
}

/** How many bytes of sound an event carries. */
export function audioBytes(event) {
  return isAudio(event.type) ? byteLength(event.audio ?? event.delta ?? '') : 0;
}

/** A copy of an event that is small enough to be kept and read: sound by its length, long texts by their beginning. */
export function abbreviate(event) {
  const audio = audioBytes(event);
  return JSON.parse(
    JSON.stringify(event, (name, value) => {
      if (typeof value !== 'string') {
        return value;
      }

      if (name === 'audio' || (name === 'delta' && audio > 0)) {
        const bytes = byteLength(value);
        return `(${bytes.toLocaleString('en')} bytes, ${durationMs(bytes)} ms)`;
      }

      return value.length > TEXT_LIMIT ? `${value.slice(0, TEXT_LIMIT)}… (${value.length.toLocaleString('en')} characters)` : value;
    }),
  );
}
