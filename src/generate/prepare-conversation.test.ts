import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { findSpeech, type MultichannelAudio, measureLoudness } from '../dsp/index.ts';
import { decodeAudio } from '../media/index.ts';
import type { Script, ScriptTurn, TurnPart } from '../script/index.ts';
import { createFakeVoice, createFakeVoiceProvider, type FakeVoiceOptions } from '../testing/index.ts';
import { splitWords } from '../timeline/index.ts';
import type { Voice } from '../voices/index.ts';
import { conversationWaveforms } from './conversation-waveforms.ts';
import { type GenerateOptions, generateConversation } from './generate-conversation.ts';
import { GenerateError } from './generate-error.ts';
import { prepareConversation } from './prepare-conversation.ts';
import { writeConversation } from './write-conversation.ts';

const sentence = 'We walked along the river, and then it started to rain, so we sat under a bridge.';

function turn(speaker: string, text: string, rest: Partial<ScriptTurn> = {}): ScriptTurn {
  return { speaker, onset: { type: 'auto' }, parts: [{ type: 'speech', text }], ...rest };
}

function scriptOf(turns: readonly ScriptTurn[], speakers = ['ann', 'ben']): Script {
  return { language: 'en', speakers: speakers.map((id) => ({ id })), turns };
}

const dialogue = scriptOf([
  turn('ann', sentence),
  turn('ben', 'Did you get wet?'),
  turn('ann', 'Not very. It was over soon, and the sun came out.', {
    parts: [
      { type: 'speech', text: 'Not very. It was over soon,' },
      { type: 'backchannel', speaker: 'ben', text: 'I see.' },
      { type: 'speech', text: 'and the sun came out.' },
    ],
  }),
  turn('ben', sentence),
]);

function fakes(options: readonly FakeVoiceOptions[] = [{ pitch: 220 }, { pitch: 130, level: 0.05 }]) {
  const [ann, ben] = options.map((each, index) =>
    createFakeVoice({ id: `fake/${index}`, sampleRate: 16_000, ...each }),
  );
  if (ann === undefined || ben === undefined) throw new RangeError('two voices are needed');
  return { ann, ben };
}

async function heard(options: GenerateOptions): Promise<MultichannelAudio> {
  const { audio } = await generateConversation(options);
  return decodeAudio(audio.uint8Array);
}

// A place of its own, where no other test opens and closes a spool meanwhile.
vi.stubEnv('TMPDIR', mkdtempSync(join(tmpdir(), 'generate-')));
afterAll(() => {
  vi.unstubAllEnvs();
});

function highest(samples: Float32Array | undefined): number {
  return (samples ?? new Float32Array(0)).reduce((most, sample) => Math.max(most, sample), 0);
}

/** To compare at once: `toEqual` takes a sample at a time. */
function bytes(samples: Float32Array = new Float32Array(0)): Buffer {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
}

function temporaryFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('duologue-'));
}

describe('timing in the sound', () => {
  test.each([0.2, 0.05, 1])(
    'a gap of %s s is that much silence, whatever silence the voices leave',
    async (gap) => {
      const voices = fakes([
        { leadingSilence: 0.31, trailingSilence: 0.44 },
        { pitch: 300, leadingSilence: 0.02, trailingSilence: 0.6 },
      ]);
      const script = scriptOf([
        turn('ann', 'one two'),
        turn('ben', 'three four', { onset: { type: 'gap', duration: gap } }),
      ]);
      const audio = await heard({ script, voices, output: { layout: 'mono', bitDepth: 'float' } });
      const [samples = new Float32Array(0)] = audio.channels;
      const sounds = findSpeech({ samples, sampleRate: audio.sampleRate }, { minimumSilence: 0.04 });
      expect(sounds).toHaveLength(2);
      expect((sounds[1]?.start ?? 0) - (sounds[0]?.end ?? 0)).toBeCloseTo(gap, 2);
    },
  );

  test('every word sounds when the timeline says, and only on its speaker’s track', async () => {
    const { audio, timeline } = await generateConversation({ script: dialogue, voices: fakes(), seed: 4 });
    const { channels, sampleRate } = await decodeAudio(audio.uint8Array);
    expect(channels).toHaveLength(2);
    for (const { id, channel } of timeline.speakers) {
      const own = timeline.utterances.filter(({ speaker }) => speaker === id);
      const samples = channels[channel] ?? new Float32Array(0);
      for (const sound of findSpeech({ samples, sampleRate }, { minimumSilence: 0.01 })) {
        const start = own
          .flatMap(({ words }) => words)
          .find((word) => Math.abs(word.start - sound.start) < 0.004);
        expect(start, `${id} at ${sound.start}`).toBeDefined();
      }
      for (const { start, end } of own) {
        const inside = samples.subarray(Math.round(start * sampleRate), Math.round(end * sampleRate));
        expect(inside.some((sample) => Math.abs(sample) > 0.02)).toBe(true);
      }
    }
  });
});

