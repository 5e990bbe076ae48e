import { describe, expect, test, vi } from 'vitest';
import { createLoudnessMeter, truePeakAmplitude } from '../dsp/index.ts';
import { type AudioFormat, decodeAudio } from '../media/index.ts';
import {
  type Clock,
  createFakeVoice,
  createSimulatedClock,
  type FakeVoice,
  type FakeVoiceOptions,
} from '../testing/index.ts';
import type { Timeline } from '../timeline/index.ts';
import { collectSpeech } from '../voices/index.ts';
import { type GenerateOptions, generateConversation } from './generate-conversation.ts';
import { GenerateError } from './generate-error.ts';
import { streamConversation } from './stream-conversation.ts';
import type { ConversationPart } from './stream-parts.ts';

const sampleRate = 8000;

type Cast = { readonly ann: FakeVoice; readonly ben: FakeVoice };

function castOf(options: FakeVoiceOptions = {}): Cast {
  return {
    ann: createFakeVoice({ id: 'fake/ann', pitch: 220, sampleRate, ...options }),
    ben: createFakeVoice({ id: 'fake/ben', pitch: 330, sampleRate, ...options }),
  };
}

const sentences = [
  'We went down to the river, and then it started to rain, so we sat under a bridge.',
  'Yes.',
  'Do you know where they are? Nobody told me about it at all.',
  'That is true, I think.',
  'But it was all right in the end, because the train was late, and so were we.',
];

function scriptOf(turns: number): string {
  return Array.from(
    { length: turns },
    (_, index) => `${index % 2 === 0 ? 'ann' : 'ben'}: ${sentences[index % sentences.length]}`,
  ).join('\n');
}

type Streamed = {
  readonly parts: readonly ConversationPart[];
  readonly bytes: Uint8Array;
  readonly timeline: Timeline;
};

async function streamed(options: GenerateOptions): Promise<Streamed> {
  const parts: ConversationPart[] = [];
  for await (const part of streamConversation(options)) parts.push(part);
  const last = parts.at(-1);
  if (last?.type !== 'conversation-ended') throw new Error('The last part is the end.');
  return { parts, bytes: bytesOf(parts), timeline: last.timeline };
}

/** Seconds that the first turn takes alone. */
async function timeOf(voice: FakeVoice, clock: Clock): Promise<number> {
  const begun = clock.now();
  await collectSpeech(voice, { text: sentences[0] ?? '' });
  return clock.now() - begun;
}

function bytesOf(parts: readonly ConversationPart[]): Uint8Array {
  return Buffer.concat(parts.flatMap((part) => (part.type === 'audio-ready' ? [part.bytes] : [])));
}

const pcm = { format: 'pcm', bitDepth: 'float' } as const;
const bytesPerFrame = 8;

function secondsOf(parts: readonly ConversationPart[]): number {
  return bytesOf(parts).length / bytesPerFrame / sampleRate;
}

