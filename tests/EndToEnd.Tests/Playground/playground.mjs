// The playground in a real browser against a running gateway that serves a demo model without a key:
//   PLAYGROUND_URL=http://127.0.0.1:4000/ node playground.mjs
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faintTexts, focusIsVisible, namelessControls, structureFaults } from './accessibility.mjs';
import { launch, openPage } from './browser.mjs';

const url = process.env.PLAYGROUND_URL;
assert.ok(url, 'PLAYGROUND_URL must name the page');
const TURN = { timeout: 30_000 };
const LONG_ANSWER = process.env.PLAYGROUND_LONG_ANSWER ?? 'say 60 words';

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

/** Runs a test on a page of its own, and holds the page to having had no problem. */
function scenario(name, run, { prepare, options } = {}) {
  test(name, { timeout: 120_000, ...options }, async () => {
    const page = await openPage(browser.context, url, prepare);
    try {
      await run(page);
      assert.deepEqual(page.problems, []);
    } catch (error) {
      const state = await page.evaluate(() => document.body.innerText).catch(() => '');
      error.message += `\nThe page said:\n${state}`;
      throw error;
    } finally {
      await page.close();
    }
  });
}

const ready = (page) => page.locator('#start:enabled').waitFor();
const phase = (page, name) => page.locator(`.stage[data-phase="${name}"]`).waitFor({ state: 'attached', ...TURN });
const connected = (page) => page.locator('html[data-state="live"]').waitFor({ state: 'attached', ...TURN });
const sent = (page, type) => page.locator('.event.out', { hasText: type });
const text = (page, selector) => page.locator(selector).innerText();

async function type(page, message) {
  await page.fill('#message', message);
  await page.press('#message', 'Enter');
}

async function answered(page, count = 1) {
  await page.locator('.turn.model[data-state="done"]').nth(count - 1).waitFor(TURN);
}

scenario('A first visit finds the demo model chosen and one button to press', async (page) => {
  await ready(page);
  assert.match(await page.inputValue('#model'), /demo/i);
  assert.match(await text(page, '#start'), /Start talking/);
  assert.equal(await text(page, '#status'), 'Not connected');
});

scenario('A spoken turn is heard, transcribed, answered aloud and timed', async (page) => {
  await ready(page);
  await page.click('#start');
  await connected(page);
  await page.locator('.turn.user').first().waitFor(TURN);
  await phase(page, 'speaking');
  // What is played is sound and not silence.
  await page.waitForFunction(() => Number(document.getElementById('meter-model').getAttribute('aria-valuenow')) > 20, null, TURN);
  await answered(page);
  await phase(page, 'listening');
  assert.ok(Number(await page.getAttribute('.stage', 'data-played-samples')) > 12_000);
  assert.match(await text(page, '#stat-last'), /^\d+ ms$/);
  assert.match(await text(page, '.turn.model .facts'), /^\d+ ms to first audio/);
  assert.ok((await text(page, '.turn.model .said')).length > 5);
  await page.locator('.turn.user[data-state="done"]').first().waitFor(TURN);
  assert.match(await text(page, '.turn.user .said'), /\w/);
  for (const event of ['session.update', 'input_audio_buffer.append']) {
    assert.ok((await sent(page, event).count()) > 0, event);
  }
});

scenario('A typed message begins a call of its own and is answered aloud', async (page) => {
  await ready(page);
  await type(page, 'Good morning');
  await answered(page);
  assert.match(await text(page, '.turn.user .said'), /Good morning/);
  assert.match(await text(page, '.turn.model .facts'), /ms to first audio/);
  assert.equal(await text(page, '#mute'), 'Turn microphone on');
  assert.equal(await sent(page, 'input_audio_buffer.append').count(), 0);
  await phase(page, 'listening');
  await type(page, 'And another');
  await answered(page, 2);
  assert.equal(await text(page, '#stat-count'), '2');
});

scenario('Escape stops the answer at once and tells the server how much was heard', async (page) => {
  await ready(page);
  await type(page, LONG_ANSWER);
  await phase(page, 'speaking');
  await page.waitForTimeout(600);
  await page.keyboard.press('Escape');
  const row = sent(page, 'conversation.item.truncate');
  await row.waitFor(TURN);
  await row.locator('summary').click();
  // The page writes the event's text when the row has opened, which is a moment after the click.
  const written = row.locator('pre', { hasText: 'audio_end_ms' });
  await written.waitFor(TURN);
  const heard = JSON.parse(await written.innerText()).audio_end_ms;
  assert.ok(heard > 100 && heard < 5000, `${heard}`);
  await page.locator('.turn.model[data-state="interrupted"]').waitFor(TURN);
  assert.match(await text(page, '.turn.model .facts'), /Interrupted after \d\.\d s/);
  await phase(page, 'listening');
  await page.waitForFunction(() => document.getElementById('meter-model').getAttribute('aria-valuenow') === '0');
  assert.equal(await page.isVisible('#notice'), false);
});

