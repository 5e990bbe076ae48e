import { joinWords, splitWords, type Word } from '../../../timeline/index.ts';
import { fitWords } from '../../../voices/index.ts';
import type { TranscriptSegment } from '../ingest-parts.ts';

/** A word of a transcript, with who says it as far as that is known. */
export type SaidWord = Word & Pick<TranscriptSegment, 'speaker' | 'channel'>;

/** The words of one text as `splitWords` has them, with the times that the transcript gives for words of its own. */
export function timedWords(text: string, heard: readonly Word[]): readonly Word[] {
  const wanted = splitWords(text);
  const timed = heard.flatMap(splitTimed);
  const [first, last] = [timed[0], timed.at(-1)];
  if (wanted.length === 0 || first === undefined || last === undefined) return [];
  if (wanted.length === timed.length) {
    return timed.map((word, index) => ({ ...word, text: wanted[index] ?? word.text }));
  }
  return fitWords(wanted, timed, { start: first.start, end: last.end });
}

/** Words of one speaker with no pause of `pause` seconds between them are one segment. */
export function segmentsOfWords(words: readonly SaidWord[], pause: number): readonly TranscriptSegment[] {
  const groups = new Map<string, SaidWord[]>();
  for (const word of words) {
    const key = JSON.stringify([word.speaker, word.channel]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [word]);
    else group.push(word);
  }
  return [...groups.values()].flatMap((own) => {
    return stretches(
      own.toSorted((a, b) => a.start - b.start || a.end - b.end),
      pause,
    ).flatMap(segmentOf);
  });
}

function stretches(words: readonly SaidWord[], pause: number): readonly (readonly SaidWord[])[] {
  const found: SaidWord[][] = [];
  let reached = 0;
  for (const word of words) {
    const open = found.at(-1);
    if (open === undefined || word.start - reached >= pause) found.push([word]);
    else open.push(word);
    reached = Math.max(reached, word.end);
  }
  return found;
}

function segmentOf(words: readonly SaidWord[]): readonly TranscriptSegment[] {
  const first = words[0];
  if (first === undefined) return [];
  const text = joinWords(words.map((word) => word.text));
  const end = words.reduce((latest, word) => Math.max(latest, word.end), 0);
  const { speaker, channel, start } = first;
  return [{ speaker, channel, start, end, text, words: timedWords(text, words) }];
}

/** What is one word to the transcript may be several to us (`你好`), or none (`.`). */
function splitTimed({ text, start, end, confidence }: Word): readonly Word[] {
  const pieces = splitWords(text);
  const length = (end - start) / Math.max(1, pieces.length);
  return pieces.map((piece, index) => ({
    text: piece,
    start: start + index * length,
    end: index === pieces.length - 1 ? end : start + (index + 1) * length,
    ...(confidence === undefined ? {} : { confidence }),
  }));
}
