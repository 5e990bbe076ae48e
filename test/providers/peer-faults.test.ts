import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GenerateOptions, generateConversation, planConversation, timestampsToCaptions } from 'duologue';
import { measureLoudness, toDecibels, truePeakAmplitude } from 'duologue/dsp';
import { decodeAudio } from 'duologue/media';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { elevenLabsKey, george, sarah, startElevenLabsServer } from './elevenlabs-server.ts';
import {
  type Asked,
  type FaultServer,
  sendError,
  sendTone,
  startFaultServer,
  toneFor,
} from './faults-server.ts';
import { say, toFile } from './spoken.ts';

// The faults of @speech-sdk/core 0.15.0 that were measured, one by one, and what is right instead.

const key = 'sk-secret-key-0123456789abcdef';
let answer: (asked: Asked, response: ServerResponse) => void | Promise<void> = sendTone;
let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer((asked, response) => answer(asked, response));
});
beforeEach(() => {
  answer = sendTone;
});
afterAll(() => server[Symbol.asyncDispose]());

const turns = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    voice: index % 2 === 0 ? 'ann' : 'ben',
    text: `This is turn number ${index + 1}.`,
  }));
function call(count: number, more: Partial<GenerateOptions> = {}): GenerateOptions {
  const connections = { openai: { apiKey: key, baseURL: server.url, maxRetries: 0 } };
  return Object.assign({ model: 'openai/any', turns: turns(count), connections }, more);
}

describe('1. wrong bytes', () => {
  test.each<[string, (whole: Buffer) => Buffer]>([
    ['a page with status 200', () => Buffer.from('<!doctype html><title>Sign in</title>'.repeat(200))],
    ['half a WAV', (whole) => whole.subarray(0, Math.round(whole.length / 2))],
    ['a WAV without its end', (whole) => whole.subarray(0, whole.length - 200)],
  ])('%s is an error, not noise', async (_name, change) => {
    answer = ({ input }, response) => void response.end(change(toneFor(input)));
    await expect(generateConversation(call(2))).rejects.toMatchObject({
      name: 'GenerateError',
      turnIndex: 0,
      provider: 'openai',
      retryable: true,
    });
  });

  test('MP3 where PCM was asked for is heard as what it is', async () => {
    answer = async ({ input }, response) => {
      const { audio } = await say(input);
      response.end(await toFile(audio, 'mp3', 24_000));
    };
    const { timeline } = await generateConversation(call(2));
    const { audio } = await say(turns(1)[0]?.text ?? '');
    const [first] = timeline.utterances;
    const spoken = audio.samples.length / audio.sampleRate;
    expect(Math.abs((first?.end ?? 0) - (first?.start ?? 0) - spoken)).toBeLessThan(0.4);
  });
});

test('2. a turn’s speed changes its length, keeps its pitch, and adds no noise', async () => {
  // A vendor that takes no speed of its own: it is stretched here.
  await using eleven = await startElevenLabsServer();
  const connections = { elevenlabs: { apiKey: elevenLabsKey, baseURL: eleven.url, maxRetries: 0 } };
  const speak = async (speed: number) => {
    const spoken = [{ voice: sarah, text: 'This is a turn of some length, said in one go.', speed }];
    const options = { model: 'elevenlabs/eleven_v3', turns: spoken, connections, normalizeVolume: false };
    const { audio, timeline } = await generateConversation(options);
    const { channels, sampleRate } = await decodeAudio(audio.uint8Array);
    const [{ start, end } = { start: 0, end: 0 }] = timeline.utterances;
    const [samples = new Float32Array(0)] = channels;
    // Steps from sample to sample are as large in noise as the noise is.
    let step = 0;
    for (let frame = 1; frame < samples.length; frame++) {
      step = Math.max(step, Math.abs((samples[frame] ?? 0) - (samples[frame - 1] ?? 0)));
    }
    return { length: end - start, step, level: measureLoudness({ channels, sampleRate }).integrated };
  };
  const usual = await speak(1);
  for (const speed of [0.75, 1.5]) {
    const { length, step, level } = await speak(speed);
    expect(length * speed).toBeCloseTo(usual.length, 0);
    expect(step).toBeLessThan(1.5 * usual.step);
    expect(Math.abs(level - usual.level)).toBeLessThan(2);
  }
});