scenario('Speaking interrupts the answer', async (page) => {
  await ready(page);
  await page.click('#start');
  await connected(page);
  // The answer is asked for in the silence after the recording's burst, so that the next burst falls into it.
  await page.locator('.event.in', { hasText: 'speech_stopped' }).first().waitFor(TURN);
  await phase(page, 'listening');
  await type(page, LONG_ANSWER);
  await phase(page, 'speaking');
  await page.locator('.turn.model[data-state="interrupted"]').waitFor(TURN);
  assert.ok((await sent(page, 'conversation.item.truncate').count()) > 0);
  assert.equal(await page.isVisible('#notice'), false);
});

scenario('A muted microphone sends silence for a moment, then nothing', async (page) => {
  await ready(page);
  const frames = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => frames.push({ at: Date.now(), event: JSON.parse(payload) })));
  await page.click('#start');
  await connected(page);
  await sent(page, 'input_audio_buffer.append').first().waitFor(TURN);
  await page.click('#mute');
  assert.equal(await text(page, '#mute'), 'Unmute');
  const muted = Date.now();
  const audio = (since) => frames.filter(({ at, event }) => at > since && event.type === 'input_audio_buffer.append');
  const until = async (what, holds) => {
    for (const end = Date.now() + TURN.timeout; !holds(); await page.waitForTimeout(50)) {
      assert.ok(Date.now() < end, what);
    }
  };
  const silent = ({ event }) => /^A*=*$/.test(event.audio);
  await until('silence is sent', () => audio(muted + 1000).some(silent));
  await until('then nothing is', () => Date.now() - frames.at(-1).at > 1000);
  assert.ok(audio(muted + 1000).every(silent));
  await page.click('#mute');
  const open = Date.now();
  await until('the microphone is heard again', () => audio(open).length > 5);
});

scenario('Ending a call gives the page back', async (page) => {
  await ready(page);
  await page.click('#start');
  await connected(page);
  await page.click('#start');
  await page.locator('html[data-state="idle"]').waitFor({ state: 'attached' });
  assert.equal(await text(page, '#status'), 'Not connected');
  assert.equal(await page.isVisible('#notice'), false);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'start');
});

scenario('Events can be filtered by type, direction and sound', async (page) => {
  await ready(page);
  await type(page, 'Hello');
  await answered(page);
  await page.fill('#events-filter', 'session.');
  const visible = () => page.locator('.event:visible .type').allInnerTexts();
  assert.ok((await visible()).length >= 3);
  assert.ok((await visible()).every((name) => name.startsWith('session.')));
  await page.selectOption('#events-direction', 'out');
  assert.deepEqual(await visible(), ['session.update']);
  await page.fill('#events-filter', '');
  await page.selectOption('#events-direction', '');
  assert.ok((await visible()).includes('response.output_audio.delta'));
  await page.uncheck('#events-audio');
  assert.ok(!(await visible()).includes('response.output_audio.delta'));
  await page.click('#events-clear');
  assert.equal(await page.locator('.event').count(), 0);
});

scenario('The keyboard alone is enough for a whole call', async (page) => {
  await ready(page);
  const stops = [];
  for (let i = 0; i < 30 && stops.at(-1) !== 'start'; i++) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate(() => document.activeElement.id || document.activeElement.tagName.toLowerCase()));
    assert.ok(await focusIsVisible(page), stops.at(-1));
  }

  assert.deepEqual(stops.filter((id) => ['model', 'key', 'start'].includes(id)), ['model', 'key', 'start']);
  await page.keyboard.press('Enter');
  await connected(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'start');
  for (let i = 0; i < 6 && (await page.evaluate(() => document.activeElement.id)) !== 'message'; i++) {
    await page.keyboard.press('Tab');
  }

  await page.keyboard.type('By hand');
  await page.keyboard.press('Enter');
  await page.locator('.turn.user', { hasText: 'By hand' }).waitFor(TURN);
  await answered(page);
  await page.focus('#start');
  await page.keyboard.press('Space');
  await page.locator('html[data-state="idle"]').waitFor({ state: 'attached' });
});

scenario('A phone shows everything without scrolling sideways, with targets for a thumb', async (page) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.reload();
  await ready(page);
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  const small = () => page.evaluate(() =>
    [...document.querySelectorAll('main button, main select, main textarea, main input:not([type=checkbox])')]
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 36)
      .map((element) => element.id));
  assert.ok(await fits());
  assert.deepEqual(await small(), []);
  const button = await page.locator('#start').boundingBox();
  assert.ok(button.y + button.height < 740, 'the button is seen at once');
  await page.click('#start');
  await connected(page);
  await type(page, `A message with ${'averylongword'.repeat(12)}`);
  await answered(page);
  assert.ok(await fits());
  assert.deepEqual(await small(), []);
});

for (const colorScheme of ['light', 'dark']) {
  scenario(`Names, structure and contrast hold in the ${colorScheme} scheme`, async (page) => {
    await page.emulateMedia({ colorScheme });
    await ready(page);
    const check = async () => {
      const { count, nameless } = await namelessControls(page);
      assert.ok(count > 10, `${count}`);
      assert.deepEqual(nameless, []);
      assert.deepEqual(await structureFaults(page), []);
      assert.deepEqual(await faintTexts(page), []);
    };
    await check();
    await page.click('#start');
    await connected(page);
    await type(page, 'Hello');
    await answered(page);
    await check();
  });
}

scenario('Reduced motion stills every animation', async (page) => {
  await ready(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(() => { document.documentElement.dataset.state = 'connecting'; });
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
});

await import('./failures.mjs');
