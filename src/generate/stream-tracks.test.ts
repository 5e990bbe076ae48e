import { expect, test } from 'vitest';
import { createLoudnessMeter } from '../dsp/index.ts';
import {
  createFakeDialogueVoice,
  type FakeDialogueVoice,
  type FakeDialogueVoiceOptions,
} from '../testing/index.ts';
import { type DialogueVoice, VoiceError } from '../voices/index.ts';
import { type GenerateOptions, generateConversation } from './generate-conversation.ts';
import { streamConversation } from './stream-conversation.ts';
import type { ConversationPart } from './stream-parts.ts';

const sampleRate = 16_000;
const script = `
ann: Have you seen my umbrella, the yellow one?
  > ben: yes
ben: Of course I have.
ann: Then where is it?
ben: [interrupt] Well on the bus!
`;

function fake(options: FakeDialogueVoiceOptions = {}): FakeDialogueVoice {
  return createFakeDialogueVoice({
    sampleRate,
    tracks: true,
    leadingSilence: 0,
    trailingSilence: 0,
    ownBackchannel: 'mm',
    ...options,
  });
}

function callOf(model: FakeDialogueVoice, loudness: NonNullable<GenerateOptions['loudness']> = {}) {
  return {
    script,
    seed: 1,
    voices: { ann: model.voice('ann'), ben: model.voice('ben') },
    output: { format: 'pcm' },
    loudness,
  } as const;
}

async function partsOf(call: GenerateOptions): Promise<ConversationPart[]> {
  const parts: ConversationPart[] = [];
  for await (const part of streamConversation(call)) parts.push(part);
  return parts;
}

function endOf(parts: readonly ConversationPart[]) {
  const last = parts.at(-1);
  if (last?.type !== 'conversation-ended') throw new Error('The last part is the end.');
  return last;
}

/** The two channels of PCM. */
function channelsOf(parts: readonly ConversationPart[]): Float32Array[] {
  const bytes = parts.flatMap((part) => (part.type === 'audio-ready' ? [...part.bytes] : []));
  const values = new Int16Array(Uint8Array.from(bytes).buffer);
  return [0, 1].map((channel) =>
    Float32Array.from(
      { length: values.length / 2 },
      (_, frame) => (values[2 * frame + channel] ?? 0) / 32_768,
    ),
  );
}

test('what a model with tracks says is as in the whole, and its words come when they are known', async () => {
  const parts = await partsOf(callOf(fake(), { levels: 'keep' }));
  const { timeline, metadata, warnings } = endOf(parts);
  const whole = await generateConversation(callOf(fake(), { levels: 'keep' }));
  expect([metadata.path, metadata.perTurn.length, warnings]).toEqual(['native', 4, []]);
  expect(timeline.utterances).toEqual(whole.timeline.utterances);
  const told = parts.flatMap((part) => (part.type === 'utterance-started' ? [part.utterance] : []));
  expect(told.toSorted((a, b) => a.start - b.start)).toEqual(timeline.utterances);
  const words = parts.filter(({ type }) => type === 'word-spoken').length;
  expect(words).toBe(timeline.utterances.reduce((sum, utterance) => sum + utterance.words.length, 0));
  const ended = parts.flatMap((part) => (part.type === 'turn-ended' ? [part.turnIndex] : []));
  expect(ended).toEqual([0, 1, 2, 3]);
});

test('each speaker is on their own track, and the file is as long as the timeline', async () => {
  const parts = await partsOf(callOf(fake(), { levels: 'keep' }));
  const { timeline } = endOf(parts);
  const channels = channelsOf(parts);
  expect((channels[0]?.length ?? 0) / sampleRate).toBeCloseTo(timeline.duration, 3);
  for (const { speaker, start, end } of timeline.utterances) {
    const own = channels[speaker === 'ann' ? 0 : 1];
    const heard = own?.subarray(Math.round(start * sampleRate), Math.round(end * sampleRate));
    expect(heard?.some((sample) => Math.abs(sample) > 0.05)).toBe(true);
  }
});

test('comes near the loudness that is wanted, at another rate too', async () => {
  const call = callOf(fake({ speakers: { ben: { level: 0.05 } } }));
  const { timeline } = endOf(await partsOf({ ...call, output: { format: 'pcm', sampleRate: 24_000 } }));
  const channels = channelsOf(await partsOf(call));
  const meter = createLoudnessMeter({ sampleRate, channels: 2, peaks: false });
  meter.push(channels);
  expect(Math.abs(meter.read().integrated + 16)).toBeLessThan(3);
  expect(timeline.duration).toBeGreaterThan(3);
});

test('a failure on the way leaves a whole file, and is told', async () => {
  const model = fake();
  const broken: DialogueVoice = {
    ...model,
    async *converse(request, options) {
      let count = 0;
      for await (const part of model.converse(request, options)) {
        yield part;
        if (part.type === 'audio-ready' && ++count === 2)
          throw new VoiceError('The model is gone.', { provider: 'fake' });
      }
    },
  };
  const voices = {
    ann: { ...model.voice('ann'), dialogue: broken },
    ben: { ...model.voice('ben'), dialogue: broken },
  };
  const heard: ConversationPart[] = [];
  const listen = async (): Promise<void> => {
    for await (const part of streamConversation({ ...callOf(model), voices })) heard.push(part);
  };
  await expect(listen()).rejects.toMatchObject({ name: 'GenerateError', provider: 'fake' });
  expect(heard.some(({ type }) => type === 'audio-ready')).toBe(true);
});

test('a model without tracks speaks each turn alone, or is refused where it was asked for', async () => {
  const model = createFakeDialogueVoice({ sampleRate });
  const call = { ...callOf(model), style: 'sequential' as const, script: 'ann: One.\nben: Two.\n' };
  expect(endOf(await partsOf(call)).metadata.path).toBe('stitch');
  await expect(partsOf({ ...call, path: 'native' })).rejects.toMatchObject({ field: 'path' });
});
