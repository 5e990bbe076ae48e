import { collectSpeech, type DialoguePart } from 'duologue/voices';
import { createHume } from 'duologue/voices/hume';
import { HumeClient } from 'hume';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type HumeServer, humeKey, startHumeServer } from './hume-server.ts';
import { providerContract } from './provider-contract.ts';
import { say } from './spoken.ts';
import { fieldOf, type VendorReply } from './vendor-server.ts';

providerContract({
  name: 'hume',
  create: createHume,
  startServer: startHumeServer,
  basePath: '/v0',
  key: humeKey,
  keyVariables: ['HUME_API_KEY'],
  model: 'octave-2',
  voice: 'Ava Song',
  replaceAudio,
  refusal: {
    reply: {
      status: 400,
      body: { error: 'Bad request', code: 'E0702', message: 'The voice was not found.' },
    },
    says: 'The voice was not found.',
  },
  textOf: ({ body }) => String(fieldOf(utteranceOf(body), 'text')),
});

function replaceAudio(reply: VendorReply, audio: Uint8Array): VendorReply {
  const generations = fieldOf(reply.body, 'generations');
  const [generation] = Array.isArray(generations) ? generations : [];
  return {
    ...reply,
    body: { generations: [{ ...generation, audio: Buffer.from(audio).toString('base64') }] },
  };
}

function withoutTimes(reply: VendorReply): VendorReply {
  const generations = fieldOf(reply.body, 'generations');
  const [generation] = Array.isArray(generations) ? generations : [];
  return { ...reply, body: { generations: [{ ...generation, snippets: [[{ timestamps: 'none' }]] }] } };
}

function utteranceOf(body: unknown): unknown {
  const utterances = fieldOf(body, 'utterances');
  return Array.isArray(utterances) ? utterances[0] : undefined;
}