describe('what comes out', () => {
  test.each(['wav', 'mp3', 'ogg-opus', 'flac'] satisfies AudioFormat[])('is a whole %s', async (format) => {
    const { bytes, timeline } = await streamed({
      script: scriptOf(3),
      voices: castOf(),
      output: { format },
    });
    const decoded = await decodeAudio(bytes);
    expect(decoded.channels).toHaveLength(2);
    const duration = (decoded.channels[0]?.length ?? 0) / decoded.sampleRate;
    expect(Math.abs(duration - timeline.duration)).toBeLessThan(format === 'mp3' ? 0.1 : 0.001);
  });

  test('is what is generated as a whole, in the sequential style', async () => {
    const script = `${scriptOf(8)}
ann: One more thing [laughter] and then we go.
  > ben: yeah
  And that is all of it.`;
    const options = {
      script,
      voices: castOf(),
      style: 'sequential',
      loudness: { levels: 'keep' },
      output: { format: 'wav', bitDepth: 'float' },
    } as const;
    const whole = await generateConversation(options);
    const { bytes, timeline } = await streamed(options);
    expect(timeline).toEqual(whole.timeline);
    const [expected, found] = await Promise.all([decodeAudio(whole.audio.uint8Array), decodeAudio(bytes)]);
    expect(found.channels[0]?.length).toBe(expected.channels[0]?.length);
    for (const [channel, samples] of expected.channels.entries()) {
      const off = samples.reduce(
        (most, sample, index) => Math.max(most, Math.abs(sample - (found.channels[channel]?.[index] ?? 9))),
        0,
      );
      expect(off).toBeLessThan(1e-6);
    }
  });

  test('does not depend on how it is taken, or on how much is done at once', async () => {
    const options = { script: scriptOf(12), register: 'telephone', seed: 3, output: pcm };
    const one = await streamed({ ...options, voices: castOf(), maxConcurrency: 1 });
    const many = await streamed({ ...options, voices: castOf(), maxConcurrency: 16 });
    expect(many.timeline).toEqual(one.timeline);
    expect(Buffer.compare(many.bytes, one.bytes)).toBe(0);
    const other = await streamed({ ...options, voices: castOf(), seed: 4 });
    expect(other.timeline).not.toEqual(one.timeline);
  });

  test('is told in order: each event before the audio of its moment, or with it', async () => {
    const { parts, timeline } = await streamed({
      script: scriptOf(12),
      voices: castOf(),
      register: 'telephone',
      output: pcm,
    });
    expect(parts[0]).toMatchObject({ type: 'conversation-started', sampleRate, channels: 2 });
    const times = new Map<string, number>();
    let heard = 0;
    for (const part of parts) {
      heard += secondsOf([part]);
      if (part.type === 'utterance-started') times.set(part.utterance.id, heard - part.utterance.start);
      if (part.type === 'word-spoken') {
        times.set(`${part.utterance}/${part.index}`, heard - part.word.start);
      }
      if (part.type === 'turn-ended') times.set(`turn ${part.turnIndex}`, heard - part.end);
    }
    const words = timeline.utterances.flatMap((utterance) => utterance.words).length;
    expect(times.size).toBe(timeline.utterances.length + words + 12);
    expect(Math.max(...times.values())).toBeLessThanOrEqual(0);
    expect(Math.min(...times.values())).toBeGreaterThan(-0.6);
  });

  test('brings all speakers to the target, and no peak over the ceiling', async () => {
    const voices = {
      ann: createFakeVoice({ id: 'fake/ann', level: 0.02 }),
      ben: createFakeVoice({ id: 'fake/ben', level: 0.9, pitch: 330 }),
    };
    const { bytes } = await streamed({ script: scriptOf(10), voices, style: 'sequential' });
    const { channels, sampleRate: rate } = await decodeAudio(bytes);
    for (const samples of channels) {
      const meter = createLoudnessMeter({ sampleRate: rate, channels: 1, peaks: false });
      meter.push([samples]);
      expect(Math.abs(meter.read().integrated + 16)).toBeLessThan(0.5);
      expect(truePeakAmplitude(samples)).toBeLessThan(10 ** (-1 / 20));
    }
  });
});

describe('while it is made', () => {
  const delay = 1;

  test.each(['natural', 'sequential'] as const)(
    'the first of a %s one is heard with the first turn',
    async (style) => {
      const clock = createSimulatedClock();
      const voices = castOf({ delay, clock });
      const parts = streamConversation({ script: scriptOf(10), voices, style, output: pcm })[
        Symbol.asyncIterator
      ]();
      const first = async (): Promise<number> => {
        for (let part = await parts.next(); part.done !== true; part = await parts.next()) {
          if (part.value.type === 'audio-ready') return clock.now();
        }
        return Number.NaN;
      };
      const heard = await clock.runUntil(first());
      const alone = await clock.runUntil(timeOf(createFakeVoice({ sampleRate, delay, clock }), clock));
      expect(heard).toBeLessThan(1.2 * alone);
      await clock.runUntil(Promise.resolve(parts.return?.()));
    },
  );

  test('who stops reading stops the requests', async () => {
    const clock = createSimulatedClock();
    const voices = castOf({ delay: 0.01, clock });
    const options = {
      script: scriptOf(50),
      voices,
      backchannels: 'none',
      maxConcurrency: 3,
      output: pcm,
    } as const;
    const parts = streamConversation(options)[Symbol.asyncIterator]();
    const requests = (): number => voices.ann.requests.length + voices.ben.requests.length;
    let taken = 0;
    let most = 0;
    for (;;) {
      const part = await clock.runUntil(parts.next());
      if (part.done === true) break;
      if (part.value.type !== 'progress-made') continue;
      taken++;
      // However long nobody reads.
      await clock.advance(1000);
      most = Math.max(most, requests() - taken);
      expect(voices.ann.active + voices.ben.active).toBe(0);
    }
    expect(taken).toBe(50);
    expect(requests()).toBe(50);
    expect(most).toBeLessThanOrEqual(3);
  });

  test('no more is asked for at once than was allowed', async () => {
    const clock = createSimulatedClock();
    const voices = castOf({ delay: 0.1, clock });
    let most = 0;
    const run = streamed({ script: scriptOf(30), voices, maxConcurrency: 4, output: pcm });
    const state = { done: false };
    void run.finally(() => {
      state.done = true;
    });
    while (!state.done) {
      await clock.advance(0.05);
      most = Math.max(most, voices.ann.active + voices.ben.active);
    }
    await run;
    expect(most).toBe(4);
  });
});

