import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { collectSpeech, type DialoguePart, type DialogueVoice } from 'duologue/voices';
import {
  createElevenLabs,
  createElevenLabsAligner,
  createElevenLabsTranscriber,
} from 'duologue/voices/elevenlabs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { elevenLabsKey, george, sarah, startElevenLabsServer } from './elevenlabs-server.ts';
import { providerContract } from './provider-contract.ts';
import { say } from './spoken.ts';
import { fieldOf, type VendorReply, type VendorServer } from './vendor-server.ts';

providerContract({
  name: 'elevenlabs',
  create: createElevenLabs,
  startServer: startElevenLabsServer,
  key: elevenLabsKey,
  keyVariables: ['ELEVENLABS_API_KEY'],
  model: 'eleven_multilingual_v2',
  voice: sarah,
  replaceAudio,
  refusal: {
    reply: {
      status: 400,
      body: { detail: { status: 'voice_limit_reached', message: 'You have no voices left.' } },
    },
    says: 'You have no voices left.',
  },
  textOf: ({ body }) => String(fieldOf(body, 'text')),
});

/** The first line with all of the sound, the others with none. */
function replaceAudio(reply: VendorReply, audio: Uint8Array): VendorReply {
  if (!Array.isArray(reply.body)) return reply;
  const lines = reply.body.map((line, index) => {
    const sound = index === 0 ? Buffer.from(audio).toString('base64') : '';
    return `${JSON.stringify({ ...JSON.parse(String(line)), audio_base64: sound })}\n`;
  });
  return { ...reply, body: lines };
}

