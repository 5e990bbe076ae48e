import { describe, expect, test } from 'vitest';
import { decodeAudio } from '../media/index.ts';
import {
  createFakeDialogueVoice,
  createFakeVoice,
  type FakeDialogueVoice,
  type FakeDialogueVoiceOptions,
} from '../testing/index.ts';
import { type GenerateOptions, generateConversation } from './generate-conversation.ts';
import { planConversation } from './plan-conversation.ts';

function fake(options: FakeDialogueVoiceOptions = {}): FakeDialogueVoice {
  return createFakeDialogueVoice({
    sampleRate: 16_000,
    tracks: true,
    leadingSilence: 0,
    trailingSilence: 0,
    ...options,
  });
}

const script = `
ann: Have you seen my umbrella, the yellow one?
  > ben: yes
ben: Of course I have.
ann: Then where is it?
ben: [interrupt] Well on the bus!
`;

type Changes = Omit<Partial<GenerateOptions>, 'turns' | 'model' | 'language'>;

const generate = (model: FakeDialogueVoice, changes: Changes = {}) =>
  generateConversation({
    seed: 1,
    ...changes,
    script: typeof changes.script === 'string' ? changes.script : script,
    voices: { ann: model.voice('ann'), ben: model.voice('ben') },
  });

describe('a model with tracks', () => {
  test('speaks a natural script as a whole, and is told of backchannels and interruptions', async () => {
    const model = fake();
    const { metadata } = await generate(model);
    expect(metadata.path).toBe('native');
    const asked = model.requests.map(({ turns }) =>
      turns.map(({ kind = 'turn', cutShort = false }) => [kind, cutShort]),
    );
    expect(asked).toEqual([
      [
        ['turn', false],
        ['backchannel', false],
        ['turn', false],
        ['turn', true],
        ['interruption', false],
      ],
    ]);
  });

  test('keeps its timing, each speaker on their own track', async () => {
    const { timeline, audio } = await generate(fake({ ownBackchannel: 'mm' }), {
      loudness: { levels: 'keep' },
    });
    const turns = timeline.utterances.filter(({ kind }) => kind !== 'backchannel');
    expect(turns.map(({ turnIndex }) => turnIndex)).toEqual([0, 1, 2, 3]);
    const transfers = turns.slice(1).map(({ start }, index) => start - (turns[index]?.end ?? 0));
    for (const transfer of transfers) expect(transfer).toBeCloseTo(-0.1, 1);
    const { channels, sampleRate } = await decodeAudio(audio.uint8Array);
    expect(channels).toHaveLength(2);
    for (const { speaker, start, end } of timeline.utterances) {
      const own = channels[speaker === 'ann' ? 0 : 1];
      const heard = own?.subarray(Math.round(start * sampleRate), Math.round(end * sampleRate));
      expect(heard?.some((sample) => Math.abs(sample) > 0.05)).toBe(true);
    }
    const alone = timeline.utterances.find(({ turnIndex }) => turnIndex === 1);
    const silent = channels[0]?.subarray(
      Math.round(((alone?.start ?? 0) + 0.2) * sampleRate),
      Math.round(((alone?.end ?? 0) - 0.2) * sampleRate),
    );
    expect(silent?.every((sample) => sample === 0)).toBe(true);
  });

  test('its own backchannels are in the timeline, with the word that they answer', async () => {
    const { timeline } = await generate(fake({ ownBackchannel: 'mm' }));
    const backchannels = timeline.utterances.filter(({ kind }) => kind === 'backchannel');
    expect(backchannels.map(({ speaker, text }) => [speaker, text])).toEqual([
      ['ben', 'yes'],
      ['ben', 'mm'],
    ]);
    for (const { anchor } of backchannels) expect(anchor?.utterance).toBe('t1');
  });

  test('adds none where the script alone is wanted, and leaves out even those of the script', async () => {
    const counts = ['script', 'none'] as const;
    const timelines = await Promise.all(
      counts.map((backchannels) => generate(fake({ ownBackchannel: 'mm' }), { backchannels })),
    );
    const kinds = timelines.map(
      ({ timeline }) => timeline.utterances.filter(({ kind }) => kind === 'backchannel').length,
    );
    expect(kinds).toEqual([1, 0]);
  });

  test('is asked no price', async () => {
    const model = fake();
    const voices = { ann: model.voice('ann'), ben: model.voice('ben') };
    const plan = await planConversation({ script, voices });
    expect([plan.path, model.requests.length]).toEqual(['native', 0]);
  });

  test.each([
    ['the style is sequential', /takes turns by itself/, { style: 'sequential' }],
    ['a turn says when it begins', /turn 2 says when/, { script: 'ann: One.\nben: [after 1.2] Two.\n' }],
    ['a turn has a laugh', /turn 1 has an event/, { script: 'ann: One. [laughs]\nben: Two.\n' }],
    ['a turn has a pause', /turn 1 has a pause/, { script: 'ann: One. [pause 1] Three.\nben: Two.\n' }],
  ] as const)('does not speak as a whole where %s', async (_, reason, changes) => {
    const { metadata } = await generate(fake(), changes);
    expect([metadata.path, metadata.stitchReason]).toEqual(['stitch', expect.stringMatching(reason)]);
    const refused = generate(fake(), { ...changes, path: 'native' });
    await expect(refused).rejects.toMatchObject({ name: 'GenerateError', field: 'path' });
  });

  test('does not speak for somebody else, nor for three', async () => {
    const model = fake({ limits: { leastVoices: 1, mostVoices: 2 } });
    const three = { ann: model.voice('ann'), ben: model.voice('ben'), eve: model.voice('eve') };
    const call = { script: 'ann: One.\nben: Two.\neve: Three.\n', path: 'native' as const };
    await expect(generateConversation({ ...call, voices: three })).rejects.toThrow(/1 to 2 voices, not 3/);
    const other = { ...three, eve: createFakeVoice() };
    await expect(generateConversation({ ...call, voices: other })).rejects.toThrow(
      /several models|one voice at a time/,
    );
    const same = { ann: model.voice('ann'), ben: model.voice('ann') };
    const two = { script: 'ann: One.\nben: Two.\n', path: 'native' as const, voices: same };
    await expect(generateConversation(two)).rejects.toThrow(/two speakers have one voice/);
  });
});