/** A voice that hums one note without a break: every cut in it can be heard, and measured. */
function createHum(): Voice {
  const sampleRate = 16_000;
  return {
    id: 'hum/hum',
    name: 'Hum',
    languages: ['en'],
    sampleRate,
    async *speak({ text }) {
      const words = splitWords(text);
      const frames = words.length * 4000;
      const samples = Float32Array.from({ length: frames }, (_, frame) => {
        const edge = Math.min(1, frame / 800, (frames - frame) / 800);
        return 0.3 * edge * Math.sin((2 * Math.PI * 200 * frame) / sampleRate);
      });
      for (const [index, word] of words.entries()) {
        yield { type: 'word-timed', word: { text: word, start: index / 4, end: (index + 1) / 4 } };
      }
      yield { type: 'audio-ready', audio: { samples, sampleRate } };
    },
  };
}

test('no seam is a step: pauses, interruptions and cuts fade', async () => {
  const pausing: TurnPart[] = [
    { type: 'speech', text: 'a long way' },
    { type: 'pause', duration: 0.4 },
    {
      type: 'speech',
      text: 'to go and then another one to come and some more and that was not all of it and',
    },
  ];
  const script = scriptOf([
    turn('ann', '', { parts: pausing, cutShort: true }),
    turn('ben', 'no stop it now', { onset: { type: 'interrupt' } }),
    ...Array.from({ length: 10 }, (_, index) =>
      turn(index % 2 === 0 ? 'ann' : 'ben', 'and so on and on '.repeat(4)),
    ),
  ]);
  const hum = createHum();
  const audio = await heard({
    script,
    voices: { ann: hum, ben: hum },
    interruptions: 'auto',
    timing: { interruptionsPerMinute: 20 },
    output: { bitDepth: 'float' },
  });
  for (const samples of audio.channels) {
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    // A fade of 12 ms adds little to the steepest slope of the note itself.
    const steepest = peak * ((2 * Math.PI * 200) / 16_000) * 1.15;
    const step = samples.reduce(
      (most, sample, frame) => Math.max(most, Math.abs(sample - (samples[frame - 1] ?? 0))),
      0,
    );
    expect(step).toBeLessThan(steepest);
  }
});

