import { expect, test } from 'vitest';
import { systemPlatform } from './clock.ts';
import { createGate } from './gate.ts';
import { createHttpClient } from './http-client.ts';

test('a reader that fails before the body lets the next request in, and ends its own', async () => {
  const gate = createGate({ maxConcurrency: 1, platform: systemPlatform });
  const signals: (AbortSignal | null | undefined)[] = [];
  const client = createHttpClient({
    provider: 'fake',
    title: 'Fake',
    baseURL: 'https://fake.test',
    headers: {},
    secret: undefined,
    fetch: async (_url, init) => {
      signals.push(init?.signal);
      return Response.json({ ok: true });
    },
    maxRetries: 0,
    timeout: 60,
    gate,
    platform: systemPlatform,
  });
  const unread = client.exchange({ path: 'one' }, () => Promise.reject(new TypeError('not what it was')));
  await expect(unread).rejects.toThrow('not what it was');
  expect([gate.inside, signals[0]?.aborted]).toEqual([0, true]);
  expect(await client.exchange({ path: 'two' }, ({ reply }) => reply.json())).toEqual({ ok: true });
});
