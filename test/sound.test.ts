import { beforeAll, describe, expect, test } from 'vitest';
import { measureLoudness, resample, rmsAmplitude, toDecibels } from '../src/dsp/index.ts';
import { generateConversation, prepareConversation, writeConversation } from '../src/index.ts';
import { createMemorySink, decodeAudio } from '../src/media/index.ts';
import type { Timeline } from '../src/timeline/index.ts';

/** Real voices, measured in the decoded files as a listener would who knows nothing of the plan. */

const talk = `---
language: en
register: telephone
speakers:
  ann: { voice: flite/slt }
  ben: { voice: flite/rms }
  mei: { voice: espeak/mei, language: zh-CN }
---
ann: Good morning everyone, shall we begin with the plan for Saturday?
ben: Yes please. I have been waiting for this since Tuesday, and so has the rest of the family.
  > ann: yeah
mei: 钥匙在桌子上，就在那本书的旁边。
  > ben: right
ann: [laughs] Of course they are. Thank you very much for looking.
ben: [laughs] I looked there twice, you know, once before breakfast and once after.
  > ann: mm-hm
mei: 我觉得七点没问题，可是要早点睡觉。
ann: Then we meet at the station at seven, and we take the first train to the lake.
`;

type Sound = { readonly channels: readonly Float32Array[]; readonly sampleRate: number };

