// SPDX-License-Identifier: GPL-3.0-or-later
//
// The node's page as its visitors use it: by mouse, by keyboard, without scripts, in the dark, while nodes die, and
// from another site that means harm. After every test: no console error, no exception, no request to anywhere but the
// ring's nodes.

import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {after, afterEach, before, beforeEach, test} from 'node:test';
import {chromium} from 'playwright-core';
import {Ring, until} from './ring.mjs';

const pageBytesMax = 30 * 1024;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let ring;
let browser;
let contexts;
let complaints; // what the browser had to say, and requests to strangers

before(async () => {
  ring = await Ring.start(4);
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--disable-dev-shm-usage', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
  });
});

after(async () => {
  await browser?.close();
  await ring?.close();
});

beforeEach(() => {
  contexts = [];
  complaints = [];
});

afterEach(async () => {
  for (const context of contexts) await context.close();
  assert.deepEqual(complaints, []);
});

async function open(path = '', options = {}, node = 0) {
  const context = await browser.newContext(options);
  contexts.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(30000);
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // A failed fetch that the page itself deals with (404 and the like) is the browser's remark, not an error of ours.
    if (/^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text())) return;
    complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const {host, protocol} = new URL(request.url());
    if (protocol !== 'data:' && !ring.daemons.some((daemon) => daemon.address === host)) {
      complaints.push(`request to ${request.url()}`);
    }
  });
  await page.goto(ring.daemons[node].url + path);
  return page;
}

const result = (page) => page.locator('#result');
const withoutScripts = {javaScriptEnabled: false};

async function submit(page, key, button, value) {
  await page.getByLabel('Key', {exact: true}).fill(key);
  if (value !== undefined) await page.getByLabel('Value').fill(value);
  await page.getByRole('button', {name: button, exact: true}).click();
}

async function says(page, text) {
  await result(page).getByText(text).first().waitFor();
}

async function store(key, body, type = 'application/octet-stream') {
  const answer = await fetch(`${ring.daemons[1].url}v1/kv/${encodeURIComponent(key)}`,
    {method: 'PUT', body, headers: {'Content-Type': type}});
  assert.ok(answer.ok);
}

async function stored(key) {
  const answer = await fetch(`${ring.daemons[1].url}v1/kv/${encodeURIComponent(key)}`);
  return answer.ok ? answer.text() : null;
}

async function assertAccessible(page) {
  const session = await page.evaluate(axe + ';axe.run(document).then(({violations}) => violations.map(' +
    '(v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join(" ")}`))');
  assert.deepEqual(session, []);
}

test('a value that is shown keeps itself up to date', async () => {
  await store('watched', 'one', 'text/plain');
  const page = await open();
  await submit(page, 'watched', 'Get');
  await says(page, /^3 bytes, text\/plain, version/);
  await store('watched', 'three', 'text/plain');
  await says(page, /^5 bytes, text\/plain, version/);
  assert.equal(await result(page).locator('pre').innerText(), 'three');
  await store('watched', new Uint8Array([0, 255]));
  await says(page, '000000  00 ff');
  const answer = await fetch(`${ring.daemons[2].url}v1/kv/watched`, {method: 'DELETE'});
  assert.ok(answer.ok);
  await says(page, 'Deleted.');
  await assertAccessible(page);
  // What is asked for next is not written over.
  await submit(page, 'watched', 'Put', 'four');
  await says(page, 'Stored 4 bytes: created.');
  await store('watched', 'five');
  await page.waitForTimeout(500);
  await says(page, 'Stored 4 bytes: created.');
});

test('a link to a key keeps its value up to date', async () => {
  await store('linked', 'one', 'text/plain');
  const page = await open('?key=linked');
  await says(page, /^3 bytes/);
  await store('linked', 'three', 'text/plain');
  await says(page, /^5 bytes/);
});

test('the examples of README.md for watching a key', async () => {
  const readme = await readFile(process.env.FUNNELKVS_README, 'utf8');
  const [source, stream] = [...readme.matchAll(/```js\n([^]*?)```/g)].map((block) => block[1]);
  const page = await open();
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  await page.evaluate(`${source}; void 0`);
  await until(() => said.some((text) => text.startsWith('absent')));
  await store('greeting', 'hello');
  await until(() => said.some((text) => /^put "[0-9a-f]+" hello/.test(text)));
  const here = stream.replace('https://node.example:11000/', ring.daemons[0].url);
  await page.evaluate(`const token = 'any'; (async () => { ${here} })(); void 0`);
  await until(() => said.some((text) => text.includes('"event":"present"')));
});