describe('3. loudness', () => {
  test('ten hard clips are within a loudness unit of each other, no true peak above -1 dBTP', async () => {
    const gains = [1, 0.05, 0.5, 0.1, 0.9, 0.02, 0.3, 0.7, 0.15, 0.04];
    let number = 0;
    answer = async ({ input }, response) => {
      const index = number++;
      const { audio } = await say(input, index % 2 === 0 ? 'slt' : 'rms');
      const samples = audio.samples.map((sample) => sample * (gains[index] ?? 1));
      // A click, and silence that a mean would count.
      if (index === 2) samples[100] = 0.99;
      const padded = new Float32Array(samples.length + (index === 4 ? 16_000 : 0));
      padded.set(samples);
      response.end(await toFile({ samples: padded, sampleRate: audio.sampleRate }, 'wav', 24_000));
    };
    const long = turns(10).map(({ voice, text }) => ({
      voice,
      text: `${text} It is long enough to be measured.`,
    }));
    const { clips = [], audio } = await generateConversation(
      call(10, { turns: long, splitTurns: true, maxConcurrency: 1 }),
    );
    const levels: number[] = [];
    for (const { uint8Array } of clips)
      levels.push(measureLoudness(await decodeAudio(uint8Array)).integrated);
    expect(levels).toHaveLength(10);
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(1);
    const { channels } = await decodeAudio(audio.uint8Array);
    expect(toDecibels(Math.max(...channels.map((samples) => truePeakAmplitude(samples))))).toBeLessThan(-0.9);
  });
});

test('4. mixed rates, and any rate asked for, come without an image', async () => {
  const tone = Float32Array.from(
    { length: 48_000 },
    (_, frame) => 0.4 * Math.sin((2 * Math.PI * 7000 * frame) / 24_000),
  );
  answer = async (_asked, response) =>
    void response.end(await toFile({ samples: tone, sampleRate: 24_000 }, 'wav', 24_000));
  const { audio } = await generateConversation(call(1, { output: { sampleRate: 48_000, format: 'wav' } }));
  const {
    channels: [samples = new Float32Array(0)],
    sampleRate,
  } = await decodeAudio(audio.uint8Array);
  expect(sampleRate).toBe(48_000);
  const middle = samples.subarray(24_000, 72_000);
  // The image of 7 kHz is at 17 kHz; 16 bits leave noise at about -100 dB in a band of 1 Hz.
  expect(toDecibels(strength(middle, 17_000, 48_000) / strength(middle, 7000, 48_000))).toBeLessThan(-80);
  for (const rate of [8000, 22_050, 44_100, 96_000]) {
    const other = await generateConversation(call(3, { output: { sampleRate: rate } }));
    expect((await decodeAudio(other.audio.uint8Array)).sampleRate).toBe(rate);
  }
});

function strength(samples: Float32Array, hertz: number, rate: number): number {
  let [real, imaginary] = [0, 0];
  for (const [frame, sample] of samples.entries()) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * frame) / samples.length);
    real += sample * window * Math.cos((2 * Math.PI * hertz * frame) / rate);
    imaginary += sample * window * Math.sin((2 * Math.PI * hertz * frame) / rate);
  }
  return Math.hypot(real, imaginary);
}

const refuseTurn = (turn: number) => (asked: Asked, response: ServerResponse) =>
  asked.input === turns(turn + 1)[turn]?.text
    ? sendError(response, 400, { 'x-request-id': 'req-9' }, 'not this one')
    : sendTone(asked, response);

