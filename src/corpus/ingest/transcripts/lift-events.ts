import { type EventType, joinWords, splitWords } from '../../../timeline/index.ts';
import type { TranscriptEvent, TranscriptSegment } from '../ingest-parts.ts';

/** What transcribers write into the text for what is no word: `[laughter]`, `<cough>`, `(sighs)`, `{NOISE}`. */
const marks: readonly (readonly [RegExp, EventType])[] = [
  [/^(laugh(ter|s|ing)?|chuckles?|giggles?|笑声?|大笑|轻笑)$/u, 'laughter'],
  [/^(breath(s|ing)?|inhales?|exhales?|br|呼吸|吸气)$/u, 'breath'],
  [/^(sigh(s|ing)?|叹气)$/u, 'sigh'],
  [/^(cough(s|ing)?|咳嗽?)$/u, 'cough'],
  [/^(sniff(s|ing|les?)?|吸鼻子)$/u, 'sniff'],
  [/^(throat[ -]?clear(ing)?|clears[ -]throat|清嗓子?)$/u, 'throat-clear'],
  [/^(lip[ -]?smack(s|ing)?|smacks?)$/u, 'lip-smack'],
  [/^(gasps?)$/u, 'gasp'],
  [/^(cry|cries|crying|sobs?|sobbing|哭声?)$/u, 'cry'],
  [/^(noise|background[ -]noise|ns|噪音|噪声)$/u, 'noise'],
  [/^(music|音乐)$/u, 'music'],
  [/^(silence|pause|静音)$/u, 'silence'],
];

const bracketed = /\[([^[\]]{1,30})\]|<([^<>]{1,30})>|\{([^{}]{1,30})\}|[(（]([^()（）]{1,30})[)）]/gu;

function eventOf(inside: string): EventType | undefined {
  const plain = inside.toLowerCase().replaceAll(/[_/*]/gu, ' ').trim();
  return marks.find(([mark]) => mark.test(plain))?.[1];
}

type Lifted = {
  readonly segments: readonly TranscriptSegment[];
  readonly events: readonly TranscriptEvent[];
  /** Marks that had no time of their own and are in no list. */
  readonly untimed: number;
};

/** Takes the marks out of what is said; those with a time (a timed word, a segment of marks alone) become events. */
export function liftEvents(given: readonly TranscriptSegment[]): Lifted {
  const segments: TranscriptSegment[] = [];
  const events: TranscriptEvent[] = [];
  let untimed = 0;
  for (const segment of given) {
    const found = [...segment.text.matchAll(bracketed)].flatMap((match) => {
      const type = eventOf(match.slice(1).find((part) => part !== undefined) ?? '');
      return type === undefined ? [] : [{ type, from: match.index, to: match.index + match[0].length }];
    });
    if (found.length === 0) {
      segments.push(segment);
      continue;
    }
    const { speaker, channel } = segment;
    const text = without(segment.text, found);
    if (splitWords(text).length === 0) {
      const { start, end } = segment;
      events.push(
        ...[...new Set(found.map(({ type }) => type))].map((type) => ({
          type,
          speaker,
          channel,
          start,
          end,
        })),
      );
      continue;
    }
    const marked = segment.words.map((word) => ({ word, type: typeOfWord(word.text) }));
    const timed = marked.flatMap(({ word: { start, end }, type }) =>
      type === undefined ? [] : [{ type, speaker, channel, start, end }],
    );
    untimed += Math.max(0, found.length - timed.length);
    events.push(...timed);
    const words = marked.filter(({ type }) => type === undefined).map(({ word }) => word);
    const fits = joinWords(words.map((word) => word.text)) === joinWords(splitWords(text));
    segments.push({ ...segment, text, words: fits ? words : [] });
  }
  return { segments, events, untimed };
}

function typeOfWord(text: string): EventType | undefined {
  const match = new RegExp(`^(?:${bracketed.source})$`, 'u').exec(text);
  const inside = match?.slice(1).find((part) => part !== undefined);
  return inside === undefined ? undefined : eventOf(inside);
}

function without(text: string, spans: readonly { readonly from: number; readonly to: number }[]): string {
  let [kept, at] = ['', 0];
  for (const { from, to } of spans) {
    kept += `${text.slice(at, from)} `;
    at = to;
  }
  return (kept + text.slice(at)).replaceAll(/\s+/gu, ' ').trim();
}