describe('what goes wrong', () => {
  test('ends it after all that came before was heard, and says which turn it was', async () => {
    const voices = castOf({ failingCalls: [3] });
    const parts: ConversationPart[] = [];
    const run = async (): Promise<void> => {
      for await (const part of streamConversation({
        script: scriptOf(10),
        voices,
        backchannels: 'none',
        maxConcurrency: 1,
        output: pcm,
      })) {
        parts.push(part);
      }
    };
    await expect(run()).rejects.toMatchObject({ name: 'GenerateError', turnIndex: 4 });
    const ended = parts.filter((part) => part.type === 'turn-ended');
    expect(ended.map(({ turnIndex }) => turnIndex)).toEqual([0, 1, 2, 3]);
    expect(secondsOf(parts)).toBeGreaterThan(ended.at(-1)?.end ?? 99);
  });

  test('is left out where the rest is wanted', async () => {
    const { parts, timeline } = await streamed({
      script: scriptOf(8),
      voices: castOf({ failingCalls: [2] }),
      backchannels: 'none',
      onError: 'partial',
      maxConcurrency: 1,
    });
    const end = parts.at(-1);
    expect(end).toMatchObject({ missing: [{ turnIndex: 2 }, { turnIndex: 3 }] });
    expect(timeline.utterances.map(({ turnIndex }) => turnIndex)).toEqual([0, 1, 4, 5, 6, 7]);
  });

  test.each([
    [{ output: { stems: true } }, 'output.stems'],
    [{ path: 'native' }, 'path'],
    [{ gapMs: -1 }, 'gapMs'],
    [{ output: { format: 'mp3', layout: 'tracks', bitDepth: 24 } }, 'output'],
  ] as const)('%j is refused before anything is rendered', async (wrong, field) => {
    const voices = castOf();
    const run = streamed({ script: scriptOf(3), voices, ...wrong });
    await expect(run).rejects.toBeInstanceOf(GenerateError);
    await expect(run).rejects.toMatchObject({ field });
    expect(voices.ann.requests).toEqual([]);
  });

  test('nothing that can be heard is an error', async () => {
    await expect(streamed({ script: 'ann: …', voices: { ann: createFakeVoice() } })).rejects.toMatchObject({
      field: 'script',
    });
  });
});

describe('who leaves', () => {
  test('by the signal gets its reason, and leaves nothing', async () => {
    const clock = createSimulatedClock();
    const voices = castOf({ delay: 5, clock });
    const active = (): number => voices.ann.active + voices.ben.active;
    const controller = new AbortController();
    const options = { script: scriptOf(10), voices, signal: controller.signal, output: pcm };
    const parts = streamConversation(options)[Symbol.asyncIterator]();
    for (let told = false; !told; ) {
      const { value } = await clock.runUntil(parts.next());
      told = value?.type === 'audio-ready';
    }
    await vi.waitFor(() => expect(active()).toBeGreaterThan(1), { interval: 1 });
    controller.abort(new Error('enough'));
    await clock.advance(0.2);
    expect(active()).toBe(0);
    expect(clock.waiting).toBe(0);
    await expect(parts.next()).rejects.toThrow('enough');
  });

  test('with an aborted signal asks for nothing', async () => {
    const voices = castOf();
    const run = streamed({ script: scriptOf(3), voices, signal: AbortSignal.abort(new Error('before')) });
    await expect(run).rejects.toThrow('before');
    expect(voices.ann.requests).toEqual([]);
  });

  test('the loop leaves nothing', async () => {
    const clock = createSimulatedClock();
    const voices = castOf({ delay: 0.1, clock });
    const leave = async (): Promise<void> => {
      for await (const part of streamConversation({ script: scriptOf(50), voices, output: pcm })) {
        if (part.type === 'turn-ended') break;
      }
    };
    await clock.runUntil(leave());
    expect(voices.ann.active + voices.ben.active).toBe(0);
    expect(clock.waiting).toBe(0);
  });

  test('while waiting for the next part, does not wait for it', async () => {
    const clock = createSimulatedClock();
    const voices = castOf({ delay: 60, clock });
    const parts = streamConversation({ script: scriptOf(5), voices })[Symbol.asyncIterator]();
    expect(await parts.next()).toMatchObject({ value: { type: 'conversation-started' } });
    const waiting = parts.next();
    await clock.advance(1);
    expect(voices.ann.active).toBeGreaterThan(0);
    const left = parts.return?.();
    await clock.advance(0.2);
    expect(await waiting).toMatchObject({ done: true });
    expect(await left).toMatchObject({ done: true });
    expect(voices.ann.active).toBe(0);
  });
});
