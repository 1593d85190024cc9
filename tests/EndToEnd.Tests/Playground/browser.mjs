// A headless Chromium whose microphone plays a recording: a burst of speech-like tone, then silence, again and again.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(new URL('../../clients/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const RATE = 48000;

/** Seconds of silence before the burst, of the burst, and of silence after it. */
export const RECORDING = { before: 1.5, speech: 1.2, after: 6.3 };

/** Starts a browser with a profile of its own; `microphone: 'deny'` refuses the microphone. */
export async function launch({ microphone = 'allow' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'playground-'));
  const recording = join(folder, 'speech.wav');
  writeFileSync(recording, wave());
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1360, height: 820 },
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--autoplay-policy=user-gesture-required',
      microphone === 'deny' ? '--use-fake-ui-for-media-stream=deny' : '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${recording}`,
    ],
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A page that keeps what went wrong in it. */
export async function openPage(context, url, prepare) {
  const page = await context.newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(`${error}`));
  page.on('console', (message) => {
    // A refused request is a thing that some tests provoke; everything else that is called an error is one.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      page.problems.push(message.text());
    }
  });
  await prepare?.(page);
  await page.goto(url);
  return page;
}

function wave() {
  const { before, speech, after } = RECORDING;
  const count = Math.round((before + speech + after) * RATE);
  const file = Buffer.alloc(44 + 2 * count);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + 2 * count, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(2 * RATE, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(2 * count, 40);
  for (let i = 0; i < count; i++) {
    const at = i / RATE;
    const loud = at >= before && at < before + speech ? 0.5 + 0.5 * Math.abs(Math.sin(2 * Math.PI * 3 * at)) : 0;
    const tone = Math.sin(2 * Math.PI * 180 * at) + 0.5 * Math.sin(2 * Math.PI * 720 * at);
    file.writeInt16LE(Math.round(9000 * loud * tone), 44 + 2 * i);
  }

  return file;
}
