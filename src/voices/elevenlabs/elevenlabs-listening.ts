import * as z from 'zod';
import { audioDuration } from '../../dsp/index.ts';
import { createCloudClient } from '../cloud/cloud-client.ts';
import { createCloudTranscriber, parseAnswer, wavForm } from '../cloud/cloud-transcriber.ts';
import { speechFiles } from '../cloud/speech-file.ts';
import type { CloudOptions } from '../cloud/speech-model.ts';
import { fitWords } from '../timing/fit-words.ts';
import type { Transcriber, WordAligner } from '../word-aligner.ts';
import { elevenLabsService } from './elevenlabs-adapter.ts';

export type ElevenLabsTranscriberOptions = CloudOptions & {
  /** Default `scribe_v2`. */
  readonly model?: string;
};

/** Seconds in one request: Scribe takes hours, but what breaks is made again. */
const longest = 3600;

const transcriptSchema = z.object({
  text: z.string(),
  language_code: z.string().nullish(),
  words: z.array(
    z.object({
      text: z.string(),
      type: z.string().nullish(),
      start: z.number().nullish(),
      end: z.number().nullish(),
    }),
  ),
});

// https://elevenlabs.io/docs/api-reference/speech-to-text/convert
/** ElevenLabs’ recogniser Scribe. */
export function createElevenLabsTranscriber({
  model = 'scribe_v2',
  ...options
}: ElevenLabsTranscriberOptions = {}): Transcriber {
  return createCloudTranscriber({
    name: `elevenlabs/${model}`,
    client: createCloudClient(elevenLabsService, options),
    longest,
    request(wav, language) {
      const body = wavForm(wav);
      body.set('model_id', model);
      body.set('timestamps_granularity', 'word');
      body.set('tag_audio_events', 'false');
      if (language !== undefined) body.set('language_code', language.split('-')[0] ?? language);
      return { path: 'v1/speech-to-text', body };
    },
    async read(reply) {
      const {
        text,
        language_code: code,
        words,
      } = await parseAnswer(elevenLabsService, transcriptSchema, reply);
      const timed = words.flatMap(({ text: word, type, start, end }) =>
        (type ?? 'word') === 'word' && typeof start === 'number' && typeof end === 'number'
          ? [{ text: word, start, end }]
          : [],
      );
      return { text, language: shortTag(code), words: timed };
    },
  });
}

/** Scribe names a language by three letters, BCP 47 by two where it can. */
function shortTag(code: string | null | undefined): string | undefined {
  return /^[a-z]{2,3}$/i.test(code ?? '') ? new Intl.Locale(code ?? '').language : undefined;
}

const alignmentSchema = z.object({
  words: z.array(z.object({ text: z.string(), start: z.number(), end: z.number() })),
});

// https://elevenlabs.io/docs/api-reference/forced-alignment/create
/** ElevenLabs’ forced alignment: times for words that are known. */
export function createElevenLabsAligner(options: CloudOptions = {}): WordAligner {
  const client = createCloudClient(elevenLabsService, options);
  return {
    name: 'elevenlabs/forced-alignment',
    async align(audio, words, { signal } = {}) {
      signal?.throwIfAborted();
      if (words.length === 0) return [];
      client.needKey();
      // One file: the text is not cut where the sound would be.
      for await (const { bytes } of speechFiles(audio, Number.MAX_SAFE_INTEGER)) {
        const body = wavForm(bytes);
        body.set('text', words.join(' '));
        const heard = await client.exchange(
          { path: 'v1/forced-alignment', body },
          ({ reply }) => parseAnswer(elevenLabsService, alignmentSchema, reply),
          { signal },
        );
        const spoken = heard.words.filter(({ text }) => text.trim() !== '');
        return fitWords(words, spoken, { start: 0, end: audioDuration(audio) });
      }
      return fitWords(words, [], { start: 0, end: 0 });
    },
  };
}
