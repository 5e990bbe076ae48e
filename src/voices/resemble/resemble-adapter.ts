import * as z from 'zod';
import type { SpeechAdapter, WirePart, WireReply } from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';
import { ProviderError } from '../cloud/provider-error.ts';

// https://docs.resemble.ai/voice-generation/text-to-speech/synchronous
export const resembleAdapter: SpeechAdapter = {
  name: 'resemble',
  title: 'Resemble',
  keyVariables: ['RESEMBLE_API_KEY'],
  baseURL: 'https://f.cluster.resemble.ai',
  // Which model speaks, and in which language, comes with the voice: the request names none.
  models: [{ id: 'default', mostCharacters: 2000, languages: ['mul'], sampleRate: 48_000, timed: true }],
  otherModels: false,
  voices: [],
  otherVoices: true,
  // Previews of new voices are behind signed links, which get no key.
  fileHosts: ['resemble.ai', 'amazonaws.com', 'storage.googleapis.com'],
  authorize: (key) => ({ authorization: `Bearer ${key}` }),
  speak: ({ model, voice, text }) => ({
    path: 'synthesize',
    body: {
      voice_uuid: voice,
      data: text,
      output_format: 'wav',
      // Without it the samples are floating-point numbers: twice the bytes.
      precision: 'PCM_16',
      sample_rate: model.sampleRate,
    },
  }),
  read,
};

const answerSchema = z.object({
  success: z.boolean().nullish(),
  message: z.string().nullish(),
  audio_content: z.string().nullish(),
  audio_timestamps: z
    .object({
      graph_chars: z.array(z.string()).nullish(),
      graph_times: z.array(z.array(z.number())).nullish(),
    })
    .nullish(),
  issues: z.array(z.unknown()).nullish(),
  seed: z.number().nullish(),
});

async function* read(reply: WireReply): AsyncGenerator<WirePart> {
  const answer = answerSchema.parse(await reply.json());
  if (answer.success === false) {
    throw new ProviderError(`Resemble refused: ${answer.message ?? JSON.stringify(answer.issues ?? [])}`, {
      provider: resembleAdapter.name,
      code: 'rejected',
      status: reply.status,
    });
  }
  const { audio_content: audio, audio_timestamps: times, issues, seed } = answer;
  if (typeof audio === 'string') yield { type: 'bytes', bytes: fromBase64(audio) };
  if (times?.graph_chars && times.graph_times) {
    // A character without both its times is left out.
    const timed = times.graph_chars.flatMap((character, index) => {
      const [start, end] = times.graph_times?.[index] ?? [];
      return start === undefined || end === undefined ? [] : [{ character, start, end }];
    });
    yield {
      type: 'characters',
      characters: timed.map(({ character }) => character),
      starts: timed.map(({ start }) => start),
      ends: timed.map(({ end }) => end),
    };
  }
  for (const issue of issues ?? []) {
    yield {
      type: 'warning',
      message: `Resemble: ${typeof issue === 'string' ? issue : JSON.stringify(issue)}`,
    };
  }
  if (typeof seed === 'number') yield { type: 'metadata', metadata: { seed } };
}
