import type { AdapterModel, SpeechAdapter, SpeechAsk, WirePart, WireReply } from '../cloud/adapter.ts';
import { bodyParts } from '../cloud/cloud-voice.ts';
import { deepgramVoices } from './deepgram-voices.ts';

const common = { mostCharacters: 2000, sampleRate: 48_000, timed: false } as const;

const models: readonly AdapterModel[] = [
  { id: 'aura-2', ...common, languages: ['en', 'es', 'de', 'fr', 'it', 'ja', 'nl'] },
  { id: 'flux', ...common, languages: ['en'], speeds: [0.5, 1.5] },
  { id: 'aura', ...common, languages: ['en'] },
];

export const deepgramAdapter: SpeechAdapter = {
  name: 'deepgram',
  title: 'Deepgram',
  keyVariables: ['DEEPGRAM_API_KEY'],
  baseURL: 'https://api.deepgram.com/v1',
  models,
  voices: deepgramVoices,
  otherVoices: true,
  authorize: (key) => ({ authorization: `Token ${key}` }),
  requestIdHeader: 'dg-request-id',
  // https://developers.deepgram.com/reference/text-to-speech/speak-request; Flux by /reference/speak/v-2/audio/generate
  speak: (ask) => {
    const model = wireModel(ask);
    return {
      path: model.startsWith('flux-') ? '../v2/speak' : 'speak',
      query: {
        model,
        encoding: 'linear16',
        container: 'wav',
        sample_rate: ask.model.sampleRate,
        ...(ask.speed === undefined ? {} : { speed: wireSpeed(ask) }),
      },
      headers: { 'content-type': 'application/json' },
      // A text, not an object: whatever else a request has belongs into the query.
      body: JSON.stringify({ text: ask.text }),
    };
  },
  read,
};

async function* read(reply: WireReply, ask: SpeechAsk): AsyncGenerator<WirePart> {
  const speed = wireSpeed(ask);
  if (speed !== (ask.speed ?? 1)) {
    yield { type: 'warning', message: `Flux takes speeds in steps of .05: ${ask.speed} became ${speed}.` };
  }
  yield* bodyParts(reply);
}

/** The voice is part of the model's name: `aura-2-thalia-en`. A voice may be given by all of it. */
function wireModel({ model, voice }: SpeechAsk): string {
  const name = typeof voice === 'string' ? voice : '';
  return /^(?:aura|flux)-/.test(name) ? name : `${model.id}-${name}`;
}

/** Flux takes steps of .05. */
function wireSpeed({ model, speed = 1 }: SpeechAsk): number {
  return model.id === 'flux' ? Math.round(speed * 20) / 20 : speed;
}
