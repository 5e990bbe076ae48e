import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, exchange } from './caller.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { arrive, countByNode, leave, startLoad } from './load.ts';
import { withoutNginx } from './nginx-process.ts';

/** Short answers, so that sessions of some exchanges fit into a test. */
const talk = Array.from(
  { length: 8 },
  () => 'guest: I grew up by the sea.\nhost: How lovely that must have been.\n',
).join('');

describe.skipIf(withoutNginx !== undefined)(`several nodes behind nginx ${withoutNginx ?? ''}`, () => {
  let cluster: Cluster;
  let small: Cluster;
  beforeAll(async () => {
    [cluster, small] = await Promise.all([
      startCluster({
        nodes: 3,
        settings: {
          models: { talk: { brain: { script: 'talk.dialogue', part: 'host' } } },
          // Whatever else this machine does, none is refused for it.
          limits: { load: 1 },
        },
        files: { 'talk.dialogue': talk },
        words: ['--drain', '30'],
      }),
      startCluster({ nodes: 2, settings: { limits: { sessions: 2 } } }),
    ]);
  });
  afterAll(async () => {
    await Promise.all([cluster, small].map((one) => one[Symbol.asyncDispose]()));
  });

  const health = async (place: number): Promise<number> => {
    const { status } = await fetch(`http://127.0.0.1:${cluster.nodes[place]?.port}/healthz`);
    return status;
  };

  test('sessions are spread over them', async () => {
    const arrivals = await Promise.all(Array.from({ length: 9 }, () => arrive(cluster.url)));
    expect(await countByNode(cluster, arrivals)).toEqual([3, 3, 3]);
    leave(arrivals);
  });

  test('a node that is asked to stop lets its sessions come to their end and takes no new one', async () => {
    const callers = Array.from({ length: 3 }, () => call({ url: cluster.url }));
    await Promise.all(callers.map((caller) => caller.until(({ type }) => type === 'session-changed', 10)));
    const [caller] = callers;
    const place = await cluster.placeOf(caller?.sessions()[0] ?? '');
    const node = cluster.nodes[place];
    if (caller === undefined || node === undefined) throw new Error('There is no such node.');
    expect(await health(place)).toBe(200);
    node.terminate();
    await expect.poll(() => health(place)).toBe(503);

    const direct = await arrive(`ws://127.0.0.1:${node.port}/v1/realtime`);
    expect(direct).toMatchObject({ type: 'session-refused', status: 503, retryAfter: '1' });
    const arrivals = await Promise.all(Array.from({ length: 12 }, () => arrive(cluster.url)));
    const counts = await countByNode(cluster, arrivals);
    leave(arrivals);
    expect(counts.reduce((sum, count) => sum + count)).toBe(12);
    expect(counts[place]).toBe(0);

    await exchange(caller, 'I grew up by the sea.');
    expect(node.running).toBe(true);
    for (const one of callers) {
      expect(one.losses()).toEqual([]);
      one[Symbol.dispose]();
    }
    expect(await node.ended).toBe(0);
    await cluster.restart(place);
    await pause(2100);
    const again = await Promise.all(Array.from({ length: 6 }, () => arrive(cluster.url)));
    const used = await countByNode(cluster, again);
    leave(again);
    expect(used.map((count) => count > 0)).toEqual([true, true, true]);
  });

  test('all are restarted, one after the other, and nginx is reloaded, while people talk', async () => {
    const load = startLoad(cluster.url, { short: 2, long: 3 });
    await pause(500);
    for (const [place] of cluster.nodes.entries()) {
      const node = cluster.nodes[place];
      node?.terminate();
      expect(await node?.ended).toBe(0);
      await cluster.restart(place);
      cluster.nginx.reload();
      // With the next one already gone before nginx takes this one back, there would be too few of them.
      const takenBack = () => cluster.nodes[place]?.sessions().length;
      await expect.poll(takenBack, { timeout: 10_000 }).toBeGreaterThan(0);
    }
    await load.end();
    expect(load.long.lost).toEqual([]);
    expect(load.short.failed).toEqual([]);
    expect(load.short.begun).toBeGreaterThan(30);
    expect(load.long.finished).toBeGreaterThan(4);
  }, 60_000);

  test('a full node says so, the next is tried, and when all are full so does nginx', async () => {
    const arrivals = [];
    for (let count = 0; count < 4; count++) arrivals.push(await arrive(small.url));
    expect(await countByNode(small, arrivals)).toEqual([2, 2]);
    for (let count = 0; count < 10; count++) {
      const refused = await arrive(small.url);
      expect(refused).toMatchObject({ type: 'session-refused', status: 503 });
      if (refused.type !== 'session-refused') continue;
      expect(Number(refused.retryAfter)).toBeGreaterThan(0);
      expect(JSON.parse(refused.body)).toMatchObject({ error: { type: 'server_error' } });
    }
    // A client that waits gets the place of one that leaves.
    const patient = call({ url: small.url });
    await patient.until((event) => event.type === 'connection-changed' && event.status === 'waiting', 5);
    leave(arrivals.splice(0, 1));
    await patient.until(({ type }) => type === 'session-changed', 10);
    patient[Symbol.dispose]();
    leave(arrivals);
  });
});
