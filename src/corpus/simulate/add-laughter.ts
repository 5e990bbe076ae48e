import type { Random } from '../../dsp/index.ts';
import { type Script, type ScriptTurn, turnText, turnWords } from '../../script/index.ts';
import { endsSentence } from '../../timeline/index.ts';

export type LaughterOptions = {
  /** Laughs a minute of the conversation. */
  readonly perMinute: number;
  /** Of both speakers together, pauses and all. */
  readonly wordsPerMinute: number;
  readonly random: Random;
};

/** Share of laughter that is the speaker's own. */
const ownLaughs = 0.6;

/**
 * A script with as much laughter as there is to be. What its writer wrote counts, and stays unless there is to be none;
 * the rest comes behind what is said, from the speaker or from who listens: first where words are of something funny,
 * then where they are glad or surprised, and last where nobody suffers. Words tell, not meanings. Pure.
 */
export function addLaughter(script: Script, { perMinute, wordsPerMinute, random }: LaughterOptions): Script {
  const turns = perMinute === 0 ? script.turns.map(withoutLaughter) : script.turns;
  const words = turns.reduce((sum, turn) => sum + turnWords(turn).length, 0);
  const written = turns.reduce((sum, turn) => sum + turn.parts.filter(isLaughter).length, 0);
  const expected = (perMinute * words) / Math.max(1, wordsPerMinute);
  let left = Math.max(0, Math.floor(expected + random.next()) - written);
  const ranked = turns
    .map((turn, index) => ({
      index,
      key: random.next(),
      mirth: mirthOf(turn),
      fits: mayEndInLaughter(turn),
    }))
    .filter(({ fits }) => fits)
    .toSorted((a, b) => b.mirth - a.mirth || a.key - b.key);
  const chosen = new Set<number>();
  for (const { index } of ranked) {
    if (left === 0) break;
    chosen.add(index);
    left--;
  }
  return {
    ...script,
    turns: turns.map((turn, index) => {
      if (!chosen.has(index)) return turn;
      const listener = script.speakers.find(({ id }) => id !== turn.speaker);
      const event =
        random.next() < ownLaughs || listener === undefined
          ? ({ type: 'event', event: 'laughter' } as const)
          : ({ type: 'event', event: 'laughter', speaker: listener.id } as const);
      return { ...turn, parts: [...turn.parts, event] };
    }),
  };
}

const funny =
  /\b(?:funny|hilarious|joke|joking|kidding|laugh|laughed|laughing|ridiculous|silly|crazy|haha|ha ha)\b|哈哈|笑|逗|开玩笑|搞笑|好玩|绝了/iu;
const glad =
  /!|！|\b(?:wow|no way|guess what|can't believe|great|lovely|love|wonderful|amazing|brilliant|fun|party|nice|happy|fantastic)\b|太好了|真好|天哪|不会吧|没想到|厉害|棒|开心|高兴|喜欢/iu;
const sad =
  /\b(?:sorry|died|dead|death|ill|sick|hospital|pain|funeral|accident|lost|worried|afraid|shame|angry)\b|难过|去世|生病|医院|事故|疼|担心|可惜|抱歉|生气/iu;

/** How likely somebody laughs at a turn, by its words. */
function mirthOf(turn: ScriptTurn): number {
  const text = turnText(turn);
  if (sad.test(text)) return -1;
  if (funny.test(text)) return 2;
  return glad.test(text) ? 1 : 0;
}

function isLaughter(part: ScriptTurn['parts'][number]): boolean {
  return part.type === 'event' && part.event === 'laughter';
}

/** A turn of nothing but laughter stays what it is: without it there would be no turn. */
function withoutLaughter(turn: ScriptTurn): ScriptTurn {
  const parts = turn.parts.filter((part) => !isLaughter(part));
  return parts.some(({ type }) => type === 'speech') ? { ...turn, parts } : turn;
}

/** Not behind a question, which wants an answer, nor where something happens already. */
function mayEndInLaughter(turn: ScriptTurn): boolean {
  const last = turn.parts.at(-1);
  if (last?.type !== 'speech' || turn.cutShort === true) return false;
  const end = turnWords(turn).at(-1) ?? '';
  return endsSentence(end, '') && !/[?？]["'”’)\]）」』]*$/u.test(end);
}
