import { Call } from './realtime/call.js';
import { explainModels } from './realtime/explain.js';
import { listModels, preferredModel } from './realtime/models.js';
import { EventLog } from './view/event-log.js';
import { Notice } from './view/notice.js';
import { Settings } from './view/settings.js';
import { Stage } from './view/stage.js';
import { Transcript } from './view/transcript.js';

const $ = (id) => document.getElementById(id);

const settings = new Settings({
  model: $('model'), key: $('key'), instructions: $('instructions'), voice: $('voice'), output: $('output'),
  turns: $('turns'), transcription: $('transcription'),
});
const notice = new Notice({ box: $('notice'), title: $('notice-title'), advice: $('notice-advice'), close: $('notice-close'), returnTo: $('start') });
const transcript = new Transcript($('turns-list'), $('turns-scroll'), $('turns-empty'));
const log = new EventLog({
  list: $('events'), box: $('events-scroll'), empty: $('events-empty'), filter: $('events-filter'),
  direction: $('events-direction'), audio: $('events-audio'), clear: $('events-clear'),
});
const stage = new Stage({
  stage: document.querySelector('.stage'), tape: $('tape'), meterUser: $('meter-user'), meterModel: $('meter-model'), start: $('start'),
  startLabel: $('start-label'), mute: $('mute'), commit: $('commit'), stop: $('stop'), headline: $('headline'),
  headlineHint: $('headline-hint'), statLast: $('stat-last'), statMedian: $('stat-median'), statCount: $('stat-count'),
});

let call = null;
// Whether the message that is shown is about the list of models, and ends with it.
let modelsProblem = false;

function begin(withMicrophone) {
  const current = new Call({ model: settings.model, key: settings.key, settings: settings.session });
  call = current;
  notice.hide();
  settings.markInvalid(null);
  settings.lock(true);
  transcript.clear();
  log.restart();
  stage.begin(current);
  $('status').textContent = 'Connecting';
  listen(current);
  microphoneChanged();
  current.start({ withMicrophone });
  return current;
}

function listen(current) {
  const on = (type, handle) => current.addEventListener(type, ({ detail }) => handle(detail));
  on('phase', (phase) => {
    stage.phase(phase);
    $('status').textContent = phase === 'connecting' ? 'Connecting' : `Connected to ${current.model}`;
  });
  on('microphone', microphoneChanged);
  on('turn', (turn) => {
    transcript.show(turn);
    // Spoken answers are heard; written ones are read out.
    if (turn.role === 'model' && turn.written && turn.state === 'done') {
      announce(`Model: ${turn.text}`);
    }
  });
  on('timed', (milliseconds) => stage.times(milliseconds));
  on('sent', (event) => log.add('out', event));
  on('received', (event) => log.add('in', event));
  on('interrupted', ({ playedMs }) => announce(`Answer stopped after ${(playedMs / 1000).toFixed(1)} seconds`));
  on('notice', show);
  on('ended', ended);
}

function ended(note) {
  const lost = document.activeElement;
  call = null;
  settings.lock(false);
  stage.idle(settings.model);
  $('status').textContent = 'Not connected';
  if (note) {
    show(note);
  }

  // The controls of the call are gone; the way on is the button that starts the next one.
  if (['mute', 'commit', 'stop'].includes(lost?.id)) {
    $('start').focus();
  }
}

function show(note) {
  modelsProblem = false;
  notice.show(note);
  settings.markInvalid(note.field ?? null);
}

function announce(text) {
  $('announcer').textContent = text;
}

function microphoneChanged() {
  stage.microphone({ manual: settings.session.turns === 'manual' });
}

async function loadModels() {
  const answer = await listModels(settings.key);
  const chosen = preferredModel(answer.models, settings.wantedModel);
  settings.showModels(answer.models, chosen);
  const problem = explainModels(answer, settings.key);
  if (call) {
    return;
  }

  stage.idle(chosen);
  if (problem) {
    show(problem);
  } else if (modelsProblem) {
    notice.hide();
  }

  modelsProblem = problem !== null;
}

$('start').addEventListener('click', () => (call ? call.end() : begin(true)));
$('mute').addEventListener('click', async () => {
  if (!call?.hasMicrophone) {
    notice.hide();
    await call?.openMicrophone();
    return;
  }

  call.muted = !call.muted;
  announce(call.muted ? 'Microphone muted' : 'Microphone on');
});
$('commit').addEventListener('click', () => call?.commitSpeech());
$('stop').addEventListener('click', () => call?.interrupt());
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && call && !event.defaultPrevented) {
    call.interrupt();
  }
});

$('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = $('message').value.trim();
  if (text === '' || settings.model === '') {
    $('message').focus();
    return;
  }

  // Typing alone is enough to begin: a call without a microphone.
  (call ?? begin(false)).sendText(text);
  $('message').value = '';
});
$('message').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $('composer').requestSubmit();
  }
});

$('model').addEventListener('change', () => stage.idle(settings.model));
settings.onKey = loadModels;
settings.onChanged = () => {
  call?.change(settings.session);
  microphoneChanged();
};

// Wide pages have room for everything.
$('more').open = matchMedia('(min-width: 720px)').matches;
stage.idle('');
void loadModels();