describe('a talk of three voices', () => {
  // Low enough that the limiter has nothing to do.
  const options = { script: talk, seed: 5, loudness: { target: -27 } } as const;
  let result: { readonly timeline: Timeline };
  let wave: Uint8Array;
  let sound: Sound;
  let mono: Readonly<Record<'wav' | 'mp3' | 'ogg-opus', Sound>>;

  beforeAll(async () => {
    await using prepared = await prepareConversation(options);
    const sinks = Array.from({ length: 4 }, () => createMemorySink());
    const [tracks = createMemorySink(), ...mixes] = sinks;
    await writeConversation(prepared, [
      { sink: tracks },
      ...(['wav', 'mp3', 'ogg-opus'] as const).map((format, index) => {
        return { sink: mixes[index] ?? tracks, format, layout: 'mono' } as const;
      }),
    ]);
    result = { timeline: prepared.timeline };
    wave = tracks.bytes();
    const decoded = await Promise.all(sinks.map((sink) => decodeAudio(sink.bytes())));
    const [all, wav, mp3, opus] = decoded;
    if (all === undefined || wav === undefined || mp3 === undefined || opus === undefined)
      throw new Error('Not all was written.');
    sound = all;
    mono = { wav, mp3, 'ogg-opus': opus };
  }, 60_000);

  test('speakers are equally loud, and the programme is as loud as was asked for', () => {
    const levels = result.timeline.speakers.map(({ id, channel }) => {
      const spans = result.timeline.utterances
        .filter(({ speaker, kind }) => speaker === id && kind !== 'backchannel')
        .flatMap(({ words }) => words);
      return loudness(join(spans.map((span) => stretchOf(sound, channel, span))), sound.sampleRate);
    });
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(0.5);
    const programme = measureLoudness({ channels: [...sound.channels], sampleRate: sound.sampleRate });
    expect(Math.abs(programme.integrated + 27)).toBeLessThan(0.3);
  });

  test('they are so behind the limiter too, which takes more from a voice with high peaks', async () => {
    await using prepared = await prepareConversation({
      script: talk,
      seed: 5,
      voices: { ben: 'flite/kal16' },
    });
    const sink = createMemorySink();
    await writeConversation(prepared, [{ sink }]);
    const limited = await decodeAudio(sink.bytes());
    const levels = prepared.timeline.speakers.map(({ id, channel }) => {
      const turns = prepared.timeline.utterances.filter(
        ({ speaker, kind }) => speaker === id && kind !== 'backchannel',
      );
      return loudness(join(turns.map((turn) => stretchOf(limited, channel, turn))), limited.sampleRate);
    });
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(0.5);
  }, 30_000);

  test('backchannels are below their speaker’s speech, laughter is not above it', () => {
    const { utterances, events, speakers } = result.timeline;
    const speech = new Map(
      speakers.map(({ id, channel }) => [
        id,
        loudness(
          join(
            utterances
              .filter(({ speaker, kind }) => speaker === id && kind !== 'backchannel')
              .map((span) => stretchOf(sound, channel, span)),
          ),
          sound.sampleRate,
        ),
      ]),
    );
    const beside = (speaker: string, span: Span): number => {
      const channel = speakers.find(({ id }) => id === speaker)?.channel ?? 0;
      const piece = stretchOf(sound, channel, span);
      const second = join(Array.from({ length: Math.ceil(sound.sampleRate / piece.length) }, () => piece));
      return loudness(second, sound.sampleRate) - (speech.get(speaker) ?? 0);
    };
    const answers = utterances.filter(({ kind }) => kind === 'backchannel');
    expect(answers.length).toBeGreaterThanOrEqual(3);
    for (const answer of answers) {
      expect(beside(answer.speaker, answer)).toBeLessThan(-4);
      expect(beside(answer.speaker, answer)).toBeGreaterThan(-9.5);
    }
    for (const event of events) expect(beside(event.speaker ?? '', event)).toBeLessThan(1);
  });

  test('where a speaker says nothing, their track has nothing', () => {
    for (const { id, channel } of result.timeline.speakers) {
      const rest = Float32Array.from(sound.channels[channel] ?? []);
      const own = [...result.timeline.utterances, ...result.timeline.events].filter(
        ({ speaker }) => speaker === id,
      );
      for (const { start, end } of own) {
        rest.fill(
          0,
          Math.round((start - 0.06) * sound.sampleRate),
          Math.round((end + 0.06) * sound.sampleRate),
        );
      }
      expect(highest(rest)).toBe(0);
    }
  });

  test('the first words of a stretch begin where the timeline says', () => {
    const errors = result.timeline.utterances
      .filter(({ kind }) => kind !== 'backchannel')
      .map(({ speaker, start }) => {
        const { channel } = result.timeline.speakers.find(({ id }) => id === speaker) ?? { channel: 0 };
        return Math.abs(soundStart(sound, channel, start) - start);
      })
      .toSorted((a, b) => a - b);
    expect(errors[errors.length >> 1]).toBeLessThan(0.015);
    expect(errors.at(-1)).toBeLessThan(0.04);
  });

  test('the same seed gives the same bytes, whatever is rendered at once', async () => {
    const again = await generateConversation({ ...options, maxConcurrency: 1 });
    expect(Buffer.compare(again.audio.uint8Array, wave)).toBe(0);
  });

  test('mono is what the tracks sum to', () => {
    const mixed = mono.wav.channels[0] ?? new Float32Array(0);
    const sum = mixed.map((_, frame) => sound.channels.reduce((all, one) => all + (one[frame] ?? 0), 0));
    const gain = rmsAmplitude(mixed) / rmsAmplitude(sum);
    const difference = mixed.map((sample, frame) => sample - gain * (sum[frame] ?? 0));
    expect(toDecibels(rmsAmplitude(difference) / rmsAmplitude(mixed))).toBeLessThan(-50);
  });

  test.each(['mp3', 'ogg-opus'] as const)('%s is as loud and as early as the wave', (format) => {
    const [plain, packed] = [mono.wav, mono[format]];
    expect(Math.abs(levelOf(plain) - levelOf(packed))).toBeLessThan(0.3);
    const again = resample(
      { samples: packed.channels[0] ?? new Float32Array(0), sampleRate: packed.sampleRate },
      plain.sampleRate,
    ).samples;
    const samples = plain.channels[0] ?? new Float32Array(0);
    expect(Math.abs(again.length - samples.length) / plain.sampleRate).toBeLessThan(0.001);
    expect(Math.abs(lag(samples, again)) / plain.sampleRate).toBeLessThan(0.002);
  });
});

