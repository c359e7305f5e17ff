// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the page does beyond its forms: it keeps health, facts and the ring up to date, draws the ring and the way a
// lookup takes, and answers forms without another page. Everything is built from elements and texts, never from markup.
'use strict';

const periodMs = 2000;
const shownMax = 2048; // bytes of a value
const keysShown = 100; // at once
const labelsMax = 16; // nodes that are named in the drawing
const radius = 150; // of the ring in the drawing, whose middle is at 250, 220
const here = document.body.dataset.id;
const bits = Number(document.body.dataset.bits);
const root = document.body.dataset.root; // where this node's paths begin, behind a proxy not at "/"
const pageOf = (node) => `${document.body.dataset.scheme}://${node.address}/`;
const byId = (id) => document.getElementById(id);
const count = (n, one, many = one + 's') => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
let ring = null; // of /v1/ring
let lookup = null; // of /v1/lookup, as long as it is shown
let drawn = '';
let watched = null; // the key whose value is shown

function element(name, attributes, ...children) {
  const made = name.startsWith('svg:')
    ? document.createElementNS('http://www.w3.org/2000/svg', name.slice(4)) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// --- the drawing

// How far around the ring an identifier is, 0 to 1; the first 13 digits are as exact as a number can be.
function turn(id) {
  const digits = id.slice(0, 13);
  return parseInt(digits, 16) / 2 ** (bits - 4 * (id.length - digits.length));
}

function point(id, distance) {
  const angle = turn(id) * 2 * Math.PI;
  return [250 + distance * Math.sin(angle), 220 - distance * Math.cos(angle)];
}

// Where a node's name stands: beside its dot, further out where that is taken by another. taken grows.
function label(node, taken) {
  const name = node.address.replace(/^127\.0\.0\.1/, '');
  const width = 7.3 * name.length;
  for (let out = radius + 18; ; out += 16) {
    const [x, y] = point(node.id, out);
    const left = x > 260 ? x : x < 240 ? x - width : x - width / 2;
    const isFree = taken.every((t) => Math.abs(t.y - y) > 13 || left > t.right || left + width < t.left);
    if (!isFree && out < radius + 60) continue;
    taken.push({y, left: left - 4, right: left + width + 4});
    return element('svg:text', {x: left, y: y + 4}, name);
  }
}

function member(node, taken) {
  const [cx, cy] = point(node.id, radius);
  const classes = ['member', node.id === here && 'here', lookup && lookup.owner.id === node.id && 'owner'];
  const group = element('svg:g', {class: classes.filter(Boolean).join(' ')},
    element('svg:title', {}, `${node.address}, ${count(node.keys, 'key')}`),
    element('svg:circle', {class: 'dot', cx, cy, r: ring.nodes.length > 60 ? 4 : 8}));
  if (ring.nodes.length <= labelsMax) group.append(label(node, taken));
  group.addEventListener('click', () => location.assign(pageOf(node)));
  return group;
}

// The nodes that were asked, each joined to the one before it, from here to the owner.
function way() {
  const lines = [];
  let from = here;
  for (const hop of [...lookup.hops, {node: lookup.owner, answered: true}]) {
    if (hop.node.id === from) continue;
    const [x1, y1] = point(from, radius);
    const [x2, y2] = point(hop.node.id, radius);
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const cut = 13 / length; // the head ends beside the dot
    lines.push(element('svg:line', {class: hop.answered ? 'hop' : 'hop lost', 'marker-end': 'url(#head)',
      x1, y1, x2: x2 - (x2 - x1) * cut, y2: y2 - (y2 - y1) * cut}));
    if (hop.answered) from = hop.node.id;
  }
  const [x, y] = point(lookup.id, radius);
  lines.push(element('svg:path', {class: 'mark', d: `M${x} ${y - 7}l7 7-7 7-7-7z`},
    element('svg:title', {}, 'The key')));
  return lines;
}

function draw() {
  if (!ring) return;
  const now = JSON.stringify([ring.nodes, lookup]);
  if (now === drawn) return;
  drawn = now;
  const head = element('svg:marker', {id: 'head', viewBox: '0 0 10 10', refX: 8, refY: 5, markerWidth: 9,
    markerHeight: 9, markerUnits: 'userSpaceOnUse', orient: 'auto'},
  element('svg:path', {class: 'head', d: 'M0 0 10 5 0 10z'}));
  const nodes = ring.nodes;
  const taken = [];
  const about = `Ring of ${count(nodes.length, 'node')}` +
    (lookup ? `, with the way of a lookup to ${lookup.owner.address}` : '') + '. The table below names them.';
  byId('drawing').replaceChildren(element('svg:svg', {viewBox: '0 0 500 440', role: 'img', 'aria-label': about},
    element('svg:defs', {}, head),
    element('svg:circle', {class: 'track', cx: 250, cy: 220, r: radius}),
    element('svg:text', {class: 'count', x: 250, y: 224, 'text-anchor': 'middle'}, String(nodes.length)),
    element('svg:text', {class: 'unit', x: 250, y: 246, 'text-anchor': 'middle'}, nodes.length === 1 ? 'node' : 'nodes'),
    ...(lookup ? way() : []), ...nodes.map((node) => member(node, taken))));
}

// --- what is kept up to date

function showRing() {
  const owned = ring.nodes.reduce((sum, node) => sum + node.keys, 0);
  byId('summary').textContent = ring.complete
    ? `The ring is whole: ${count(ring.nodes.length, 'node')}, ${count(owned, 'key')}.`
    : `The ring is not whole: ${ring.problems.join(' ')}`;
  const order = [...ring.nodes].sort((a, b) => (a.id < b.id ? -1 : 1));
  byId('nodes').replaceChildren(...order.map((node) => element('tr', {},
    element('td', {}, node.id === here ? `${node.address} (this one)`
      : element('a', {href: pageOf(node)}, node.address)),
    element('td', {}, shortId(node.id)),
    element('td', {}, node.keys.toLocaleString('en')))));
  document.querySelector('.ring thead th:last-child').textContent = 'Keys';
  draw();
}

function showFacts(node) {
  const uptime = node.uptimeSeconds;
  const facts = {
    'Identifier': node.id,
    'Keys of ranges led here': node.keys.primary.toLocaleString('en'),
    'Keys of other ranges': node.keys.replica.toLocaleString('en'),
    'In memory': count(node.keys.bytes, 'byte'),
    'Copies of a key': String(node.replicas),
    'Predecessor': node.predecessor ? node.predecessor.address : 'none',
    'Successor': node.successors.length ? node.successors[0].address : 'itself',
    'Up for': uptime < 120 ? count(uptime, 'second') : uptime < 7200 ? count(Math.floor(uptime / 60), 'minute')
      : count(Math.floor(uptime / 3600), 'hour'),
  };
  byId('facts').replaceChildren(...Object.entries(facts).flatMap(([name, value]) => [element('dt', {}, name),
    element('dd', name === 'Identifier' ? {class: 'id'} : {}, value)]));
}

const shortId = (id) => id.slice(0, 10) + (id.length > 10 ? '…' : '');

function showRanges(node) {
  const states = {serving: 'serving', electing: 'electing a leader', noQuorum: 'no quorum',
    recovering: 'comparing replicas'};
  const leader = (range) => !range.leader ? 'none' : range.leader.id === node.id ? 'this node' : range.leader.address;
  byId('ranges').replaceChildren(...node.ranges.map((range) => element('tr', {},
    element('td', {}, range.low === range.high ? 'all keys' : `${shortId(range.low)} – ${shortId(range.high)}`),
    element('td', {}, states[range.state]), element('td', {}, leader(range)))));
}

function showState(state, text = state) {
  const place = byId('state');
  if (place.textContent !== text) place.textContent = text;
  place.dataset.state = state;
}

async function json(path) {
  const answer = await fetch(root + path, {signal: AbortSignal.timeout(10000)});
  const document = await answer.json();
  if (!answer.ok) throw new Error(document.detail);
  return document;
}

async function refresh() {
  try {
    const node = await json('v1/node');
    showState(node.state);
    showFacts(node);
    showRanges(node);
    try {
      ring = await json('v1/ring');
      showRing();
    } catch (error) {
      byId('summary').textContent = error.message;
    }
  } catch {
    showState('silent', 'does not answer');
  }
}

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, periodMs);
}

