import { createRandom } from 'duologue/dsp';
import { dialogueVoiceContract, voiceContract } from 'duologue/testing';
import { type DialoguePart, VoiceError } from 'duologue/voices';
import { afterAll, expect, test } from 'vitest';
import { createDialoSpeech } from './dialospeech.ts';
import { tinyModel } from './fixtures/tiny-model.ts';

const opened = createDialoSpeech({ model: tinyModel, threads: 1 });
afterAll(async () => (await opened)[Symbol.asyncDispose]());

const names = ['en-female-1', 'en-male-1', 'zh-female-1'];
const voice = (index: number): string => `dialospeech/${names[index] ?? ''}`;
const [first, second] = [voice(0), voice(1)];

dialogueVoiceContract('DialoSpeech', async () => (await opened).dialogue, {
  test,
  expect,
  voice,
  foreignVoice: 'flite/slt',
});

// The weights are chance, so a first word may have silence for a sound.
voiceContract('a voice of DialoSpeech', async () => (await opened).voice('en-female-1'), {
  test,
  expect,
  onsetTolerance: 0.2,
});

const turns = [
  { voice: first, text: 'Have you seen my umbrella?' },
  { voice: second, text: 'The yellow one? Of course.' },
  { voice: first, text: '你好，你今天怎么样？' },
];

function buzz(time: number): number {
  return 0.2 * Math.sign(Math.sin(2 * Math.PI * 120 * time));
}

function added(parts: readonly DialoguePart[]): readonly DialoguePart[] {
  return parts.filter(({ type }) => type === 'backchannel-added');
}

async function collect(
  request: Parameters<(typeof provider)['stream']>[0],
  provider: Awaited<typeof opened>,
): Promise<DialoguePart[]> {
  const parts: DialoguePart[] = [];
  for await (const part of provider.stream(request)) parts.push(part);
  return parts;
}

test('gives each speaker a track, both equally long, a block at a time, the first one short', async () => {
  const parts = await collect({ turns }, await opened);
  const lengths = [0, 1].map((channel) =>
    parts.flatMap((part) =>
      part.type === 'audio-ready' && part.channel === channel ? [part.audio.samples.length] : [],
    ),
  );
  expect(lengths[0]).toEqual(lengths[1]);
  expect(lengths[0]?.slice(0, 2)).toEqual([12 * 640, 25 * 640]);
  expect(parts.findIndex(({ type }) => type === 'audio-ready')).toBeLessThanOrEqual(1);
});

test('says by itself what is no turn, unless it is told not to', async () => {
  const provider = await opened;
  expect(added(await collect({ turns }, provider)).length).toBeGreaterThan(0);
  expect(added(await collect({ turns, backchannels: false }, provider))).toEqual([]);
});

test('reads a long script as it is spoken', async () => {
  const many = Array.from({ length: 300 }, (_, index) => ({
    voice: voice(index % 2),
    text: `It is number ${index}.`,
  }));
  const started = performance.now();
  let heard = Number.NaN;
  let timed = 0;
  for await (const part of (await opened).stream({ turns: many, backchannels: false })) {
    if (part.type === 'audio-ready') heard = performance.now() - started;
    if (part.type === 'turn-timed' && ++timed === 20) break;
  }
  expect([timed, heard > 0]).toEqual([20, true]);
});

test.each([
  ['words of no language that it has', 'Привет, как дела?', /English or Mandarin/],
  ['nothing', '…', /something to say/],
  ['pictures', '🙂🙂', /something to say/],
  ['digits of no script that it reads', '๑๒๓', /English or Mandarin/],
])('refuses a turn of %s', async (_, text, message) => {
  const work = collect({ turns: [...turns, { voice: second, text }] }, await opened);
  await expect(work).rejects.toThrow(message);
  await expect(work).rejects.toBeInstanceOf(VoiceError);
});

test.each([
  { after: 1, duration: Number.NaN },
  { after: 1, duration: -1 },
  { after: 1, duration: Infinity },
  { after: 1.5, duration: 1 },
])('refuses the pause %o', async (pause) => {
  const work = collect({ turns: [{ voice: first, text: 'One two.', pauses: [pause] }] }, await opened);
  await expect(work).rejects.toThrow(/pauses of 0 to 600 s .* turn 1/);
});

