import { joinWords, type Word } from '../../timeline/index.ts';
import type { SpeechPart, Voice } from '../voice.ts';
import { wordsToSay } from '../words-to-say.ts';
import { type PronunciationRule, type Respelling, respell } from './respell.ts';

/** The same voice, which reads some words as others. The times are those of the words as they were written. */
export function withPronunciations(voice: Voice, rules: readonly PronunciationRule[]): Voice {
  if (rules.length === 0) return voice;
  return {
    ...voice,
    speak: (request, options) => {
      const respelling = respell(request.text, rules);
      return respelling.text === request.text
        ? voice.speak(request, options)
        : speak(
            voice.speak({ ...request, text: respelling.text }, options),
            wordsToSay(voice, request.text),
            rules,
          );
    },
  };
}

async function* speak(
  parts: AsyncIterable<SpeechPart>,
  written: readonly string[],
  rules: readonly PronunciationRule[],
): AsyncGenerator<SpeechPart> {
  const spoken: Word[] = [];
  for await (const part of parts) {
    if (part.type === 'word-timed') spoken.push(part.word);
    else yield part;
  }
  if (spoken.length === 0) return;
  const respelling = respell(joinWords(written), rules);
  for (const word of timeWritten(written, respelling, spoken)) yield { type: 'word-timed', word };
}

/** A word lasts as long as what was read for it. */
function timeWritten(texts: readonly string[], respelling: Respelling, spoken: readonly Word[]): Word[] {
  const ends = running(spoken.map(({ text }) => text));
  const timeAt = (offset: number, edge: 'start' | 'end'): number => {
    let index = ends.findIndex((end) => (edge === 'start' ? offset < end : offset <= end));
    if (index < 0) index = spoken.length - 1;
    const { start = 0, end = 0 } = spoken[index] ?? {};
    const [from, to] = [ends[index - 1] ?? 0, ends[index] ?? 1];
    return start + (end - start) * Math.min(1, Math.max(0, (offset - from) / Math.max(1, to - from)));
  };
  const bounds = running(texts);
  return texts.map((text, index) => {
    const end = timeAt(respelling.place(bounds[index] ?? 0), 'end');
    // What is read as nothing lasts no time, before the silence that follows.
    return { text, start: Math.min(end, timeAt(respelling.place(bounds[index - 1] ?? 0), 'start')), end };
  });
}

/** Letters up to the end of each word, white space not counted. */
function running(texts: readonly string[]): number[] {
  let sum = 0;
  return texts.map((text) => (sum += text.replaceAll(/\s/g, '').length));
}