// --- values

function hex(bytes) {
  const rows = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = [...bytes.subarray(at, at + 16)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    rows.push(`${at.toString(16).padStart(6, '0')}  ${row}`);
  }
  return rows.join('\n');
}

// As text if it is one that can be shown; null otherwise. A character cut in two at the end is left out.
function text(bytes, isCut) {
  try {
    const decoded = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes, {stream: isCut});
    return /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(decoded) ? null : decoded;
  } catch {
    return null;
  }
}

function valueElements(bytes) {
  if (!bytes.length) return [];
  const isCut = bytes.length > shownMax;
  const start = bytes.subarray(0, shownMax);
  const readable = text(start, isCut);
  const shown = element('pre', readable === null ? {class: 'hex', tabindex: 0} : {tabindex: 0}, readable ?? hex(start));
  return isCut ? [shown, element('p', {class: 'note'},
    `Only the first ${shownMax.toLocaleString('en')} of ${count(bytes.length, 'byte')} are shown.`)] : [shown];
}

function valueWithNote(bytes, type, etag) {
  const about = `${count(bytes.length, 'byte')}, ${type}, version ${etag.replaceAll('"', '')}`;
  return [element('p', {class: 'note'}, about), ...valueElements(bytes)];
}

// --- the value that is shown keeps itself up to date

