import * as z from 'zod';
import type { SpeechAdapter, SpeechAsk, WirePart, WireReply } from '../cloud/adapter.ts';
import { fromBase64, toBase64 } from '../cloud/base64.ts';
import { bodyParts } from '../cloud/cloud-voice.ts';
import { sampleFile } from '../cloud/sample-file.ts';
import type { VoiceReference } from '../cloud/speech-model.ts';
import { falModels, falVoices, otherModel } from './fal-models.ts';

const fileSchema = z.object({ url: z.string() });
const answerSchema = z.union([
  z.object({ audio: fileSchema }).transform(({ audio }) => audio.url),
  // As F5 calls it.
  z.object({ audio_url: fileSchema }).transform(({ audio_url: file }) => file.url),
]);

export const falAdapter: SpeechAdapter = {
  name: 'fal',
  title: 'fal',
  // The first as Speech SDK calls it, the second as fal does.
  keyVariables: ['FAL_API_KEY', 'FAL_KEY'],
  baseURL: 'https://fal.run',
  models: falModels,
  otherModels: otherModel,
  voices: falVoices,
  otherVoices: (id, model) =>
    model.id === 'f5-tts' ? /^(?:https?|data):/.test(id) : !falModels.includes(model),
  requestIdHeader: 'x-fal-request-id',
  fileHosts: ['fal.media', 'fal.ai'],
  authorize: (key) => ({ authorization: `Key ${key}` }),
  speak: (ask) => ({
    path: ask.model.id.startsWith('fal-ai/') ? ask.model.id : `fal-ai/${ask.model.id}`,
    body: bodyFor(ask),
  }),
  read: readFile,
};

function bodyFor({ model, voice, text, speed }: SpeechAsk): object {
  if (model.id === 'f5-tts') {
    const refText = typeof voice === 'string' ? undefined : voice.text;
    return {
      gen_text: text,
      ref_audio_url: urlOf(voice),
      model_type: 'F5-TTS',
      ...(refText === undefined ? {} : { ref_text: refText }),
    };
  }
  if (model.id.startsWith('kokoro')) {
    return { prompt: text, voice, ...(speed === undefined ? {} : { speed }) };
  }
  return { text, ...(typeof voice === 'string' ? { voice } : { audio_url: urlOf(voice) }) };
}

/** fal takes a file inside the request, too. */
function urlOf(voice: VoiceReference): string {
  if (typeof voice === 'string') return voice;
  if ('url' in voice) return voice.url;
  const bytes = typeof voice.audio === 'string' ? fromBase64(voice.audio) : voice.audio;
  return `data:${sampleFile(bytes).type};base64,${toBase64(bytes)}`;
}

async function* readFile(reply: WireReply): AsyncGenerator<WirePart> {
  const url = answerSchema.parse(await reply.json());
  const [, inside] = /^data:[^,]*;base64,(.*)$/s.exec(url) ?? [];
  if (inside === undefined) yield* bodyParts(await reply.follow(url));
  else yield { type: 'bytes', bytes: fromBase64(inside) };
}
