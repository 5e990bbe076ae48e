import { splitWords } from 'duologue/timeline';
import type { SpeechPart, SpeechRequest } from 'duologue/voices';
import { isSayable } from './conversation/dialogue-script.ts';
import { type Conversing, converse } from './converse.ts';

/** One voice alone: a dialogue of one turn, without the silence before it. */
export async function* speak(
  model: Conversing,
  voice: string,
  request: SpeechRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<SpeechPart> {
  signal?.throwIfAborted();
  const { text, language, seed, instructions, speed = 1 } = request;
  if (!isSayable(text)) {
    const message =
      splitWords(text).length === 0
        ? 'There is nothing to say.'
        : `There is nothing of English or Mandarin in ${JSON.stringify(text.slice(0, 40))}: nothing is said.`;
    yield { type: 'warning-raised', message };
    return;
  }
  if (speed !== 1)
    yield { type: 'warning-raised', message: `DialoSpeech speaks at its own pace, not at ${speed}.` };
  const turn = { voice, text };
  const asked = {
    turns: [turn],
    ...(language === undefined ? {} : { language }),
    ...(seed === undefined ? {} : { seed }),
    ...(instructions === undefined ? {} : { instructions }),
  };
  let skipped = 0;
  let isHeard: boolean = false;
  for await (const part of converse(model, asked, { signal, alone: true })) {
    if (part.type === 'audio-ready') {
      const { samples, sampleRate } = part.audio;
      const silence: number = isHeard ? 0 : leadingSilence(samples);
      skipped += silence / sampleRate;
      isHeard ||= silence < samples.length;
      if (isHeard) yield { type: 'audio-ready', audio: { samples: samples.subarray(silence), sampleRate } };
    } else if (part.type === 'word-timed') {
      const { word } = part;
      const start = Math.max(0, word.start - skipped);
      yield { type: 'word-timed', word: { ...word, start, end: Math.max(start, word.end - skipped) } };
    } else if (part.type === 'warning-raised') yield part;
  }
}

/** Samples of digital silence. */
function leadingSilence(samples: Float32Array): number {
  const first = samples.findIndex((sample) => sample !== 0);
  return first < 0 ? samples.length : first;
}
