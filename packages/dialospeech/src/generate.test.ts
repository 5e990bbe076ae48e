import { type ConversationPart, generateConversation, streamConversation } from 'duologue';
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
});

test('a pause inside a turn is kept, and what else is the model’s own business is left out with a warning', async () => {
  const timed = 'ann: Yes, one [pause 1.5] two [laughs] three.\nben: [after 1.2] Two.\n';
  const { timeline, warnings, metadata } = await generateConversation({
    script: timed,
    engine: 'dialospeech',
    backchannels: 'none',
  });
  expect(metadata.path).toBe('native');
  expect(warnings).toEqual([
    expect.stringMatching(/^Turn 1 has an event in it, .*left out/),
    expect.stringMatching(/^Turn 2 says when it begins, .*left out/),
  ]);
  const words = timeline.utterances[0]?.words ?? [];
  expect(words.map(({ text }) => text)).toEqual(['Yes,', 'one', 'two', 'three.']);
  expect((words[2]?.start ?? 0) - (words[1]?.end ?? 0)).toBeGreaterThan(1.3);
  const alone = await generateConversation({ script: timed, engine: 'dialospeech', path: 'auto' });
  expect(alone.metadata.path).toBe('stitch');
});

test('its voices speak beside others, a turn at a time', async () => {
  const { metadata, timeline } = await generateConversation({
    script: 'ann: One.\nben: Two.\n',
    voices: { ann: 'dialospeech/en-female-1', ben: 'flite/rms' },
    backchannels: 'none',
  });
  expect([metadata.path, timeline.utterances.length]).toEqual(['stitch', 2]);
});

test('in a stream both tracks are heard while they are spoken', async () => {
  const parts: ConversationPart[] = [];
  const call = { script, engine: 'dialospeech', output: { format: 'pcm' } } as const;
  for await (const part of streamConversation(call)) parts.push(part);
  const last = parts.at(-1);
  if (last?.type !== 'conversation-ended') throw new Error('The last part is the end.');
  const { timeline, metadata } = last;
  expect(metadata.path).toBe('native');
  const heard = parts.findIndex(({ type }) => type === 'audio-ready');
  const told = parts.findIndex(({ type }) => type === 'utterance-started');
  expect(heard).toBeLessThan(told);
  const frames = parts.reduce(
    (sum, part) => sum + (part.type === 'audio-ready' ? part.bytes.length / 4 : 0),
    0,
  );
  expect(frames / 16_000).toBeCloseTo(timeline.duration, 2);
  const utterances = parts.flatMap((part) => (part.type === 'utterance-started' ? [part.utterance] : []));
  expect(utterances.toSorted((a, b) => a.start - b.start)).toEqual(timeline.utterances);
  expect(timeline.utterances.flatMap(({ turnIndex = [] }) => turnIndex)).toEqual([0, 1, 2, 3]);
});

test('a stream is let go in the middle', async () => {
  const many = Array.from(
    { length: 40 },
    (_, index) => `${index % 2 === 0 ? 'ann' : 'ben'}: It is number ${index}.`,
  );
  let pieces = 0;
  for await (const part of streamConversation({ script: many.join('\n'), engine: 'dialospeech' })) {
    if (part.type === 'audio-ready' && ++pieces === 3) break;
  }
  expect(pieces).toBe(3);
});
