// SPDX-License-Identifier: GPL-3.0-or-later
//
// Real daemons on free ports of loopback, for the tests. None outlives the test: closing the ring kills what is left.

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';

const deadlineMs = 30000;

// Resolves to what condition() returns once that is true.
export async function until(condition, what) {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

class Daemon {
  static async start(joins) {
    const daemon = new Daemon();
    const words = ['node', '--listen', '127.0.0.1:0', '--log-level', 'warning'];
    for (const join of joins) words.push('--join', join);
    daemon.process = spawn(process.env.FUNNELKVS, words, {stdio: ['ignore', 'pipe', 'inherit']});
    daemon.ended = once(daemon.process, 'exit');
    const lines = createInterface({input: daemon.process.stdout});
    const [line] = await Promise.race([once(lines, 'line'),
      daemon.ended.then(() => { throw new Error('the daemon ended before it was ready'); })]);
    const [, id, url] = /^ready ([0-9a-f]+) (http:\/\/\S+)$/.exec(line);
    Object.assign(daemon, {id, url, address: new URL(url).host});
    return daemon;
  }

  async kill() {
    this.process.kill('SIGKILL');
    await this.ended;
  }
}

export class Ring {
  static async start(nodes) {
    const ring = new Ring();
    ring.daemons = [];
    try {
      for (let i = 0; i < nodes; ++i) ring.daemons.push(await Daemon.start(ring.daemons.map((d) => d.address)));
      await ring.untilWhole(nodes);
    } catch (error) {
      await ring.close();
      throw error;
    }
    return ring;
  }

  // The ring as the node of that number tells it.
  async told(index = 0) {
    return (await fetch(this.daemons[index].url + 'v1/ring')).json();
  }

  async untilWhole(nodes) {
    await until(async () => {
      const {complete, nodes: members} = await this.told();
      return complete && members.length === nodes;
    }, `a whole ring of ${nodes} nodes`);
  }

  async close() {
    await Promise.all(this.daemons.map((daemon) => daemon.kill()));
  }
}