function bytesOf(event) {
  return event.valueEncoding === 'base64' ? Uint8Array.from(atob(event.value), (c) => c.charCodeAt(0))
    : new TextEncoder().encode(event.value);
}

function stopWatching() {
  if (watched) watched.source.close();
  watched = null;
}

function showWatched(event) {
  if (event.etag && event.etag === watched.etag) return;
  watched.etag = event.etag;
  const absences = {absent: 'There is no value under this key.', deleted: 'Deleted.', expired: 'Expired.'};
  byId('result').replaceChildren(heading('', watched.key), ...(event.etag
    ? valueWithNote(bytesOf(event), event.contentType ?? 'application/octet-stream', event.etag)
    : [element('p', {}, absences[event.event])]));
}

// Until the next action; while nobody looks, nothing is fetched. etag: of the value that is shown already.
function watch(key, etag) {
  stopWatching();
  if (!window.EventSource) return;
  watched = {key, etag, source: new EventSource(path(key))};
  watched.source.onmessage = (message) => showWatched(JSON.parse(message.data));
}

function watchWhileSeen() {
  if (!watched) return;
  if (document.hidden) watched.source.close();
  else watch(watched.key, watched.etag);
}

// --- the form

const path = (key) => `${root}v1/kv/${encodeURIComponent(key)}`;
const heading = (words, key) => element('h3', {}, words, element('code', {}, key));

async function problemOf(answer) {
  const problem = await answer.json();
  return [element('p', {class: 'problem'}, problem.detail)];
}