describe('ElevenLabs', () => {
  let server: VendorServer;
  const options = () => ({ apiKey: elevenLabsKey, baseURL: server.url, maxRetries: 0 });
  const body = (index = 0): unknown => server.requests[index]?.body;
  beforeAll(async () => {
    server = await startElevenLabsServer();
  });
  afterEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());

  const text = 'Doctor Smith paid 25 dollars. Was it worth that?';

  test('its words have the times of its characters', async () => {
    const voice = createElevenLabs(options())('eleven_flash_v2_5').voice('Sarah');
    expect(voice).toMatchObject({ id: `elevenlabs/eleven_flash_v2_5:${sarah}`, gender: 'female' });
    const { words, audio, warnings } = await collectSpeech(voice, { text, language: 'en-GB' });
    const truth = await say(text);
    expect(warnings).toEqual([]);
    expect(audio.sampleRate).toBe(48_000);
    expect(words.map((word) => word.text)).toEqual(truth.words.map((word) => word.text));
    for (const [index, word] of words.entries()) {
      expect(Math.abs(word.start - (truth.words[index]?.start ?? Number.NaN))).toBeLessThan(0.002);
    }
    expect(body()).toEqual({ text, model_id: 'eleven_flash_v2_5', language_code: 'en' });
  });

  test('times that begin again with each piece are counted on', async () => {
    const voice = createElevenLabs(options())('eleven_flash_v2_5').voice(sarah);
    const { words } = await collectSpeech(voice, { text });
    server.fail({
      type: 'change',
      change: (reply) => ({
        ...reply,
        body: (Array.isArray(reply.body) ? reply.body : []).map((line, second) => {
          const piece = JSON.parse(String(line));
          const times = (of: 'start' | 'end'): number[] =>
            piece.alignment[`character_${of}_times_seconds`].map((time: number) => time - second);
          const alignment = {
            ...piece.alignment,
            character_start_times_seconds: times('start'),
            character_end_times_seconds: times('end'),
          };
          return `${JSON.stringify({ ...piece, alignment })}\n`;
        }),
      }),
    });
    const again = await collectSpeech(voice, { text });
    for (const [index, word] of again.words.entries()) {
      expect(word.start).toBeCloseTo(words[index]?.start ?? Number.NaN, 3);
    }
  });

  test('every parameter is where the documentation has it', async () => {
    const provider = createElevenLabs({ ...options(), sampleRate: 24_000 });
    const request = {
      text,
      language: 'en',
      speed: 1.1,
      seed: 'seven',
      previousText: 'Before.',
      nextText: 'After.',
      providerOptions: { voice_settings: { stability: 0.4 }, enable_logging: false },
    };
    const spoken = await collectSpeech(provider().voice(george), request);
    expect(spoken.audio.sampleRate).toBe(24_000);
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toEqual({
      output_format: 'pcm_24000',
      enable_logging: 'false',
    });
    expect(body()).toEqual({
      text,
      model_id: 'eleven_multilingual_v2',
      seed: expect.any(Number),
      previous_text: 'Before.',
      next_text: 'After.',
      voice_settings: { speed: 1.1, stability: 0.4 },
    });
    // v3 takes neither the text around nor a speed: that is done here.
    const slow = await collectSpeech(provider('eleven_v3').voice(george), { ...request, speed: 0.8 });
    expect(body(1)).toEqual({
      text,
      model_id: 'eleven_v3',
      language_code: 'en',
      seed: expect.any(Number),
      voice_settings: { stability: 0.4 },
    });
    expect(slow.audio.samples.length / spoken.audio.samples.length).toBeCloseTo(1.1 / 0.8, 1);
  });

  test('a format whose samples say nothing of themselves is refused before anything is sent', async () => {
    const voice = createElevenLabs(options())().voice(george);
    const request = { text, providerOptions: { output_format: 'pcm_16000' } };
    await expect(collectSpeech(voice, request)).rejects.toMatchObject({ code: 'invalid-option' });
    // @ts-expect-error the type knows the rates
    expect(() => createElevenLabs({ sampleRate: 47_000 })).toThrow('sampleRate is 47000');
    expect(server.requests).toHaveLength(0);
    const pro = createElevenLabs({ ...options(), sampleRate: 44_100 })().voice(george);
    await expect(collectSpeech(pro, { text })).rejects.toThrow('only available on the Pro tier');
  });

  test('a failure told inside the answer is an error', async () => {
    const detail = { status: 'system_busy', message: 'The system is busy.' };
    server.fail({ type: 'answer', reply: { body: `${JSON.stringify({ detail })}\n` } });
    const voice = createElevenLabs(options())().voice(george);
    await expect(collectSpeech(voice, { text })).rejects.toThrow('The system is busy.');
  });

  const turns = [
    { voice: `elevenlabs/eleven_v3:${george}`, text: 'Where were you yesterday?' },
    { voice: `elevenlabs/eleven_v3:${sarah}`, text: 'At home. It was raining.' },
    { voice: `elevenlabs/eleven_v3:${george}`, text: 'It was not.' },
  ];

  test.each(['eleven_v3', 'eleven_v4'])(
    '%s: a dialogue comes in one request, each word in its turn',
    async (model) => {
      const dialogue = createElevenLabs(options())(model).dialogue;
      const own = turns.map((turn) => ({ ...turn, voice: turn.voice.replace('eleven_v3', model) }));
      const parts = await converse(dialogue, own);
      const spans = parts.filter((part) => part.type === 'turn-timed');
      expect(spans.map(({ turn }) => turn)).toEqual([0, 1, 2]);
      let at = 0;
      for (const [index, turn] of turns.entries()) {
        const truth = await say(turn.text, index === 1 ? 'slt' : 'rms');
        const words = parts.flatMap((part) =>
          part.type === 'word-timed' && part.turn === index ? [part.word] : [],
        );
        expect(words.map((word) => word.text)).toEqual(turn.text.split(' '));
        for (const [place, word] of words.entries()) {
          expect(Math.abs(word.start - at - (truth.words[place]?.start ?? Number.NaN))).toBeLessThan(0.005);
        }
        at += truth.audio.samples.length / truth.audio.sampleRate + 0.25;
      }
      expect(body()).toEqual({
        model_id: model,
        inputs: turns.map(({ text: said, voice }) => ({ text: said, voice_id: voice.split(':')[1] })),
      });
    },
  );

  test('sound comes as it is made', async () => {
    const voice = createElevenLabs(options())().voice(george);
    let pieces = 0;
    for await (const part of voice.speak({ text, eager: true })) if (part.type === 'audio-ready') pieces++;
    expect(pieces).toBeGreaterThan(1);
  });

  test.each([
    ['no times', { alignment: null, normalized_alignment: null }, /spread evenly/],
    [
      'times of another shape',
      { alignment: { characters: ['a'] }, normalized_alignment: 'none' },
      'spread evenly',
    ],
    ['times of what is read aloud alone', { alignment: null }, /^$/],
  ])('%s: the sound is kept', async (_what, change, warning) => {
    server.fail({
      type: 'change',
      change: (reply) => ({
        ...reply,
        body: (Array.isArray(reply.body) ? reply.body : []).map(
          (line) => `${JSON.stringify({ ...JSON.parse(String(line)), ...change })}\n`,
        ),
      }),
    });
    const spoken = await collectSpeech(createElevenLabs(options())().voice(george), { text });
    expect(spoken.words.map((word) => word.text)).toEqual(text.split(' '));
    expect(spoken.warnings.join()).toMatch(warning);
  });

  test.each([['[]'], ['null'], ['{"audio_base64": 3}'], ['{"audio_base64": "<html>"}'], ['{}']])(
    '%s is no answer',
    async (wrong) => {
      server.fail({ type: 'answer', reply: { body: wrong } }, { type: 'answer', reply: { body: wrong } });
      const voice = createElevenLabs(options())('eleven_v3').voice(george);
      await expect(collectSpeech(voice, { text })).rejects.toMatchObject({ code: 'bad-answer' });
      await expect(converse(voice.dialogue, turns)).rejects.toMatchObject({ code: 'bad-answer' });
    },
  );

  test('more than a dialogue may hold is refused before anything is sent', async () => {
    const dialogue = createElevenLabs(options())('eleven_v3').dialogue;
    const long = [{ voice: turns[0]?.voice ?? '', text: 'a '.repeat(1001) }];
    await expect(converse(dialogue, long)).rejects.toThrow('at most 2000 characters');
    expect(server.requests).toHaveLength(0);
    expect(createElevenLabs(options())('eleven_multilingual_v2').dialogue).toBeUndefined();
  });

  test('its own client asks the same of the same server', async () => {
    const client = new ElevenLabsClient({ apiKey: elevenLabsKey, baseUrl: server.url, maxRetries: 0 });
    const theirs = await client.textToSpeech.convertWithTimestamps(sarah, {
      text,
      modelId: 'eleven_flash_v2_5',
      outputFormat: 'pcm_48000',
      voiceSettings: { speed: 1.1 },
    });
    const voice = createElevenLabs(options())('eleven_flash_v2_5').voice(sarah);
    const ours = await collectSpeech(voice, { text, speed: 1.1 });
    expect(body(1)).toEqual(body(0));
    expect(ours.audio.samples.length).toBe(Buffer.from(theirs.audioBase64, 'base64').length / 2);
    const streamed = [];
    for await (const piece of await client.textToSpeech.streamWithTimestamps(sarah, {
      text,
      modelId: 'eleven_flash_v2_5',
      outputFormat: 'pcm_48000',
    })) {
      streamed.push(...(piece.alignment?.characters ?? []));
    }
    expect(streamed.join('')).toBe(text);
    const dialogue = await client.textToDialogue.convertWithTimestamps({
      modelId: 'eleven_v3',
      outputFormat: 'pcm_48000',
      inputs: turns.map((turn) => ({ text: turn.text, voiceId: turn.voice.split(':')[1] ?? '' })),
    });
    await converse(createElevenLabs(options())('eleven_v3').dialogue, turns);
    expect(body(4)).toEqual(body(3));
    expect(server.requests[4]?.query.toString()).toBe(server.requests[3]?.query.toString());
    expect(dialogue.voiceSegments).toHaveLength(3);
  });

  test('voices are cloned and designed', async () => {
    const provider = createElevenLabs(options());
    const samples = [new Uint8Array([1, 2, 3]), new Uint8Array([4])];
    expect(await provider.cloneVoice({ name: 'Ann', samples, description: 'Calm.' })).toBe(
      'aClonedVoice00000000',
    );
    const { headers, bytes } = server.requests[0] ?? {};
    const form = await new Response(new Uint8Array(bytes ?? []), {
      headers: { 'content-type': headers?.['content-type'] ?? '' },
    }).formData();
    expect([form.get('name'), form.get('description'), form.getAll('files').length]).toEqual([
      'Ann',
      'Calm.',
      2,
    ]);
    const description = 'An old sailor, hoarse and kind.';
    const designed = await provider.designVoice({ description });
    expect(designed.previews[0]?.audio.length).toBeGreaterThan(1000);
    const [preview] = designed.previews;
    if (preview === undefined) throw new TypeError('No preview.');
    expect(await designed.keep(preview, 'Sailor')).toBe('aDesignedVoice000000');
    expect(body(2)).toEqual({
      voice_name: 'Sailor',
      voice_description: description,
      generated_voice_id: 'generated1',
    });
  });

  test('Scribe writes down what it hears, with times', async () => {
    const { audio } = await collectSpeech(createElevenLabs(options())().voice(sarah), { text });
    const truth = await say(text);
    const heard = await createElevenLabsTranscriber(options()).transcribe(audio, { language: 'en-GB' });
    expect(heard).toEqual({
      text,
      words: truth.words.map(({ text: word, start, end }) => ({ text: word, start, end })),
      language: 'en-GB',
    });
    const guessed = await createElevenLabsTranscriber(options()).transcribe(audio);
    expect(guessed.language).toBe('en');
  });

  test('forced alignment times the words that are given', async () => {
    const { audio, words } = await say(text);
    const aligner = createElevenLabsAligner(options());
    const aligned = await aligner.align(
      audio,
      words.map((word) => word.text),
    );
    for (const [index, word] of aligned.entries()) {
      expect(word.text).toBe(words[index]?.text);
      expect(word.start).toBeCloseTo(words[index]?.start ?? Number.NaN, 2);
    }
    const form = await new Response(new Uint8Array(server.requests[0]?.bytes ?? []), {
      headers: { 'content-type': server.requests[0]?.headers['content-type'] ?? '' },
    }).formData();
    expect(form.get('text')).toBe(text);
    expect(await aligner.align(audio, [])).toEqual([]);
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(aligner.align(audio, ['a'], { signal: controller.signal })).rejects.toThrow('enough');
  });
});

async function converse(
  dialogue: DialogueVoice | undefined,
  turns: readonly { voice: string; text: string }[],
): Promise<DialoguePart[]> {
  const parts: DialoguePart[] = [];
  for await (const part of dialogue?.converse({ turns }) ?? []) parts.push(part);
  return parts;
}
