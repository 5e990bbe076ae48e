import { measureLoudness } from 'duologue/dsp';
import { splitWords } from 'duologue/timeline';
import { collectSpeech, type Speech, UnknownVoiceError, type VoiceProvider } from 'duologue/voices';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEspeak } from './espeak.ts';
import { speakers } from './speakers.ts';
import { semitones, trackPitch } from './track-pitch.ts';

let provider: VoiceProvider;
beforeAll(() => {
  provider = createEspeak({ workers: 1 });
});
afterAll(async () => {
  await provider[Symbol.asyncDispose]();
});

const say = (
  voice: string,
  text: string,
  more: { speed?: number; language?: string } = {},
): Promise<Speech> => collectSpeech(provider.voice(voice), { text, ...more });

const conversation =
  '今天天气很好，我们一起去公园散步吧！你知道哪里有好吃的面条吗？下午3点，我在图书馆门口等你。别忘了带雨伞，可能会下雨。';

describe('the list', () => {
  it('has the Mandarin speakers and a woman and a man for every other language', () => {
    expect(speakers.filter(({ gender }) => gender === 'female').length).toBeGreaterThanOrEqual(3);
    expect(speakers.filter(({ gender }) => gender === 'male').length).toBeGreaterThanOrEqual(3);
    const ids = provider.voices.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('espeak/mei');
    expect(ids).toContain('espeak/de-male');
  });

  it('knows other names for what it has', () => {
    expect(provider.voice('zh').languages[0]).toBe('zh-CN');
    expect(provider.voice('en-gb').accent).toBe('Great Britain');
    expect(provider.voice('de+lan').throat).toEqual(provider.voice('lan').throat);
  });

  it.each(['may', 'xx-female', 'de+nobody', 'de-nonsense-here', '', 'de-female-male', '../../etc'])(
    'does not know %j',
    (name) => {
      expect(() => provider.voice(name)).toThrow(UnknownVoiceError);
    },
  );

  it('can speak every one', async () => {
    const failures: string[] = [];
    for (const { id, languages } of provider.voices) {
      if (id.endsWith('-male')) continue;
      const text = sayings[languages[0] ?? ''] ?? 'Mama 23';
      const { audio, words } = await say(id.slice('espeak/'.length), text);
      if (audio.samples.length < 3000 || words.length !== splitWords(text).length) failures.push(id);
    }
    expect(failures).toEqual([]);
  }, 120_000);
});

/** For the three whose letters are all that the engine reads of them. */
const sayings: Readonly<Record<string, string>> = { chr: 'ᎣᏏᏲ ᏙᎯᏧ' };

describe('Mandarin', () => {
  it.each(speakers.map(({ id }) => id))('%s is level, unclipped, and has its own pitch', async (id) => {
    const { audio, words, warnings } = await say(id, conversation);
    const loudness = measureLoudness({ channels: [audio.samples], sampleRate: audio.sampleRate });
    expect(Math.abs(loudness.integrated + 23)).toBeLessThan(0.7);
    expect(loudness.samplePeak).toBeLessThan(-0.1);
    expect(warnings).toEqual([]);
    expect(words.map(({ text }) => text)).toEqual(splitWords(conversation));
    expect(words.length / (audio.samples.length / audio.sampleRate)).toBeGreaterThan(3);
    const pitch = provider.voice(id).throat?.pitch ?? 0;
    expect(Math.abs(semitones(await medianPitch(id), pitch))).toBeLessThan(1);
  });

  it.each(speakers.map(({ id }) => id))('%s has four tones over at least 6 semitones', async (id) => {
    const level = await contour(id, '八');
    expect(Math.abs(level.end - level.start)).toBeLessThan(1.5);
    const rising = await contour(id, '拔');
    expect(rising.end - rising.start).toBeGreaterThan(1.5);
    const dipping = await contour(id, '把');
    expect(dipping.first - dipping.lowest).toBeGreaterThan(0.5);
    expect(dipping.last - dipping.lowest).toBeGreaterThan(0.5);
    const falling = await contour(id, '爸');
    expect(falling.start - falling.end).toBeGreaterThan(2.5);
    const courses = [level, rising, dipping, falling];
    const highest = Math.max(...courses.map((course) => course.highest));
    expect(highest - Math.min(...courses.map((course) => course.lowest))).toBeGreaterThan(6);
  });

  it('begins words where they are heard', async () => {
    const onsets = '爸怕妈发大他拿拉哥课喝鸡七西知吃是日字次四一五啊饿欧爱二用熊';
    for (const character of onsets) {
      const { audio, words } = await say('mei', `好，${character}，好`);
      const word = words[1];
      const error = heardOnset(audio.samples, audio.sampleRate, word?.start ?? 0, word?.end ?? 0);
      expect(Math.abs(error), character).toBeLessThan(0.03);
    }
  });

  it('gives one word to a number and one to each character', async () => {
    const { words } = await say('wei', '我25岁，有点儿贵，NLP吧');
    expect(words.map(({ text }) => text)).toEqual([
      '我',
      '25',
      '岁，',
      '有',
      '点',
      '儿',
      '贵，',
      'NLP',
      '吧',
    ]);
    const [, number, age] = words;
    expect((number?.end ?? 0) - (number?.start ?? 0)).toBeGreaterThan(
      2 * ((age?.end ?? 0) - (age?.start ?? 0)),
    );
    for (const { start, end } of words) expect(end - start).toBeGreaterThan(0.04);
  });

  it('speaks English by the same throat', async () => {
    const { words, warnings } = await say('jun', 'Good morning, everybody.', { language: 'en' });
    expect(warnings).toEqual([]);
    expect(words).toHaveLength(3);
  });
});

