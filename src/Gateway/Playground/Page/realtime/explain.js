// What happened, and what to do about it, in words. `field` names the setting to go to.

const MICROPHONE = {
  microphone_denied: [
    'The microphone is blocked',
    'Allow it beside the address bar, then choose “Turn microphone on”. You can type in the meantime.',
  ],
  microphone_missing: ['No microphone was found', 'Plug one in, then choose “Turn microphone on”. You can type in the meantime.'],
  microphone_busy: [
    'The microphone could not be started',
    'Another program may be using it. Close it, then choose “Turn microphone on”. You can type in the meantime.',
  ],
  microphone_insecure: [
    'The microphone needs a secure page',
    'Browsers give it to https pages and to localhost only. Open the gateway by one of these to speak; typing works here.',
  ],
  microphone_unsupported: ['This browser gives no microphone to the page', 'Try a current browser to speak; typing works here.'],
  microphone_lost: ['The microphone went away', 'Connect it again and choose “Turn microphone on”. You can type in the meantime.'],
};

const CODES = {
  invalid_api_key: ['The key was not accepted', 'Check the key for a missing or extra character, then start again.', 'key'],
  key_expired: ['The key has expired', 'Ask for a new one, then start again.', 'key'],
  model_not_found: ['This model does not exist here', 'Choose another model from the list.', 'model'],
  missing_required_parameter: ['No model was chosen', 'Choose a model from the list.', 'model'],
  model_not_allowed: ['This key may not use the model', 'Choose another model, or use another key.', 'model'],
  origin_not_allowed: ['This address may not open sessions', 'Open the page at localhost, or let the operator allow this origin.'],
  server_overloaded: ['The gateway is busy', 'Wait a little, then start again.'],
  draining: ['The gateway is restarting', 'Start again in a moment.'],
  not_ready: ['The gateway is still starting', 'Start again in a moment.'],
  budget_exceeded: ['The budget of this key is used up', 'Ask the operator for more, or use another key.', 'key'],
  rate_limit_exceeded: ['Too many requests', 'Wait a moment, then start again.'],
  insufficient_quota: ['The provider’s quota is used up', 'Ask the operator, or choose another model.', 'model'],
  session_expired: ['The session reached its longest duration', 'Start again to go on; the model begins afresh.'],
};

const CLOSES = {
  1001: ['The gateway ended the session', 'It reached its time limit or the gateway is stopping. Start again to go on.'],
  1006: ['The connection broke off', 'Check your network and whether the gateway still runs, then start again.'],
  1008: ['The gateway refused the session', 'Check the key and that it may use this model.', 'key'],
  1009: ['A message was too large', 'Send something shorter, then start again.'],
  1011: ['The model’s provider failed', 'Start again, or choose another model. The gateway’s log says more.', 'model'],
  1012: ['The gateway is restarting', 'Start again in a moment.'],
  1013: ['The gateway is busy', 'No session is free at the moment. Wait a little, then start again.'],
  3000: ['The key was not accepted', 'Check the key, then start again.', 'key'],
  4000: ['The provider ended the session', 'The reason stands in the event log. Start again, or choose another model.', 'model'],
};

/** Errors that answer something the page did too late; they need no attention. */
const HARMLESS = /^(response_cancel_not_active|item_truncate_.*)$/;

export function explainMicrophone(reason) {
  return note(MICROPHONE[reason] ?? MICROPHONE.microphone_unsupported);
}

/** What `GET /v1/models` said; null when all is well. */
export function explainModels({ status, models }, key) {
  if (status === 0) {
    return note(['The gateway cannot be reached', 'Check that it runs and your network, then reload this page.']);
  }

  if (status === 401) {
    return note(key ? CODES.invalid_api_key : ['A key is needed', 'This gateway asks for a key. Enter yours to begin.', 'key']);
  }

  if (status === 403) {
    return note(CODES.origin_not_allowed);
  }

  if (status !== 200) {
    return note(['The models could not be listed', `The gateway answered with status ${status}. Its log says more.`]);
  }

  return models.length > 0 ? null : note(['This key may use no model', 'Add a model to the gateway’s configuration, or use another key.', 'key']);
}

export function explainKey() {
  return note(['The key cannot be sent from a browser', 'It holds a space or a sign that is not allowed there. Check that it was copied whole.', 'key']);
}

/** Why a session ended or never began; null when the user ended it. `probe` is the answer of the models' list, where it was asked. */
export function explainClose({ code, reason, created, error, timedOut }, probe) {
  if (code === 1000) {
    return error ? explainError(error) : created ? note(['The session has ended', 'Start again to go on.']) : null;
  }

  if (timedOut) {
    return note(['The model did not answer', 'Its provider may be slow or away. Start again, or choose another model.', 'model']);
  }

  if (!created && code === 1006 && probe && (probe.status === 0 || probe.status === 401)) {
    return explainModels(probe, 'given');
  }

  const known = CODES[error?.code] ?? CLOSES[code] ?? ['The session ended', 'Start again to go on.'];
  const said = sentence(error?.message ?? reason);
  return note([known[0], said ? `${said} ${known[1]}` : known[1], known[2]]);
}

/** An error event in a session that goes on; null when it needs no attention. */
export function explainError(error) {
  if (HARMLESS.test(error?.code ?? '')) {
    return null;
  }

  const known = CODES[error?.code];
  const said = sentence(error?.message);
  const advice = known?.[1] ?? (error?.param?.startsWith('session.') ? 'Change the setting; the session goes on without it.' : 'The session goes on.');
  return note([known?.[0] ?? 'The model refused something', said ? `${said} ${advice}` : advice, known?.[2]]);
}

function note([title, advice, field]) {
  return { title, advice, field };
}

function sentence(text) {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
