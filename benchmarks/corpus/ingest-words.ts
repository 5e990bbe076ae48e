import type { DialogueRecord, FoundWord, SpokenWords } from '../../src/corpus/index.ts';
import { createRandom } from '../../src/dsp/index.ts';
import { splitWords } from '../../src/timeline/index.ts';
import type { Ingested } from './ingest-run.ts';
import type { WordsOf } from './nist.ts';

/** The voice that says the words for comparison when they are aligned: of its own words nothing is counted. */
const alignersVoice = 'flite/awb';

/** Seconds by which the starts of words are off, rising. */
export function startErrors(dialogues: readonly Ingested[], language: string): readonly number[] {
  const errors = dialogues.flatMap(({ truth, found }) => {
    if (!truth.languages[0]?.startsWith(language)) return [];
    return truth.speakers.flatMap(({ id, channel, voice }) => {
      if (voice?.startsWith(alignersVoice)) return [];
      const own = found.speakers.find((speaker) => speaker.channel === channel)?.id ?? '';
      return errorsOf(wordsOf(truth, id), wordsOf(found, own));
    });
  });
  return errors.toSorted((a, b) => a - b);
}

/** A share of the errors is at most this. */
export function quantileOf(rising: readonly number[], share: number): number {
  return rising[Math.round(share * (rising.length - 1))] ?? Number.NaN;
}

function wordsOf({ utterances }: DialogueRecord, speaker: string) {
  return utterances
    .flatMap((utterance) => (utterance.speaker === speaker ? utterance.words : []))
    .toSorted((a, b) => a.start - b.start);
}

/** Of words of the same text; one that was lost is as far off as can be. */
function errorsOf(
  truth: readonly { readonly text: string; readonly start: number }[],
  found: readonly { readonly text: string; readonly start: number }[],
): number[] {
  let at = 0;
  return truth.map(({ text, start }) => {
    const index = found.findIndex((word, place) => place >= at && place < at + 20 && word.text === text);
    if (index === -1) return Number.POSITIVE_INFINITY;
    at = index + 1;
    return Math.abs((found[index]?.start ?? 0) - start);
  });
}

/** The words of a dialogue as they were found, of which one in twelve is lost, mistaken or doubled. */
export function spoiltWords({ truth, found }: Ingested): WordsOf {
  const random = createRandom(truth.id);
  const [trueChannels, foundChannels] = [channelsOf(truth), channelsOf(found)];
  const reference = truth.utterances.map((utterance): SpokenWords => {
    const { start, end, text } = utterance;
    return {
      speaker: trueChannels.get(utterance.speaker) ?? '',
      start,
      end,
      words: comparable(splitWords(text)),
    };
  });
  const words = found.utterances.flatMap((utterance) => {
    const speaker = foundChannels.get(utterance.speaker) ?? '';
    return utterance.words.flatMap(({ text, start, end }): FoundWord[] => {
      const [plain] = comparable([text]);
      if (plain === undefined) return [];
      const word = { speaker, text: plain, start, end };
      const fate = random.next() * 36;
      if (fate < 1) return [];
      if (fate < 2) return [{ ...word, text: 'spoilt' }];
      return fate < 3 ? [word, word] : [word];
    });
  });
  return { id: truth.id, reference, found: words };
}

function channelsOf({ speakers }: DialogueRecord): ReadonlyMap<string, string> {
  return new Map(speakers.map(({ id, channel }) => [id, String(channel)]));
}

function comparable(words: readonly string[]): string[] {
  return words.map((word) => word.toLowerCase().replaceAll(/[^\p{L}\p{N}']/gu, '')).filter(Boolean);
}