describe('Hume', () => {
  let server: HumeServer;
  const options = () => ({ apiKey: humeKey, baseURL: `${server.url}/v0`, maxRetries: 0 });
  const body = (index = 0): unknown => server.requests[index]?.body;
  beforeAll(async () => {
    server = await startHumeServer();
  });
  afterEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());

  const text = 'Doctor Smith paid a lot. Was it worth that? I do not know.';

  test.each(['answer', 'utterance', 'snippet'] as const)(
    'its words are in their place, be times of the %s',
    async (origin) => {
      server.state.origin = origin;
      const voice = createHume(options())().voice('ava song');
      const { words, audio, warnings } = await collectSpeech(voice, { text, language: 'en-US' });
      expect([warnings, audio.sampleRate]).toEqual([[], 48_000]);
      let at = 0;
      const truth = [];
      for (const sentence of text.split(/(?<=[.?]) /)) {
        const said = await say(sentence);
        truth.push(...said.words.map((word) => word.start + at));
        at += said.audio.samples.length / said.audio.sampleRate;
      }
      expect(words.map((word) => word.text)).toEqual(text.split(' '));
      for (const [index, word] of words.entries()) {
        expect(Math.abs(word.start - (truth[index] ?? Number.NaN))).toBeLessThan(0.003);
      }
    },
  );

  test('every parameter is where the documentation has it', async () => {
    const hume = createHume(options());
    const own = createHume({ ...options(), voiceOwner: 'CUSTOM_VOICE' });
    const said = await collectSpeech(hume('octave-1').voice('Vince Douglas'), {
      text: 'So it is.',
      speed: 1.2,
      instructions: 'tired',
      previousText: 'Is it?',
      providerOptions: { temperature: 0.5 },
    });
    const speaker = { name: 'Vince Douglas', provider: 'HUME_AI' };
    expect(body()).toEqual({
      utterances: [{ text: 'So it is.', voice: speaker, speed: 1.2, description: 'tired' }],
      context: { utterances: [{ text: 'Is it?', voice: speaker }] },
      format: { type: 'wav' },
      version: '1',
      temperature: 0.5,
    });
    expect(said.words).toEqual([]);
    expect(said.answers?.[0]?.metadata).toEqual({ generationId: 'request-4-0', requestId: 'request-4' });
    await collectSpeech(own().voice('Ann'), { text: 'Yes.' });
    const id = '5bb7de05-c8fe-426a-8fcc-ba4fc4ce9f9c';
    const { warnings } = await collectSpeech(hume().voice(id), { text: 'Yes.', instructions: 'tired' });
    expect(warnings).toEqual([expect.stringContaining('takes no instructions')]);
    expect(fieldOf(utteranceOf(body(1)), 'voice')).toEqual({ name: 'Ann', provider: 'CUSTOM_VOICE' });
    expect(body(2)).toEqual({
      utterances: [{ text: 'Yes.', voice: { id } }],
      format: { type: 'wav' },
      version: '2',
      include_timestamp_types: ['word'],
    });
  });

  const turns = [
    { voice: 'hume/octave-2:Ava Song', text: 'Where were you? I was waiting.' },
    { voice: 'hume/octave-2:Vince Douglas', text: 'At home. It was raining.' },
    { voice: 'hume/octave-2:Ava Song', text: 'It was not.' },
  ];

  async function converse(model: string): Promise<DialoguePart[]> {
    const parts: DialoguePart[] = [];
    const { dialogue } = createHume(options())(model);
    const own = turns.map((turn) => ({ ...turn, voice: turn.voice.replace('octave-2', model) }));
    for await (const part of dialogue?.converse({ turns: own }) ?? []) parts.push(part);
    return parts;
  }

  test.each(['answer', 'utterance', 'snippet'] as const)(
    'a dialogue comes in one request; times of the %s',
    async (origin) => {
      server.state.origin = origin;
      const parts = await converse('octave-2');
      expect(server.requests).toHaveLength(1);
      let at = 0;
      for (const [index, turn] of turns.entries()) {
        const first = at;
        const words = parts.flatMap((part) =>
          part.type === 'word-timed' && part.turn === index ? [part.word] : [],
        );
        expect(words.map((word) => word.text)).toEqual(turn.text.split(' '));
        for (const sentence of turn.text.split(/(?<=[.?]) /)) {
          const { words: truth, audio } = await say(sentence, index === 1 ? 'rms' : 'slt');
          for (const { start } of truth) {
            expect(Math.abs((words.shift()?.start ?? Number.NaN) - at - start)).toBeLessThan(0.003);
          }
          at += audio.samples.length / audio.sampleRate;
        }
        const span = parts.find((part) => part.type === 'turn-timed' && part.turn === index);
        expect(span).toMatchObject({ start: expect.closeTo(first, 2), end: expect.closeTo(at, 2) });
      }
    },
  );

  test.each([
    ['[]'],
    ['{"generations": [{"audio": 3}]}'],
    ['{"generations": [{"audio": "<html>"}]}'],
    ['{"generations": []}'],
  ])('%s is no answer', async (wrong) => {
    server.fail({ type: 'answer', reply: { body: wrong } });
    const work = collectSpeech(createHume(options())().voice('Ava Song'), { text });
    await expect(work).rejects.toMatchObject({ code: 'bad-answer' });
  });

  test('times of another shape do not cost the sound', async () => {
    server.fail({ type: 'change', change: withoutTimes });
    const { words, warnings } = await collectSpeech(createHume(options())().voice('Ava Song'), { text });
    expect(words).toHaveLength(text.split(' ').length);
    expect(warnings).toEqual([expect.stringContaining('spread evenly')]);
  });

  test('Octave 1 tells where the turns are, and no words', async () => {
    const kinds = new Set((await converse('octave-1')).map(({ type }) => type));
    expect([...kinds].toSorted()).toEqual(['audio-ready', 'request-answered', 'turn-timed']);
  });

  test('its own client asks the same of the same server', async () => {
    const client = new HumeClient({ apiKey: humeKey, environment: server.url });
    const { generations } = await client.tts.synthesizeJson({
      utterances: turns.map((turn) => ({
        text: turn.text,
        voice: { name: turn.voice.split(':')[1] ?? '', provider: 'HUME_AI' },
      })),
      format: { type: 'wav' },
      version: '2',
      includeTimestampTypes: ['word'],
    });
    await converse('octave-2');
    expect(body(1)).toEqual(body(0));
    expect(generations[0]?.snippets.map((group) => group.length)).toEqual([2, 2, 1]);
  });

  test('a voice is designed and kept', async () => {
    const designed = await createHume(options()).designVoice({ description: 'An old sailor.' });
    expect(designed.previews).toHaveLength(3);
    const [preview] = designed.previews;
    if (preview === undefined) throw new TypeError('No preview.');
    expect(await designed.keep(preview, 'Sailor')).toBe('11111111-2222-4333-8444-555555555555');
    expect(body(1)).toEqual({ generation_id: preview.id, name: 'Sailor' });
  });
});
