import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrainError, openBrain } from 'duologue/brains';
import { brainContract, brainRequest, brainText } from 'duologue/testing';
import type { Brain } from 'duologue/voices';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { VendorServer } from '../providers/vendor-server.ts';
import { root } from '../source-tree.ts';
import { chatKey, startChatServer } from './chat-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'duologue-brains-'));
let server: VendorServer;
beforeAll(async () => {
  server = await startChatServer();
  writeFileSync(
    join(folder, 'talk.dialogue'),
    'ann: Hello there.\nben: Good day to you.\nann: Nice weather.\n',
  );
  writeFileSync(join(folder, 'package.json'), '{"name":"empty"}');
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server[Symbol.asyncDispose]();
});

async function firstWords(brain: Brain): Promise<string> {
  const parts = [];
  for await (const part of brain.respond(brainRequest())) parts.push(part);
  return brainText(parts);
}

const asked = brainRequest([{ type: 'user', text: 'Do you like music?' }]);

brainContract(
  'a server by its address',
  () =>
    openBrain(
      { baseURL: `${server.url}/v1`, model: 'local', apiKeyVariable: 'CHAT_KEY' },
      { environment: { CHAT_KEY: chatKey } },
    ),
  { test, expect },
);

test('the interviewer, by its name or with its options', async () => {
  expect((await openBrain('interviewer')).id).toBe('interviewer');
  const brain = await openBrain({ interviewer: { topics: ['bees'], style: 'formal' } });
  expect(await firstWords(brain)).toContain('bees');
});

test('a script from a file, and a part in it', async () => {
  const brain = await openBrain('script:talk.dialogue', { folder });
  expect([brain.id, await firstWords(brain)]).toEqual(['script/ann', 'Hello there.']);
  expect((await openBrain('script:talk.dialogue#ben', { folder })).id).toBe('script/ben');
  const settings = { script: join(folder, 'talk.dialogue'), part: 'ben', offScript: 'prompt' } as const;
  expect((await openBrain(settings)).id).toBe('script/ben');
});

test('a package of the AI SDK, by vendor and model or with its options', async () => {
  const options = { apiKey: chatKey, baseURL: `${server.url}/v1` };
  const brain = await openBrain({
    package: '@ai-sdk/openai',
    model: 'm',
    method: 'chat',
    options,
    maxTokens: 9,
  });
  const parts = [];
  for await (const part of brain.respond(asked)) parts.push(part);
  expect(brainText(parts)).toBe('Yes, I do.');
  expect(server.requests.at(-1)?.body).toMatchObject({ max_tokens: 9 });
  expect((await openBrain('openai/gpt-5-mini')).id).toBe('openai/gpt-5-mini');
});

test('a server gets no key that was not meant for it', async () => {
  process.env['OPENAI_API_KEY'] = 'sk-of-openai-0123456789';
  try {
    const brain = await openBrain({ baseURL: `${server.url}/v1`, model: 'local', maxRetries: 0 });
    const parts = [];
    await expect(
      (async () => {
        for await (const part of brain.respond(asked)) parts.push(part);
      })(),
    ).rejects.toMatchObject({ code: 'unauthorised' });
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer none');
    expect(brain.id).toMatch(/^127\.0\.0\.1:\d+\/local$/);
  } finally {
    delete process.env['OPENAI_API_KEY'];
  }
});

test.each<[what: string, settings: unknown, words: string]>([
  ['a misspelt name', 'interviewr', 'Did you mean "interviewer"'],
  ['nothing', '', 'interviewer'],
  ['a number', 5, 'interviewer'],
  ['a list', [], 'interviewer'],
  ['no fields', {}, 'name no brain'],
  ['a field too much', { interviewer: { topic: 'food' } }, 'topic'],
  ['a topic without questions', { interviewer: { topics: [{ name: 'x', questions: [] }] } }, 'questions'],
  ['a script that is not there', 'script:none.dialogue', 'cannot be read'],
  ['nobody of that name', { script: 'talk.dialogue', part: 'bem' }, 'Did you mean "ben"'],
  ['a package that is not installed', 'nobody-has-this/m', 'npm install @ai-sdk/nobody-has-this'],
  ['a path for a package', { package: '../evil', model: 'm' }, 'npm package'],
  ['a package that is no provider', { package: 'zod', model: 'm' }, 'no provider of the AI SDK'],
  ['a method that is not there', { package: '@ai-sdk/openai', model: 'm', method: 'chatt' }, 'it has'],
  ['a model of another kind', { package: '@ai-sdk/openai', model: 'tts-1', method: 'speech' }, 'doStream'],
  ['an address of another kind', { baseURL: 'ftp://x', model: 'm' }, 'http://'],
  ['a variable that is not set', { baseURL: 'http://x', model: 'm', apiKeyVariable: 'NO_SUCH' }, 'NO_SUCH'],
  ['no model', { baseURL: 'http://x' }, 'model'],
])('%s is refused with what to do', async (_what, settings, words) => {
  const error = await Reflect.apply(openBrain, undefined, [settings, { folder, environment: {} }]).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BrainError);
  expect(error).toMatchObject({ code: 'invalid-settings', message: expect.stringContaining(words) });
});

test('every example conversation has a part to play', async () => {
  for (const name of ['umbrella', 'airport', 'roundtable', 'teahouse', 'weekend']) {
    const brain = await openBrain(`script:examples/${name}.dialogue`, { folder: root });
    expect((await firstWords(brain)).length).toBeGreaterThan(0);
  }
});