describe('5. one failure in many turns', () => {
  test('names its turn, and the others are kept', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'duologue-peer-'));
    answer = refuseTurn(30);
    await expect(generateConversation(call(40, { cache }))).rejects.toMatchObject({
      turnIndex: 30,
      provider: 'openai',
      status: 400,
      requestId: 'req-9',
      retryable: false,
      message: expect.stringContaining('turn 31'),
    });
    const { cached } = await planConversation(call(40, { cache }));
    expect(cached.utterances).toBeGreaterThanOrEqual(30);
    answer = sendTone;
    await generateConversation(call(40, { cache }));
    expect(await planConversation(call(40, { cache }))).toMatchObject({ requests: 0 });
    await rm(cache, { recursive: true });
  });

  test('or leaves a part, which says what is missing', async () => {
    answer = refuseTurn(7);
    const { missing, timeline } = await generateConversation(call(20, { onError: 'partial' }));
    expect(missing).toEqual([expect.objectContaining({ turnIndex: 7, speaker: 'ben' })]);
    expect(timeline.utterances).toHaveLength(19);
  });

  test.each<[string, (asked: Asked, response: ServerResponse) => void]>([
    ['network', (_asked, response) => void response.socket?.destroy()],
    ['decoding', (_asked, response) => void response.end('no sound')],
  ])('a failure of the %s names its turn, too', async (_name, wrong) => {
    answer = (asked, response) => (asked.input.includes('3') ? wrong : sendTone)(asked, response);
    await expect(generateConversation(call(4))).rejects.toMatchObject({ turnIndex: 2, retryable: true });
  });
});

test('6. the bytes are held once, and base64 is made when it is asked for', async () => {
  const { audio } = await generateConversation(call(12));
  expect(audio.base64).toBe(Buffer.from(audio.uint8Array).toString('base64'));
});

test('7. MP3 is heard when the times say so', async () => {
  answer = ({ input }, response) => void response.end(withSilence(toneFor(input)));
  const wav = await generateConversation(call(3));
  const mp3 = await generateConversation(call(3, { output: { format: 'mp3' } }));
  expect(mp3.audio.mediaType).toBe('audio/mpeg');
  const onsets: number[] = [];
  for (const { audio } of [wav, mp3]) {
    const {
      channels: [samples = new Float32Array(0)],
      sampleRate,
    } = await decodeAudio(audio.uint8Array);
    onsets.push(samples.findIndex((sample) => Math.abs(sample) > 0.02) / sampleRate);
  }
  expect(Math.abs((onsets[0] ?? 0) - (onsets[1] ?? 1))).toBeLessThan(0.002);
});

/** Half a second before the tone, so that its onset can be seen. */
function withSilence(wav: Buffer): Buffer {
  const silence = Buffer.alloc(24_000);
  const header = Buffer.from(wav.subarray(0, 44));
  header.writeUInt32LE(wav.length - 44 + silence.length, 40);
  header.writeUInt32LE(wav.length - 8 + silence.length, 4);
  return Buffer.concat([header, silence, wav.subarray(44)]);
}

