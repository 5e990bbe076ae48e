import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConversationPart, streamConversation } from 'duologue';
import { decodeAudio } from 'duologue/media';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { elevenLabsKey, george, startElevenLabsServer } from './elevenlabs-server.ts';
import { openaiKey, startOpenAIServer } from './openai-server.ts';
import type { VendorServer } from './vendor-server.ts';

let openai: VendorServer;
let elevenlabs: VendorServer;
let folder: string;
beforeAll(async () => {
  [openai, elevenlabs] = await Promise.all([startOpenAIServer(), startElevenLabsServer()]);
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-streaming-'));
});
afterEach(async () => {
  openai.clear();
  elevenlabs.clear();
  await rm(folder, { recursive: true, force: true });
});
afterAll(() => Promise.all([openai[Symbol.asyncDispose](), elevenlabs[Symbol.asyncDispose]()]));

const connections = () => ({
  openai: { apiKey: openaiKey, baseURL: `${openai.url}/v1`, maxRetries: 0 },
  elevenlabs: { apiKey: elevenLabsKey, baseURL: elevenlabs.url, maxRetries: 0 },
});
const voices = { ann: 'openai/tts-1:alloy', ben: `elevenlabs/eleven_flash_v2_5:${george}`, cat: 'flite/slt' };

const paidFor = (): number => openai.requests.length + elevenlabs.requests.length;

function call(turns: number) {
  const script = Array.from(
    { length: turns },
    (_, index) => `${['ann', 'ben', 'cat'][index % 3]}: This is turn ${index + 1}, and there is more to it.`,
  );
  return { script: script.join('\n'), voices, connections: connections(), backchannels: 'none' } as const;
}

test('two services and a voice of this machine are streamed as one conversation', async () => {
  const parts: ConversationPart[] = [];
  for await (const part of streamConversation({ ...call(6), register: 'telephone', seed: 2 }))
    parts.push(part);
  const end = parts.at(-1);
  expect(end).toMatchObject({ type: 'conversation-ended', missing: [], metadata: { path: 'stitch' } });
  const bytes = Buffer.concat(parts.flatMap((part) => (part.type === 'audio-ready' ? [part.bytes] : [])));
  const { channels } = await decodeAudio(bytes);
  expect(channels).toHaveLength(3);
  expect(paidFor()).toBe(4);
});

test('the first turn is heard while the others are still asked for', async () => {
  let asked = 0;
  openai.latency = 0.05;
  elevenlabs.latency = 30;
  for await (const part of streamConversation(call(9))) {
    if (part.type !== 'audio-ready') continue;
    asked = elevenlabs.active;
    break;
  }
  expect(asked).toBeGreaterThan(0);
  await vi.waitFor(() => expect(elevenlabs.active + openai.active).toBe(0), { timeout: 200, interval: 5 });
  expect(elevenlabs.abandoned).toBe(asked);
});

test('who stops reading has no more asked for', async () => {
  const parts = streamConversation({ ...call(60), maxConcurrency: 2 })[Symbol.asyncIterator]();
  for (let told = false; !told; ) told = (await parts.next()).value?.type === 'progress-made';
  await vi.waitFor(() => expect(openai.active + elevenlabs.active).toBe(0));
  expect(paidFor()).toBeLessThanOrEqual(3);
  await parts.return?.();
});

test('what fails in the middle is heard until then, and made again from what was kept', async () => {
  openai.fail(undefined, undefined, {
    type: 'answer',
    reply: { status: 400, body: { error: { message: 'no' } } },
  });
  const ended: number[] = [];
  const run = async (): Promise<void> => {
    for await (const part of streamConversation({ ...call(9), cache: folder, maxConcurrency: 1 })) {
      if (part.type === 'turn-ended') ended.push(part.turnIndex);
    }
  };
  await expect(run()).rejects.toMatchObject({ turnIndex: 6, provider: 'openai', status: 400 });
  expect(ended).toEqual([0, 1, 2, 3, 4, 5]);
  const paid = paidFor() - 1;
  openai.clear();
  elevenlabs.clear();
  await run();
  expect(paidFor()).toBe(6 - paid);
});