const actions = {
  async get(key) {
    const answer = await fetch(path(key), {cache: 'no-store'});
    if (!answer.ok) return [heading('', key), ...await problemOf(answer)];
    const bytes = new Uint8Array(await answer.arrayBuffer());
    watch(key, answer.headers.get('ETag'));
    return [heading('', key),
      ...valueWithNote(bytes, answer.headers.get('Content-Type'), answer.headers.get('ETag'))];
  },
  async put(key, value) {
    const body = new TextEncoder().encode(value);
    const answer = await fetch(path(key),
      {method: 'PUT', body, headers: {'Content-Type': 'text/plain; charset=utf-8'}});
    if (!answer.ok) return [heading('', key), ...await problemOf(answer)];
    const what = answer.status === 201 ? 'created' : 'replaced';
    return [heading('', key), element('p', {}, `Stored ${count(body.length, 'byte')}: ${what}.`)];
  },
  async delete(key) {
    const answer = await fetch(path(key), {method: 'DELETE'});
    return [heading('', key), ...(answer.ok ? [element('p', {}, 'Deleted.')] : await problemOf(answer))];
  },
  async lookup(key) {
    const answer = await fetch(`${root}v1/lookup/${encodeURIComponent(key)}`);
    if (!answer.ok) return [heading('', key), ...await problemOf(answer)];
    lookup = await answer.json();
    const others = lookup.replicas.slice(1).map((node) => node.address).join(', ');
    return [heading('', key),
      element('p', {}, `Owner ${lookup.owner.address}` + (others ? `; copies at ${others}.` : '.')),
      element('ol', {}, ...lookup.hops.map((hop) => element('li', {}, `${hop.node.address}, ` +
        (hop.via === 'self' ? 'asked itself' : `by ${hop.via}`) +
        (hop.answered ? `, ${hop.micros.toLocaleString('en')} µs` : ', no answer')))),
      element('p', {class: 'note'}, `Identifier ${lookup.id}`)];
  },
};

// A page of the keys that begin so; a key that is no UTF-8 is percent-encoded, and only a link can name it.
async function listed(prefix, after = '') {
  const query = `prefix=${encodeURIComponent(prefix)}&limit=${keysShown}` + (after && `&after=${after}`);
  const answer = await fetch(`${root}v1/keys?${query}`);
  if (!answer.ok) return problemOf(answer);
  const {keys, next} = await answer.json();
  const items = keys.map((one) => {
    const name = element('a', {href: `${root}?key=${one.keyEncoding ? one.key : encodeURIComponent(one.key)}`}, one.key);
    return element('li', {}, element('code', {}, name), `, ${count(one.bytes, 'byte')}`);
  });
  const list = element('ul', {class: 'list'}, ...items);
  if (!next) return [list];
  const more = element('button', {type: 'button'}, 'More');
  more.addEventListener('click', async () => {
    more.disabled = true;
    more.replaceWith(...await listed(prefix, next).catch(() => noAnswer()));
  });
  return [list, more];
}

const noAnswer = () => [element('p', {class: 'problem'}, 'The node does not answer. Is it still running?')];

actions.list = async (prefix) => {
  const shown = await listed(prefix);
  const isEmpty = shown.length === 1 && shown[0].matches('ul:empty');
  return [heading(prefix ? 'Keys that begin with ' : 'Keys', prefix),
    ...(isEmpty ? [element('p', {class: 'note'}, 'There are none.')] : shown)];
};

async function submit(event) {
  const form = event.target;
  if (/^\.\.?$/.test(form.key.value)) return; // no URL can name these keys; the form itself can
  event.preventDefault();
  const action = event.submitter ? event.submitter.value : 'get';
  lookup = null;
  stopWatching();
  let shown;
  try {
    shown = await actions[action](form.key.value, form.value.value);
  } catch {
    shown = noAnswer();
  }
  byId('result').replaceChildren(...shown);
  draw();
  refresh();
}

byId('form').addEventListener('submit', submit);
document.addEventListener('visibilitychange', () => document.hidden || refresh());
document.addEventListener('visibilitychange', watchWhileSeen);
const linked = new URLSearchParams(location.search).get('key'); // whose value the page came with
if (linked && !/^\.\.?$/.test(linked) && byId('result').firstElementChild) watch(linked);
keepFresh();