describe('levels', () => {
  test.each([
    { layout: 'tracks', target: -16 },
    { layout: 'stereo', target: -16 },
    { layout: 'mono', target: -19 },
  ] as const)('$layout is at $target LUFS, under -1 dBTP', async ({ layout, target }) => {
    const audio = await heard({ script: dialogue, voices: fakes(), output: { layout, bitDepth: 'float' } });
    const { integrated, truePeak } = measureLoudness(audio);
    expect(integrated).toBeCloseTo(target, 1);
    expect(truePeak).toBeLessThanOrEqual(-0.95);
  });

  test('voices 14 dB apart come out within half a unit', async () => {
    const { channels, sampleRate } = await heard({
      script: dialogue,
      voices: fakes(),
      output: { bitDepth: 'float' },
    });
    const [ann = 0, ben = 0] = channels.map(
      (samples) => measureLoudness({ channels: [samples], sampleRate }).integrated,
    );
    expect(Math.abs(ann - ben)).toBeLessThan(0.5);
  });

  test('a loud target is limited, not clipped', async () => {
    const audio = await heard({
      script: dialogue,
      voices: fakes(),
      loudness: { target: -5, truePeak: -3 },
      output: { layout: 'mono', bitDepth: 'float' },
    });
    const { truePeak } = measureLoudness(audio);
    expect(truePeak).toBeLessThanOrEqual(-2.95);
    expect(truePeak).toBeGreaterThan(-3.5);
  });

  test('kept levels are the voices’ own', async () => {
    const { channels } = await heard({
      script: dialogue,
      voices: fakes([{ level: 0.25 }, { level: 0.05 }]),
      loudness: { levels: 'keep' },
      backchannels: 'none',
      output: { bitDepth: 'float' },
    });
    const peaks = channels.map((samples) =>
      samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
    );
    expect(peaks[0]).toBeCloseTo(0.25, 3);
    expect(peaks[1]).toBeCloseTo(0.05, 3);
  });
});

test('the same seed gives the same bytes, however many voices speak at once', async () => {
  const [one, many] = await Promise.all(
    [1, 16].map((maxConcurrency) =>
      generateConversation({ script: dialogue, voices: fakes(), maxConcurrency }),
    ),
  );
  expect(
    Buffer.compare(one?.audio.uint8Array ?? new Uint8Array(0), many?.audio.uint8Array ?? new Uint8Array(1)),
  ).toBe(0);
});

test('outputs of one pass, stems and waveforms agree', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
  const path = (name: string): string => join(folder, name);
  await using prepared = await prepareConversation({ script: dialogue, voices: fakes() });
  const stages = new Set<string>();
  await writeConversation(
    prepared,
    [
      { path: path('tracks.wav') },
      { path: path('mix.mp3'), layout: 'stereo' },
      { path: path('ann.wav'), layout: { stem: 'ann' } },
      { path: path('ben.flac'), layout: { stem: 'ben' } },
    ],
    { onProgress: ({ type }) => stages.add(type) },
  );
  expect([...stages]).toEqual(['audio-measured', 'audio-written']);
  const [tracks, mix, ann, ben] = await Promise.all(
    ['tracks.wav', 'mix.mp3', 'ann.wav', 'ben.flac'].map((name) => decodeAudio(readFileSync(path(name)))),
  );
  expect(mix?.channels).toHaveLength(2);
  expect(Buffer.compare(bytes(ann?.channels[0]), bytes(tracks?.channels[0]))).toBe(0);
  expect(Buffer.compare(bytes(ben?.channels[0]), bytes(tracks?.channels[1]))).toBe(0);
  expect(tracks?.channels[0]?.length).toBeGreaterThan(0);
  const waveforms = await conversationWaveforms(prepared, { buckets: 50 });
  expect(highest(waveforms[0]?.maximum)).toBeCloseTo(highest(tracks?.channels[0]), 2);
  expect(readdirSync(folder).toSorted()).toEqual(['ann.wav', 'ben.flac', 'mix.mp3', 'tracks.wav']);
});

describe('many speakers', () => {
  const speakers = Array.from({ length: 12 }, (_, index) => `s${index}`);
  const script = scriptOf(
    speakers.flatMap((id) => [turn(id, 'Good morning, everybody.'), turn(id, 'It is a fine day.')]),
    speakers,
  );
  const providers = [createFakeVoiceProvider()];

  test('twelve are twelve channels of a wav, and share voices where there are too few', async () => {
    const { audio, warnings } = await generateConversation({ script, providers, output: { format: 'wav' } });
    expect((await decodeAudio(audio.uint8Array)).channels).toHaveLength(12);
    expect(warnings.filter((warning) => warning.includes('shares the voice'))).toHaveLength(10);
  });

  test('a format with too few channels is refused before a word is spoken, or mixed where nothing was asked', async () => {
    const voice = createFakeVoice();
    const voices = Object.fromEntries(speakers.map((id) => [id, voice]));
    await expect(
      generateConversation({ script, voices, output: { format: 'mp3', layout: 'tracks' } }),
    ).rejects.toMatchObject({ field: 'output.layout' });
    expect(voice.requests).toHaveLength(0);
    const { audio } = await generateConversation({ script, voices, output: { format: 'mp3' } });
    expect((await decodeAudio(audio.uint8Array)).channels).toHaveLength(2);
  });
});