describe('any voice', () => {
  it('says the same request the same way, whatever came before', async () => {
    const first = await say('xue', conversation);
    await say('de', 'Etwas ganz anderes.');
    const second = await say('xue', conversation);
    expect(Buffer.from(second.audio.samples.buffer).equals(Buffer.from(first.audio.samples.buffer))).toBe(
      true,
    );
    await using other = createEspeak({ workers: 1 });
    const third = await collectSpeech(other.voice('xue'), { text: conversation });
    expect(Buffer.from(third.audio.samples.buffer).equals(Buffer.from(first.audio.samples.buffer))).toBe(
      true,
    );
  });

  it.each(['mei', 'en-us-male'])('%s takes its time by speed and keeps its pitch', async (voice) => {
    const text = voice === 'mei' ? conversation : 'The weather is lovely today, so let us walk in the park.';
    const length = async (speed: number): Promise<number> =>
      (await say(voice, text, { speed })).audio.samples.length;
    const normal = await length(1);
    expect(normal / (await length(2))).toBeGreaterThan(1.8);
    expect(normal / (await length(2))).toBeLessThan(2.2);
    expect((await length(0.5)) / normal).toBeGreaterThan(1.8);
    expect((await length(0.5)) / normal).toBeLessThan(2.2);
  });

  it.each([Number.NaN, 0, -1, 9, Number.POSITIVE_INFINITY])('warns of the speed %d', async (speed) => {
    const { warnings, audio } = await say('mei', '好', { speed });
    expect(warnings).toHaveLength(1);
    expect(audio.samples.length).toBeGreaterThan(0);
  });

  it('warns of a language that nobody speaks', async () => {
    expect((await say('mei', '好', { language: 'xx' })).warnings).toHaveLength(1);
  });

  it.each(['', ' ', '…', '——', '😀', '\u0000', '<>&'])('has nothing to say to %j', async (text) => {
    const { audio, words, warnings } = await say('mei', text);
    expect([audio.samples.length, words.length, warnings.length]).toEqual([0, 0, 1]);
  });

  it('obeys nothing in a text', async () => {
    const text = '<break time="9s"/> [[x]] &lt; </speak> <voice name="de">one</voice> & two';
    const { audio, words } = await say('en-us', text);
    expect(words.map((word) => word.text)).toEqual(splitWords(text));
    expect(audio.samples.length / audio.sampleRate).toBeLessThan(9);
  });

  it('keeps words in order inside the audio, through a long text', async () => {
    const text = conversation.repeat(15);
    const { audio, words } = await say('tao', text);
    expect(words.map((word) => word.text)).toEqual(splitWords(text));
    let before = 0;
    for (const { start, end } of words) {
      expect(start).toBeGreaterThanOrEqual(before);
      expect(end).toBeGreaterThan(start);
      before = end;
    }
    expect(before).toBeLessThanOrEqual(audio.samples.length / audio.sampleRate);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const speaking = collectSpeech(
      provider.voice('mei'),
      { text: conversation.repeat(500) },
      { signal: controller.signal },
    );
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(speaking).rejects.toThrow('enough');
    await expect(say('mei', '好')).resolves.toMatchObject({ warnings: [] });
  });
});

async function medianPitch(id: string): Promise<number> {
  const { audio } = await say(id, conversation);
  const pitch = provider.voice(id).throat?.pitch ?? 0;
  const points = trackPitch(audio.samples, audio.sampleRate, {
    step: 0.03,
    lowest: pitch * 0.45,
    highest: pitch * 2.2,
  });
  return points.map(({ frequency }) => frequency).toSorted((a, b) => a - b)[points.length >> 1] ?? 0;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

type Contour = {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
  readonly lowest: number;
  readonly highest: number;
};

/** Semitones against the speaker's pitch in one slow syllable; start and end are medians of a third. */
async function contour(id: string, character: string): Promise<Contour> {
  const { audio } = await say(id, character, { speed: 0.6 });
  const pitch = provider.voice(id).throat?.pitch ?? 0;
  const points = trackPitch(audio.samples, audio.sampleRate, {
    lowest: pitch * 0.5,
    highest: pitch * 1.5,
    threshold: 0.3,
  }).map(({ frequency }) => semitones(frequency, pitch));
  const third = Math.ceil(points.length / 3);
  return {
    first: points[0] ?? Number.NaN,
    last: points.at(-1) ?? Number.NaN,
    start: median(points.slice(0, third)),
    end: median(points.slice(-third)),
    lowest: Math.min(...points),
    highest: Math.max(...points),
  };
}

/** Seconds from the stamp to the first sound above a twentieth of the word's peak. */
function heardOnset(samples: Float32Array, sampleRate: number, start: number, end: number): number {
  const word = samples.subarray(Math.round(start * sampleRate), Math.round(end * sampleRate));
  const peak = word.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
  const from = Math.round((start - 0.09) * sampleRate);
  const first = samples.findIndex((value, frame) => frame >= from && Math.abs(value) > peak / 20);
  return first / sampleRate - start;
}