test('who closes it while it speaks ends it, and is told so', async () => {
  const provider = await createDialoSpeech({ model: tinyModel, threads: 1 });
  const many = Array.from({ length: 100 }, (_, index) => ({ voice: voice(index % 2), text: 'It is so.' }));
  const parts = provider.stream({ turns: many })[Symbol.asyncIterator]();
  await parts.next();
  // The thread is at work when it is ended: it must not take the process with it.
  const [rest] = await Promise.allSettled([
    (async () => {
      while (!(await parts.next()).done);
    })(),
    provider[Symbol.asyncDispose](),
  ]);
  expect(rest).toMatchObject({ status: 'rejected', reason: { name: 'VoiceError' } });
  expect(rest).toMatchObject({ reason: { message: expect.stringMatching(/clos/) } });
});

test('what of a turn cannot be said is left out with a warning', async () => {
  const parts = await collect({ turns: [{ voice: first, text: 'Say привет to them.' }] }, await opened);
  const warnings = parts.flatMap((part) => (part.type === 'warning-raised' ? [part.message] : []));
  expect(warnings).toEqual([expect.stringMatching(/Turn 1: .*привет/)]);
  const words = parts.flatMap((part) => (part.type === 'word-timed' ? [part.word.text] : []));
  expect(words).toEqual(['Say', 'привет', 'to', 'them.']);
});

test.each([
  [{ threads: 0 }, /threads is 0/],
  [{ temperature: -1 }, /temperature is -1/],
  [{ timingTemperature: Number.NaN }, /timingTemperature is NaN/],
])('refuses the option %o', async (options, message) => {
  await expect(createDialoSpeech({ model: tinyModel, ...options })).rejects.toThrow(message);
});

test('a recording becomes a voice; silence, noise and a moment do not', async () => {
  const provider = await opened;
  const sampleRate = 24_000;
  const random = createRandom('prompt');
  const sound = (seconds: number, at: (time: number) => number) => ({
    samples: Float32Array.from({ length: seconds * sampleRate }, (_, index) => at(index / sampleRate)),
    sampleRate,
  });
  const { voice: made } = await provider.speakerFrom(sound(3, buzz), { name: 'guest', gender: 'male' });
  expect([made.id, provider.voice('guest').id, made.dialogue]).toEqual([
    'dialospeech/guest',
    'dialospeech/guest',
    provider.dialogue,
  ]);
  const parts = await collect(
    {
      turns: [
        { voice: made.id, text: 'Hello.' },
        { voice: first, text: 'Hi.' },
      ],
    },
    provider,
  );
  expect(parts.filter(({ type }) => type === 'turn-timed')).toHaveLength(2);
  const refused = (audio: ReturnType<typeof sound>) => provider.speakerFrom(audio, { name: 'nobody' });
  await expect(refused(sound(3, () => 0))).rejects.toThrow(/is silence/);
  await expect(refused(sound(0.5, buzz))).rejects.toThrow(/0\.5 s/);
  await expect(refused(sound(3, () => 0.1 * random.normal()))).rejects.toThrow(/noise/);
  await expect(provider.speakerFrom(sound(3, buzz), { name: 'A B' })).rejects.toThrow(/small letters/);
  const own = provider.speakerFrom(sound(3, buzz), { name: 'en-male-1' });
  await expect(own).rejects.toThrow(/en-male-1 is a voice of the model/);
  await expect(refused(sound(3, (time) => (time === 1 ? Number.NaN : buzz(time))))).rejects.toThrow(
    /sample of NaN/,
  );
  await expect(refused(sound(3, (time) => 32_000 * buzz(time)))).rejects.toThrow(/between -1 and 1/);
  await expect(refused({ ...sound(3, buzz), sampleRate: 0 })).rejects.toThrow(/sample rate of 0 Hz/);
  const { warnings } = await provider.speakerFrom(sound(20, buzz), { name: 'long' });
  expect(warnings).toEqual(expect.arrayContaining([expect.stringMatching(/first 15 s/)]));
});