for (const [name, options] of [['with scripts', {}], ['without scripts', withoutScripts]]) {
  test(`put, get, delete and look up, ${name}`, async () => {
    const page = await open('', options);
    const key = `a/ü "<b>&' ${name}`;
    await submit(page, key, 'Put', 'one <script>alert(1)</script>\ntwo');
    await says(page, 'Stored 33 bytes: created.');
    assert.equal(await stored(key), 'one <script>alert(1)</script>\ntwo');
    await submit(page, key, 'Put', 'three');
    await says(page, 'Stored 5 bytes: replaced.');
    await submit(page, key, 'Get');
    await says(page, /^5 bytes, text\/plain; charset=utf-8, version/);
    assert.equal(await result(page).locator('pre').innerText(), 'three');
    assert.equal(await result(page).locator('code').innerText(), key);
    await submit(page, key, 'Look up');
    await says(page, /^Owner 127\.0\.0\.1:\d+; copies at 127\.0\.0\.1:\d+, 127\.0\.0\.1:\d+\.$/);
    assert.ok(await result(page).locator('li').count() > 0);
    await submit(page, key, 'Delete');
    await says(page, 'Deleted.');
    assert.equal(await stored(key), null);
    await submit(page, key, 'Get');
    await says(page, 'There is no value under this key.');
  });

  test(`list keys, ${name}`, async () => {
    for (const key of ['list <b>1', 'list <b>2', 'other']) await store(key, 'v');
    const page = await open('', options);
    await submit(page, 'list <b>', 'List');
    await page.waitForFunction(() => document.querySelectorAll('#result li').length === 2);
    assert.deepEqual((await result(page).locator('li code').allInnerTexts()).sort(), ['list <b>1', 'list <b>2']);
    await submit(page, 'nothing begins so', 'List');
    await says(page, 'There are none.');
    await submit(page, '', 'List');
    await page.waitForFunction(() => document.querySelectorAll('#result li').length >= 3);
  });

  test(`values that are no text, long, or empty, ${name}`, async () => {
    await store('binary', new Uint8Array([0, 255, 254, 65, ...new Array(13).fill(66)]), 'image/png');
    await store('long', 'x'.repeat(100000));
    await store('long binary', new Uint8Array(5000));
    await store('umlauts', 'aü'.repeat(1000).slice(1)); // cut within a character
    await store('empty', '');
    const page = await open('', options);
    const pre = result(page).locator('pre');
    await submit(page, 'binary', 'Get');
    await says(page, /^17 bytes, image\/png/);
    assert.equal(await pre.innerText(), '000000  00 ff fe 41 42 42 42 42 42 42 42 42 42 42 42 42\n000010  42');
    await submit(page, 'long', 'Get');
    await says(page, 'Only the first 2,048 of 100,000 bytes are shown.');
    assert.equal(await pre.innerText(), 'x'.repeat(2048));
    await submit(page, 'long binary', 'Get');
    await says(page, 'Only the first 2,048 of 5,000 bytes are shown.');
    assert.equal((await pre.innerText()).split('\n').length, 128);
    await submit(page, 'umlauts', 'Get');
    await says(page, 'Only the first 2,048 of 2,999 bytes are shown.');
    assert.match(await pre.innerText(), /^[aü]+$/);
    await submit(page, 'empty', 'Get');
    await says(page, /^0 bytes/);
    assert.equal(await pre.count(), 0);
  });

  test(`keys that no path can name, ${name}`, async () => {
    const page = await open('', options);
    for (const key of ['.', '..']) {
      await submit(page, key, 'Put', 'dots');
      await says(page, 'Stored 4 bytes');
      await submit(page, key, 'Get');
      assert.equal(await result(page).locator('pre').innerText(), 'dots');
      await submit(page, key, 'Delete');
      await says(page, 'Deleted.');
    }
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing, ${name}, ${colorScheme}`, async () => {
      // axe itself is a script, so the page without scripts is judged as it was delivered, scripts taken out.
      const page = await open('', {...options, javaScriptEnabled: true, colorScheme});
      if (options === withoutScripts) {
        await page.route('**/script.js*', (route) => route.fulfill({body: '', contentType: 'text/javascript'}));
        await page.reload();
      } else {
        await page.locator('svg').waitFor();
      }
      await assertAccessible(page);
      await submit(page, 'axe', 'Put', '\u0001binary');
      await says(page, /^Stored/);
      await submit(page, 'axe', 'Get');
      await page.locator('pre.hex').waitFor();
      await assertAccessible(page);
      await submit(page, 'axe', 'Look up');
      await says(page, /^Owner/);
      await assertAccessible(page);
      await submit(page, 'no such key', 'Get');
      await says(page, 'There is no value under this key.');
      await assertAccessible(page);
    });
  }
}

test('a link names a key, also one that is no UTF-8', async () => {
  await fetch(`${ring.daemons[0].url}v1/kv/%FF%00`, {method: 'PUT', body: 'raw'});
  const page = await open('?key=%FF%00', withoutScripts);
  assert.equal(await result(page).locator('pre').innerText(), 'raw');
  assert.equal(await result(page).locator('code').innerText(), '%FF%00');
});

test('more keys than are shown at once', async () => {
  for (let i = 0; i < 120; ++i) await store(`many ${i}`, 'v');
  const page = await open();
  await submit(page, 'many ', 'List');
  await page.waitForFunction(() => document.querySelectorAll('#result li').length === 100);
  await result(page).getByRole('button', {name: 'More'}).click();
  await page.waitForFunction(() => document.querySelectorAll('#result li').length === 120);
  assert.equal(await result(page).locator('button').count(), 0);
  await result(page).locator('li a').first().click();
  await says(page, /^1 byte/);
});

test('the drawing has every node at its true position, and the lookup', async () => {
  const page = await open();
  await page.locator('svg').waitFor();
  const {nodes} = await ring.told();
  await page.waitForFunction((n) => document.querySelectorAll('svg g.member').length === n, nodes.length);
  const drawn = await page.locator('svg g.member').evaluateAll((members) => members.map((member) => ({
    address: member.querySelector('title').textContent.split(',')[0],
    x: Number(member.querySelector('circle').getAttribute('cx')) - 250,
    y: 220 - Number(member.querySelector('circle').getAttribute('cy')),
    isHere: member.classList.contains('here'),
  })));
  for (const node of nodes) {
    const dot = drawn.find((d) => d.address === node.address);
    const turn = Number(BigInt('0x' + node.id) >> 112n) / 2 ** 48;
    const drawnTurn = (Math.atan2(dot.x, dot.y) / (2 * Math.PI) + 1) % 1;
    const off = Math.abs(drawnTurn - turn);
    assert.ok(Math.min(off, 1 - off) < 1e-6, `${node.address} is drawn at ${drawnTurn}, not ${turn}`);
    assert.equal(dot.isHere, node.id === ring.daemons[0].id);
  }

  assert.equal(await page.locator('svg .hop').count(), 0);
  // A key of another node, so that there is a way to draw.
  const far = await until(async () => {
    const key = `key ${Math.random()}`;
    const lookup = await (await fetch(`${ring.daemons[0].url}v1/lookup/${encodeURIComponent(key)}`)).json();
    return lookup.owner.id !== ring.daemons[0].id && {key, lookup};
  }, 'a key of another node');
  await submit(page, far.key, 'Look up');
  await says(page, new RegExp(`^Owner ${far.lookup.owner.address}`));
  assert.ok(await page.locator('svg .hop').count() >= 1);
  assert.equal(await page.locator('svg .mark').count(), 1);
  assert.match(await page.locator('svg g.owner title').textContent(), new RegExp(`^${far.lookup.owner.address},`));
  assert.match(await page.locator('svg').getAttribute('aria-label'), /with the way of a lookup/);
  await submit(page, far.key, 'Get');
  await says(page, 'There is no value under this key.');
  assert.equal(await page.locator('svg .hop').count(), 0);
});

test('links and dots lead to the other nodes', async () => {
  for (const options of [{}, withoutScripts]) {
    const page = await open('', options);
    await page.getByRole('link', {name: ring.daemons[1].address, exact: true}).click();
    await page.waitForURL(ring.daemons[1].url);
    assert.ok((await page.title()).startsWith(ring.daemons[1].address));
  }
  const page = await open();
  await page.locator('svg g.member:not(.here) .dot').first().click();
  await page.waitForFunction((address) => !document.title.startsWith(address), ring.daemons[0].address);
});

test('the whole page works from the keyboard', async () => {
  await store('typed', 'value');
  const page = await open();
  await page.keyboard.press('Tab');
  await page.keyboard.type('typed');
  await page.keyboard.press('Enter');
  await says(page, /^5 bytes/);
  const visited = [];
  for (let i = 0; i < 6; ++i) {
    await page.keyboard.press('Tab');
    visited.push(await page.evaluate(() => document.activeElement.name + document.activeElement.value));
  }
  assert.deepEqual(visited, ['value', 'doget', 'doput', 'dodelete', 'dolookup', 'dolist']);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, 'solid');
});

test('small screens, and light and dark', async () => {
  const paper = new Set();
  for (const colorScheme of ['light', 'dark']) {
    const page = await open('', {colorScheme, viewport: {width: 320, height: 640}});
    await page.locator('svg').waitFor();
    await store('wide', 'w'.repeat(1000));
    await submit(page, 'wide', 'Get');
    await says(page, /^1,000 bytes/);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'scrolls sideways');
    paper.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
  }
  assert.equal(paper.size, 2);
});

test('the client example of README.md', async () => {
  const readme = await readFile(process.env.FUNNELKVS_README, 'utf8');
  const [, code] = /### Client examples[^]*?^```js\n([^]*?)^```$/m.exec(readme);
  const page = await open();
  const here = code.replaceAll('http://127.0.0.1:11000', ring.daemons[0].url.replace(/\/$/, ''));
  assert.deepEqual(await page.evaluate(`(async () => {${here}})()`), ['Ada', 'users/ü 1']);
});

test('the page is small, and its headers are strict', async () => {
  const context = await browser.newContext();
  contexts.push(context);
  const page = await context.newPage();
  const parts = new Map(); // by address, since the icon may be asked for twice
  page.on('response', (response) => {
    if (!response.url().includes('/v1/')) parts.set(response.url(), response);
  });
  const document = await page.goto(ring.daemons[0].url);
  await page.locator('svg').waitFor();
  let bytes = 0;
  for (const part of parts.values()) bytes += (await part.body()).length;
  assert.ok(parts.size === 4 && bytes <= pageBytesMax, `${parts.size} parts, ${bytes} bytes`);
  const headers = document.headers();
  assert.match(headers['content-security-policy'], /default-src 'none'.*frame-ancestors 'none'/);
  assert.doesNotMatch(headers['content-security-policy'], /unsafe|data:|\*/);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['cache-control'], 'no-store');
  assert.ok(headers['referrer-policy']);
});

// The form's token and the check of where a request comes from, each of which would do.
test('forms of another site, and of an earlier start, write nothing', async () => {
  const attacked = ring.daemons[0];
  const site = createServer((_, answer) => answer.writeHead(200, {'Content-Type': 'text/html'}).end(
    `<form method="post" action="${attacked.url}page/key"><input name="token" value="${'0'.repeat(32)}">` +
    '<input name="key" value="stolen"><input name="value" value="v"><button name="do" value="put">go</button></form>'));
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  try {
    const context = await browser.newContext();
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${site.address().port}/`);
    const answered = page.waitForResponse(/page\/key/);
    await page.getByRole('button').click();
    assert.equal((await answered).status(), 403);
  } finally {
    site.closeAllConnections();
    site.close();
  }
  const body = new URLSearchParams({token: '0'.repeat(32), key: 'stolen', value: 'v', do: 'put'});
  assert.equal((await fetch(attacked.url + 'page/key', {method: 'POST', body})).status, 403);
  assert.equal(await stored('stolen'), null);
});

// The last two: they take nodes away.
test('a killed node disappears from drawing and table', async () => {
  const page = await open();
  await page.waitForFunction(() => document.querySelectorAll('svg g.member').length === 4);
  const killed = ring.daemons.pop();
  await killed.kill();
  await page.waitForFunction(() => document.querySelectorAll('svg g.member').length === 3);
  await page.getByText('The ring is whole: 3 nodes').waitFor();
  assert.equal(await page.getByRole('link', {name: killed.address, exact: true}).count(), 0);
  assert.equal(await page.locator('#state').innerText(), 'ready');
});

test('when the node itself dies, the page says so', async () => {
  const last = ring.daemons.at(-1);
  const context = await browser.newContext();
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(last.url);
  await page.locator('#state[data-state="ready"]').waitFor();
  await last.kill();
  ring.daemons.pop();
  await page.getByText('does not answer').first().waitFor();
  await submit(page, 'k', 'Get');
  await says(page, 'The node does not answer. Is it still running?');
});