describe('the sequential style', () => {
  const pairs = [
    ['flite/slt', 'flite/rms'],
    ['flite/awb', 'flite/kal16'],
    ['espeak/mei', 'flite/slt'],
  ] as const;

  test.each(pairs)('leaves 200 ms of silence between %s and %s', async (first, second) => {
    const { audio, timeline } = await generateConversation({
      script: `---\nlanguage: en\nspeakers:\n  a: { voice: ${first} }\n  b: { voice: ${second} }\n---
a: Have you seen my umbrella today?
b: The yellow one with the ducks on it, yes.
a: She keeps it behind the garden door.
b: What if we walked home first?
`,
      style: 'sequential',
      gapMs: 200,
    });
    const sound = await decodeAudio(audio.uint8Array);
    const errors = timeline.utterances.slice(1).map(({ start }, index) => {
      const before = timeline.utterances[index]?.end ?? 0;
      const from = soundEnd(sound, index % 2, before);
      return soundStart(sound, (index + 1) % 2, start) - from - 0.2;
    });
    for (const error of errors) expect(Math.abs(error)).toBeLessThan(0.015);
  });
});

test('no turn is cut in the middle of a sound, unless its speaker is', async () => {
  await using prepared = await prepareConversation({ script: talk, seed: 8, interruptions: 'none' });
  const { plan, sounds } = prepared;
  const { sampleRate } = sounds;
  for (const clip of plan.clips) {
    const from = Math.round(clip.from * sampleRate);
    const whole = await sounds.read(clip.source, from, Math.round((clip.to - clip.from) * sampleRate));
    const loud = loudPart(whole, sampleRate);
    const edge = whole.subarray(whole.length - Math.round(0.004 * sampleRate));
    expect(toDecibels(rmsAmplitude(edge) / loud)).toBeLessThan(-20);
  }
});

type Span = { readonly start: number; readonly end: number };

function stretchOf({ channels, sampleRate }: Sound, channel: number, { start, end }: Span): Float32Array {
  return (channels[channel] ?? new Float32Array(0)).subarray(
    Math.round(start * sampleRate),
    Math.round(end * sampleRate),
  );
}

function join(pieces: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

function loudness(samples: Float32Array, sampleRate: number): number {
  return measureLoudness({ channels: [samples], sampleRate }).integrated;
}

function levelOf({ channels, sampleRate }: Sound): number {
  return loudness(channels[0] ?? new Float32Array(0), sampleRate);
}

function highest(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

/** Frames by which the second is later than the first, where they are most alike. */
function lag(first: Float32Array, second: Float32Array): number {
  const shifts = Array.from({ length: 401 }, (_, index) => index - 200);
  const from = 1000;
  const to = Math.min(first.length, 150_000);
  const likeness = shifts.map((shift) => {
    let sum = 0;
    for (let frame = from; frame < to; frame++) sum += (first[frame] ?? 0) * (second[frame + shift] ?? 0);
    return sum;
  });
  return shifts[likeness.indexOf(Math.max(...likeness))] ?? Number.NaN;
}

/** What 1 in 20 of the stretches of 4 ms with any sound exceed. */
function loudPart(samples: Float32Array, sampleRate: number): number {
  const width = Math.round(0.004 * sampleRate);
  const levels = Array.from({ length: Math.floor(samples.length / width) }, (_, index) =>
    rmsAmplitude(samples.subarray(index * width, (index + 1) * width)),
  )
    .filter((level) => level > 1e-4)
    .toSorted((a, b) => a - b);
  return levels[Math.floor(levels.length * 0.95)] ?? 1;
}

/** Sound is what is no more than this below the loud parts of the track. dB. */
const audible = -35;

function isSound({ channels, sampleRate }: Sound, channel: number): (seconds: number) => boolean {
  const samples = channels[channel] ?? new Float32Array(0);
  const limit = loudPart(samples, sampleRate) * 10 ** (audible / 20);
  return (seconds) => {
    const middle = Math.round(seconds * sampleRate);
    const half = Math.round(0.002 * sampleRate);
    return rmsAmplitude(samples.subarray(Math.max(0, middle - half), middle + half)) > limit;
  };
}

/** The first sound after the silence before `near`, and the last before that after it. Seconds. */
function soundStart(sound: Sound, channel: number, near: number): number {
  const sounds = isSound(sound, channel);
  let at = near - 0.025;
  while (!sounds(at) && at < near + 0.3) at += 0.001;
  return at;
}

function soundEnd(sound: Sound, channel: number, near: number): number {
  const sounds = isSound(sound, channel);
  let at = near + 0.08;
  while (!sounds(at) && at > near - 0.3) at -= 0.001;
  return at;
}