test('a language switch is spoken by the voice for it, in one utterance', async () => {
  const english = createFakeVoice({ id: 'fake/en', languages: ['en'], gender: 'female' });
  const chinese = createFakeVoice({
    id: 'fake/zh',
    languages: ['zh-CN'],
    gender: 'female',
    sampleRate: 22_050,
  });
  const other = createFakeVoice({ id: 'fake/zh-man', languages: ['zh-CN'], gender: 'male' });
  const script: Script = {
    language: 'en',
    speakers: [{ id: 'ann', voice: 'fake/en' }],
    turns: [
      turn('ann', '', {
        parts: [
          { type: 'speech', text: 'She said' },
          { type: 'speech', text: '你好', language: 'zh' },
          { type: 'speech', text: 'and left.' },
        ],
      }),
    ],
  };
  const provider = createFakeVoiceProvider({ voices: [english, other, chinese] });
  const { timeline, metadata } = await generateConversation({ script, providers: [provider] });
  expect(timeline.utterances).toHaveLength(1);
  expect(timeline.utterances[0]?.words.map(({ text }) => text)).toEqual([
    'She',
    'said',
    '你',
    '好',
    'and',
    'left.',
  ]);
  expect(chinese.requests).toMatchObject([{ text: '你好', language: 'zh' }]);
  expect(timeline.languages).toEqual(['en', 'zh']);
  expect(metadata.voices.map(({ voice }) => voice)).toEqual(['fake/en', 'fake/zh']);
  expect(provider.disposed).toBe(false);
});

test('laughter sounds where the timeline has it', async () => {
  const script = scriptOf([
    turn('ann', '', {
      parts: [
        { type: 'speech', text: 'That was it.' },
        { type: 'event', event: 'laughter' },
      ],
    }),
    turn('ben', '', { parts: [{ type: 'event', event: 'laughter' }] }),
    turn('ann', 'Stop.'),
  ]);
  const { audio, timeline } = await generateConversation({ script, voices: fakes(), backchannels: 'none' });
  const { channels, sampleRate } = await decodeAudio(audio.uint8Array);
  expect(timeline.events.map(({ type, speaker }) => [type, speaker])).toEqual([
    ['laughter', 'ann'],
    ['laughter', 'ben'],
  ]);
  for (const [index, { start, end }] of timeline.events.entries()) {
    const samples = channels[index]?.subarray(start * sampleRate, end * sampleRate);
    expect(samples?.some((sample) => Math.abs(sample) > 0.02)).toBe(true);
  }
});

