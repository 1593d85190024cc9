/**
 * The conversation as the page shows it, derived from the server's events alone: a list of turns
 * `{ id, role, spoken, text, state, detail, firstAudioMs, after }`.
 * `state` is `listening`, `transcribing`, `answering`, `done`, `interrupted` or `failed`.
 */
export class Conversation {
  #turns = new Map();
  #responses = new Map();

  /** Called with a turn that is new or changed. */
  onTurn = () => {};

  get turns() {
    return [...this.#turns.values()];
  }

  /** A message that was typed here; the server's echo finds it by its id. */
  typed(id, text) {
    this.#change(id, { role: 'user', spoken: false, text, state: 'done' });
  }

  /** Playback of an item was ended after so many milliseconds. */
  interrupted(itemId, playedMs) {
    if (this.#turns.has(itemId)) {
      this.#change(itemId, { state: 'interrupted', detail: `Interrupted after ${(playedMs / 1000).toFixed(1)} s` });
    }
  }

  /** The time to the first piece of a response, to be shown with its first turn. */
  timed(itemId, milliseconds, written) {
    this.#change(itemId, { firstAudioMs: milliseconds, written });
  }

  apply(event) {
    switch (event.type) {
      case 'input_audio_buffer.speech_started':
        return this.#change(event.item_id, { role: 'user', spoken: true, state: 'listening' });
      case 'input_audio_buffer.speech_stopped':
      case 'input_audio_buffer.committed':
        return this.#change(event.item_id, { role: 'user', spoken: true, state: 'transcribing', after: event.previous_item_id });
      case 'conversation.item.added':
      case 'conversation.item.created':
        return this.#added(event.item, event.previous_item_id);
      case 'conversation.item.input_audio_transcription.delta':
        return this.#append(event.item_id, event.delta);
      case 'conversation.item.input_audio_transcription.completed':
        return this.#change(event.item_id, { text: event.transcript.trim(), state: 'done' });
      case 'conversation.item.input_audio_transcription.failed':
        return this.#change(event.item_id, { state: 'done', detail: 'Could not be transcribed' });
      case 'response.output_item.added':
        return this.#answer(event.response_id, event.item);
      case 'response.output_audio_transcript.delta':
      case 'response.output_text.delta':
        return this.#append(event.item_id, event.delta);
      case 'response.output_audio_transcript.done':
        return this.#change(event.item_id, { text: event.transcript });
      case 'response.output_text.done':
        return this.#change(event.item_id, { text: event.text });
      case 'response.function_call_arguments.done':
        return this.#change(event.item_id, { text: `${event.name ?? 'function'}(${event.arguments})` });
      case 'response.done':
        return this.#ended(event.response);
      default:
        return undefined;
    }
  }

  #added(item, after) {
    if (item?.role !== 'user') {
      return;
    }

    const spoken = item.content?.some((part) => part.type === 'input_audio') ?? false;
    const text = item.content?.map((part) => part.text ?? part.transcript ?? '').join(' ').trim();
    const known = this.#turns.get(item.id);
    const change = { role: 'user', spoken, after };
    if (text && !known?.text) {
      change.text = text;
    }

    if (!spoken) {
      change.state = 'done';
    }

    this.#change(item.id, change);
  }

  #answer(responseId, item) {
    if (item?.type !== 'message' && item?.type !== 'function_call') {
      return;
    }

    const ids = this.#responses.get(responseId) ?? [];
    ids.push(item.id);
    this.#responses.set(responseId, ids);
    this.#change(item.id, { role: 'model', spoken: item.type === 'message', call: item.type === 'function_call', state: 'answering' });
  }

  #ended(response) {
    const failed = response.status === 'failed' || response.status === 'incomplete';
    for (const id of this.#responses.get(response.id) ?? []) {
      const turn = this.#turns.get(id);
      if (turn?.state === 'answering') {
        this.#change(id, {
          state: response.status === 'cancelled' ? 'interrupted' : failed ? 'failed' : 'done',
          detail: failed ? failure(response) : turn.detail,
        });
      }
    }

    this.#responses.delete(response.id);
  }

  #append(id, delta) {
    this.#change(id, { text: (this.#turns.get(id)?.text ?? '') + (delta ?? '') });
  }

  #change(id, change) {
    const turn = this.#turns.get(id) ?? { id, role: 'model', spoken: true, text: '', state: 'answering', detail: '', firstAudioMs: null };
    Object.assign(turn, change);
    this.#turns.set(id, turn);
    this.onTurn(turn);
  }
}

function failure(response) {
  const details = response.status_details ?? {};
  return details.error?.message ?? details.error?.code ?? `Ended early: ${details.reason ?? response.status}`;
}
