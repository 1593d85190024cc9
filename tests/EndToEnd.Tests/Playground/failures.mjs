// What the page says when something goes wrong; the faults are made in the browser, so that any gateway will do.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from './browser.mjs';

const url = process.env.PLAYGROUND_URL;
const KEY = 'sk-secret-of-the-test';

let browser;
let deaf;
before(async () => {
  browser = await launch();
  deaf = await launch({ microphone: 'deny' });
});
after(async () => {
  await browser?.close();
  await deaf?.close();
});

async function on(context, prepare, run) {
  const page = await openPage(context, url, prepare);
  try {
    await run(page);
    assert.deepEqual(page.problems, []);
  } finally {
    await page.close();
  }
}

async function told(page, title, advice) {
  await page.locator('#notice:visible').waitFor({ timeout: 30_000 });
  assert.match(await page.innerText('#notice-title'), title);
  assert.match(await page.innerText('#notice-advice'), advice);
}

async function typingWorks(page) {
  await page.fill('#message', 'Can you read this?');
  await page.press('#message', 'Enter');
  await page.locator('.turn.model[data-state="done"]').waitFor({ timeout: 30_000 });
}

test('A denied microphone is explained, and typing works', { timeout: 120_000 }, () =>
  on(deaf.context, null, async (page) => {
    await page.locator('#start:enabled').click();
    await told(page, /microphone is blocked/, /Allow it.*type/);
    await typingWorks(page);
  }));

test('A page without any microphone or worklet is explained, and typing is answered aloud', { timeout: 120_000 }, () =>
  on(
    browser.context,
    (page) => page.addInitScript(() => {
      Object.defineProperty(navigator, 'mediaDevices', { value: undefined });
      Object.defineProperty(globalThis, 'AudioWorkletNode', { value: undefined });
      Object.defineProperty(globalThis, 'isSecureContext', { value: false });
    }),
    async (page) => {
      await page.locator('#start:enabled').click();
      await told(page, /needs a secure page/, /https/);
      await typingWorks(page);
      await page.locator('.stage[data-phase="listening"]').waitFor({ timeout: 30_000 });
      assert.ok(Number(await page.getAttribute('.stage', 'data-played-samples')) > 2400);
    },
  ));

for (const [code, title, advice] of [
  [1008, /refused/, /Check the key/],
  [1011, /provider failed/, /another model/],
  [1012, /restarting/, /in a moment/],
  [1013, /busy/, /Wait/],
]) {
  test(`A connection closed with ${code} is explained and can be begun again`, { timeout: 120_000 }, () =>
    on(
      browser.context,
      (page) => page.routeWebSocket(/\/v1\/realtime/, (socket) => {
        socket.send(JSON.stringify({ type: 'session.created', event_id: 'e', session: { type: 'realtime' } }));
        setTimeout(() => socket.close({ code, reason: 'What the gateway says' }), 300);
      }),
      async (page) => {
        await page.locator('#start:enabled').click();
        await told(page, title, advice);
        assert.match(await page.innerText('#notice-advice'), /What the gateway says\./);
        await page.locator('#start:enabled', { hasText: 'Start talking' }).waitFor();
      },
    ));
}

test('A refusal by an error event names the fault and marks the setting', { timeout: 120_000 }, () =>
  on(
    browser.context,
    (page) => page.routeWebSocket(/\/v1\/realtime/, (socket) => {
      const error = { type: 'invalid_request_error', code: 'model_not_found', message: 'The model is gone.', param: 'model', event_id: null };
      socket.send(JSON.stringify({ type: 'error', event_id: 'e', error }));
      setTimeout(() => socket.close({ code: 1008, reason: '' }), 50);
    }),
    async (page) => {
      await page.locator('#start:enabled').click();
      await told(page, /model does not exist/, /The model is gone\. Choose another/);
      assert.equal(await page.getAttribute('#model', 'aria-invalid'), 'true');
    },
  ));

test('A gateway that is not there is explained', { timeout: 120_000 }, () =>
  on(browser.context, (page) => page.route('**/v1/models', (route) => route.abort()), (page) => told(page, /cannot be reached/, /Check/)));

test('A gateway that wants a key asks for it, keeps it in this tab and puts it into no address', { timeout: 120_000 }, () =>
  on(
    browser.context,
    async (page) => {
      await page.route('**/v1/models', (route) => {
        const allowed = route.request().headers().authorization === `Bearer ${KEY}`;
        return route.fulfill({ status: allowed ? 200 : 401, json: allowed ? { object: 'list', data: [{ id: 'one' }] } : {} });
      });
      await page.addInitScript(() => {
        globalThis.opened = [];
        globalThis.WebSocket = new Proxy(globalThis.WebSocket, {
          construct(target, [address, protocols]) {
            globalThis.opened.push({ address: `${address}`, protocols });
            return new target(address, protocols);
          },
        });
      });
    },
    async (page) => {
      const addresses = [];
      page.on('request', (request) => addresses.push(request.url()));
      await told(page, /A key is needed/, /Enter/);
      assert.equal(await page.getAttribute('#key', 'aria-invalid'), 'true');
      assert.equal(await page.isDisabled('#start'), true);
      await page.fill('#key', 'wrong');
      await page.press('#key', 'Enter');
      await page.locator('#notice-title', { hasText: 'not accepted' }).waitFor();
      await page.fill('#key', KEY);
      await page.press('#key', 'Enter');
      await page.locator('#start:enabled').click();
      const [{ address, protocols }] = await page.evaluate(() => globalThis.opened);
      assert.deepEqual(protocols, ['realtime', `openai-insecure-api-key.${KEY}`]);
      assert.ok(![address, page.url(), ...addresses].some((seen) => seen.includes(KEY)));
      assert.equal(await page.evaluate(() => JSON.stringify(localStorage) + document.cookie), '{}');
      assert.ok(await page.evaluate((key) => Object.values(sessionStorage).includes(key), KEY));
    },
  ));

test('A key that no browser can send is explained', { timeout: 120_000 }, () =>
  on(
    browser.context,
    (page) => page.route('**/v1/models', (route) => route.fulfill({ json: { data: [{ id: 'one' }] } })),
    async (page) => {
      await page.fill('#key', 'has a space');
      await page.locator('#start:enabled').click();
      await told(page, /cannot be sent/, /space/);
    },
  ));