describe('what goes wrong', () => {
  test.each<[string, Partial<GenerateOptions>]>([
    ['gapMs', { gapMs: -200 }],
    ['gapMs', { gapMs: Number.NaN }],
    ['register', { register: 'telephon' }],
    ['loudness.target', { loudness: { target: Number.NaN } }],
    ['loudness.truePeak', { loudness: { truePeak: 3 } }],
    ['maxConcurrency', { maxConcurrency: 0 }],
    ['sampleRate', { output: { sampleRate: 12.5 } }],
    ['seed', { seed: Number.NaN }],
    ['id', { id: 'a/b' }],
    ['voices.bob', { voices: { bob: 'fake/low' } }],
    ['voices.ann', { voices: { ann: 'fake/lwo' } }],
    ['timing.leadIn', { timing: { leadIn: -1 } }],
    ['timing.overlappedStarts', { timing: { overlappedStarts: 1.5 } }],
    ['timing.yield', { timing: { yield: { median: 1, sigma: 0.4, minimum: 3, maximum: 1 } } }],
    ['script.turns', { script: scriptOf([]) }],
    ['script.turns[0].speaker', { script: scriptOf([turn('cat', 'Hello.')]) }],
    [
      'script.turns[0].onset.duration',
      { script: scriptOf([turn('ann', 'Hello.', { onset: { type: 'gap', duration: -1 } })]) },
    ],
  ])('%s is refused before a word is spoken', async (field, options) => {
    const provider = createFakeVoiceProvider();
    const before = temporaryFolders();
    const call = Object.assign({ script: dialogue, providers: [provider] }, options);
    const failing = generateConversation(call);
    await expect(failing).rejects.toBeInstanceOf(GenerateError);
    await expect(failing).rejects.toMatchObject({ field });
    expect(provider.voice('low').requests).toHaveLength(0);
    expect(temporaryFolders()).toEqual(before);
  });

  test('a voice that fails names the turn, and nothing is left behind', async () => {
    const { ann } = fakes();
    const ben = createFakeVoice({ failingCalls: [1] });
    const before = temporaryFolders();
    const script = scriptOf([turn('ann', 'Hello.'), turn('ben', 'Hi.', { line: 7 })]);
    await expect(
      generateConversation({ script, voices: { ann, ben }, backchannels: 'none' }),
    ).rejects.toMatchObject({
      name: 'GenerateError',
      turnIndex: 1,
      line: 7,
      message: expect.stringContaining('"Hi." (line 7)'),
      cause: { retryable: true },
    });
    expect(temporaryFolders()).toEqual(before);
  });

  test('an abort while rendering or writing leaves neither sounds nor half files', async () => {
    const before = temporaryFolders();
    const folder = mkdtempSync(join(tmpdir(), 'aborted-'));
    const rendering = new AbortController();
    await expect(
      prepareConversation({
        script: dialogue,
        voices: fakes(),
        signal: rendering.signal,
        onProgress: ({ type }) => {
          if (type === 'utterance-rendered') rendering.abort(new Error('enough'));
        },
      }),
    ).rejects.toThrow('enough');
    const writing = new AbortController();
    {
      await using prepared = await prepareConversation({ script: dialogue, voices: fakes() });
      const outputs = [{ path: join(folder, 'a.wav') }, { path: join(folder, 'b.mp3') }];
      await expect(
        writeConversation(prepared, outputs, {
          signal: writing.signal,
          onProgress: (progress) => {
            if (progress.type === 'audio-written' && progress.done > 2) writing.abort(new Error('enough'));
          },
        }),
      ).rejects.toThrow('enough');
    }
    expect(readdirSync(folder)).toEqual([]);
    expect(temporaryFolders()).toEqual(before);
  });

  test('an output that cannot be written takes the others with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'failed-'));
    await using prepared = await prepareConversation({ script: dialogue, voices: fakes() });
    const outputs = [{ path: join(folder, 'a.wav') }, { path: join(folder, 'missing', 'b.wav') }];
    await expect(writeConversation(prepared, outputs)).rejects.toThrow('missing');
    expect(existsSync(join(folder, 'a.wav'))).toBe(false);
  });

  test('a turn with nothing to say is left out with a warning; a script of such turns is refused', async () => {
    const voices = fakes();
    const { timeline, warnings } = await generateConversation({
      script: scriptOf([turn('ann', 'Hello.'), turn('ben', '…', { line: 3 }), turn('ann', 'Bye.')]),
      voices,
    });
    expect(timeline.utterances.map(({ turnIndex }) => turnIndex)).toEqual([0, 2]);
    expect(warnings).toContain('Turn 2 (line 3) has nothing to be heard: it is left out.');
    await expect(
      generateConversation({ script: scriptOf([turn('ann', '…')]), voices }),
    ).rejects.toMatchObject({
      field: 'script',
    });
  });
});

test('the text of a script, and base64, work as well', async () => {
  const { audio, timeline } = await generateConversation({
    script: 'ann: Hello there.\nben: Hello yourself.\n',
    voices: fakes(),
  });
  expect(timeline.utterances).toHaveLength(2);
  expect(Buffer.from(audio.base64, 'base64').equals(audio.uint8Array)).toBe(true);
  expect(audio.mediaType).toBe('audio/wav');
});
