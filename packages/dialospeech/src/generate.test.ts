import { generateConversation, streamConversation } from 'duologue';
import { decodeAudio } from 'duologue/media';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tinyModel } from './fixtures/tiny-model.ts';

const before = process.env['DUOLOGUE_DIALOSPEECH'];
beforeAll(() => {
  process.env['DUOLOGUE_DIALOSPEECH'] = tinyModel;
});
afterAll(() => {
  if (before === undefined) delete process.env['DUOLOGUE_DIALOSPEECH'];
  else process.env['DUOLOGUE_DIALOSPEECH'] = before;
});

const script = `
ann: Have you seen my umbrella, the yellow one?
  > ben: mm-hm
ben: Of course. 你好吗？
ann: Then where –
ben: [interrupt] On the bus!
`;

test('the engine speaks a script on two tracks, in its own timing', async () => {
  const made = await generateConversation({ script, engine: 'dialospeech', seed: 3 });
  const { timeline, metadata, audio } = made;
  expect(metadata.path).toBe('native');
  const turns = timeline.utterances.filter(({ turnIndex }) => turnIndex !== undefined);
  expect(turns.map(({ turnIndex, speaker, kind }) => [turnIndex, speaker, kind])).toEqual([
    [0, 'ann', 'turn'],
    [1, 'ben', 'turn'],
    [2, 'ann', 'turn'],
    [3, 'ben', 'interruption'],
  ]);
  const written = timeline.utterances.filter(({ text }) => text === 'mm-hm');
  expect(written.map(({ speaker, kind }) => [speaker, kind])).toEqual([['ben', 'backchannel']]);
  const { channels, sampleRate } = await decodeAudio(audio.uint8Array);
  expect([channels.length, sampleRate]).toEqual([2, 16_000]);
});

test('what it cannot do is an error before anything is spoken', async () => {
  const three = 'ann: One.\nben: Two.\neve: Three.\n';
  await expect(generateConversation({ script: three, engine: 'dialospeech' })).rejects.toThrow(
    /1 to 2 voices, not 3/,
  );
  const timed = 'ann: One.\nben: [after 1.2] Two.\n';
  await expect(generateConversation({ script: timed, engine: 'dialospeech' })).rejects.toThrow(
    /turn 2 says when/,
  );
});

test('its voices speak beside others, a turn at a time', async () => {
  const { metadata, timeline } = await generateConversation({
    script: 'ann: One.\nben: Two.\n',
    voices: { ann: 'dialospeech/en-female-1', ben: 'flite/rms' },
    backchannels: 'none',
  });
  expect([metadata.path, timeline.utterances.length]).toEqual(['stitch', 2]);
});

test('in a stream each turn is spoken alone', async () => {
  const kinds = new Set<string>();
  const call = { script: 'ann: One.\nben: Two.\n', engine: 'dialospeech', backchannels: 'none' } as const;
  for await (const part of streamConversation(call)) kinds.add(part.type);
  expect([...kinds]).toContain('conversation-started');
});