describe('with a native dialogue', () => {
  const lines = ['One two three, four five six.', 'Dr. Smith went home at nine, alone.'];
  const dialogue = async (more: Partial<GenerateOptions> = {}) => {
    await using eleven = await startElevenLabsServer();
    const spoken = Array.from({ length: 6 }, (_, index) => ({
      voice: index % 2 === 0 ? sarah : george,
      text: lines[index % 2] ?? '',
    }));
    const connections = { elevenlabs: { apiKey: elevenLabsKey, baseURL: eleven.url, maxRetries: 0 } };
    return await generateConversation(
      Object.assign({ model: 'elevenlabs/eleven_v3', turns: spoken, connections, timestamps: true }, more),
    );
  };

  test('8. every turn has its own words', async () => {
    const { timestamps = [], metadata } = await dialogue();
    expect(metadata.path).toBe('native');
    const counts = Array.from(
      { length: 6 },
      (_, turn) => timestamps.filter(({ turnIndex }) => turnIndex === turn).length,
    );
    expect(counts).toEqual([6, 7, 6, 7, 6, 7]);
  });

  test('9. a caption has one speaker, and no sentence ends at “Dr.”', async () => {
    const { timestamps = [] } = await dialogue();
    const cues = timestampsToCaptions(timestamps, { format: 'vtt' })
      .split('\n\n')
      .filter((cue) => cue.includes('-->'));
    expect(cues.length).toBeGreaterThanOrEqual(6);
    for (const cue of cues) {
      const text = cue.split('\n').slice(1).join(' ');
      expect(/six/.test(text) && /Smith/.test(text)).toBe(false);
      expect(text).not.toMatch(/Dr\.$/);
    }
  });
});

describe('10. what is wrong is known before anything is paid', () => {
  test.each<[string, object]>([
    ['a missing voice', { turns: [{ text: 'Hello.' }] }],
    ['a gap below nothing', { gapMs: -200 }],
    ['a level of no number', { volumeDbfs: Number.NaN }],
    ['a rate of no number', { output: { sampleRate: Number.NaN } }],
  ])('%s', async (_name, wrong) => {
    const { length } = server.inputs;
    await expect(generateConversation(Object.assign(call(2), wrong))).rejects.toMatchObject({
      name: 'GenerateError',
    });
    expect(server.inputs).toHaveLength(length);
  });

  test('a missing key, at once', async () => {
    vi.stubEnv('ELEVENLABS_API_KEY', '');
    const started = performance.now();
    const failing = generateConversation({
      model: 'elevenlabs/eleven_v3',
      turns: [{ voice: sarah, text: 'Hi.' }],
    });
    await expect(failing).rejects.toThrow('ELEVENLABS_API_KEY');
    vi.unstubAllEnvs();
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

test('11. a limit of three is three, however many pieces the turns are cut into', async () => {
  await using slow = await startFaultServer(async (asked, response) => {
    await new Promise((resolve) => setTimeout(resolve, 3));
    sendTone(asked, response);
  });
  const long = turns(9).map(({ voice, text }) => ({ voice, text: `${text} `.repeat(8).trim() }));
  const connections = { openai: { apiKey: key, baseURL: slow.url, maxRetries: 0 } };
  await generateConversation(call(9, { turns: long, connections, maxInputChars: 60, maxConcurrency: 3 }));
  expect(slow.inputs.length).toBeGreaterThan(20);
  expect(slow.mostActive).toBe(3);
});

test.each(['mp3', 'ogg-opus', 'flac'] as const)('12. %s is decoded here', async (format) => {
  answer = async ({ input }, response) => {
    const { audio } = await say(input);
    response.end(await toFile(audio, format, 24_000));
  };
  const { timeline, warnings } = await generateConversation(call(2));
  expect(timeline.utterances).toHaveLength(2);
  expect(warnings).toEqual([]);
});

test('13. where turns meet nothing jumps', async () => {
  const hard = Float32Array.from({ length: 24_000 }, () => 0.4);
  answer = async (_asked, response) =>
    void response.end(await toFile({ samples: hard, sampleRate: 24_000 }, 'wav', 24_000));
  const { audio } = await generateConversation(call(4, { gapMs: 0, normalizeVolume: false }));
  const {
    channels: [samples = new Float32Array(0)],
  } = await decodeAudio(audio.uint8Array);
  let jump = 0;
  for (let frame = 1; frame < samples.length; frame++) {
    jump = Math.max(jump, Math.abs((samples[frame] ?? 0) - (samples[frame - 1] ?? 0)));
  }
  // Theirs: .14 of full scale.
  expect(jump).toBeLessThan(0.03);
});
