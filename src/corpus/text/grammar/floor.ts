import type { ScriptTurn, TurnOnset, TurnPart } from '../../../script/index.ts';
import type { EventType } from '../../../timeline/index.ts';
import type { GrammarLanguage } from './language.ts';
import type { Mood } from './material.ts';

export type Remark = {
  readonly speaker: number;
  readonly sentences: readonly string[];
  readonly mood?: Mood;
  readonly onset?: TurnOnset;
  readonly cutShort?: boolean;
  /** Said to somebody who is not in the conversation. */
  readonly aside?: boolean;
  readonly before?: EventType;
  readonly after?: EventType;
  /** What the other does meanwhile. */
  readonly heard?: EventType;
};

/** The turns so far, and how long they take. */
export interface Floor {
  say(remark: Remark): void;
  /** Seconds, about. */
  elapsed(): number;
  /** Remarks so far. */
  lines(): number;
  last(): { readonly speaker: number; readonly mood: Mood; readonly question: boolean } | undefined;
  finish(): { readonly turns: readonly ScriptTurn[]; readonly asides: readonly number[] };
}

export type FloorOptions = {
  readonly language: GrammarLanguage;
  readonly register: string;
  /** Of the speakers, in order of their channels. */
  readonly ids: readonly string[];
};

/** How long the same words take in a register, against the mean of all: some leave longer gaps, some overlap more. */
const registerPace: Readonly<Record<string, number>> = {
  argument: 0.95,
  collaboration: 0.95,
  conversation: 0.95,
  interview: 1.09,
  narrative: 1.03,
  podcast: 1.09,
  task: 0.97,
  telephone: 0.96,
  'video-call': 0.98,
};

export function createFloor({ language, register, ids }: FloorOptions): Floor {
  const pace = language.pace * (registerPace[register] ?? 1);
  const turns: { parts: TurnPart[]; remark: Remark }[] = [];
  let elapsed = 0;
  let lines = 0;
  const partsOf = ({ speaker, sentences, before, after, heard }: Remark): TurnPart[] => {
    const other = ids[1 - speaker];
    return [
      ...(before === undefined ? [] : [{ type: 'event', event: before } as const]),
      { type: 'speech', text: sentences.join(language.space) },
      ...(heard === undefined || other === undefined
        ? []
        : [{ type: 'event', event: heard, speaker: other } as const]),
      ...(after === undefined ? [] : [{ type: 'event', event: after } as const]),
    ];
  };
  return {
    elapsed: () => elapsed,
    lines: () => lines,
    say(remark) {
      if (remark.sentences.length === 0) return;
      lines++;
      for (const sentence of remark.sentences) elapsed += pace * language.length(sentence);
      const last = turns.at(-1);
      const goesOn =
        last?.remark.speaker === remark.speaker && !isSetApart(last.remark) && !isSetApart(remark);
      if (last !== undefined && goesOn) {
        last.parts.push(...partsOf(remark));
        last.remark = remark;
      } else {
        turns.push({ parts: partsOf(remark), remark });
      }
    },
    last() {
      const remark = turns.at(-1)?.remark;
      if (remark === undefined) return undefined;
      const { speaker, mood = 'plain', sentences } = remark;
      return { speaker, mood, question: /[?？]$/u.test(sentences.at(-1) ?? '') };
    },
    finish: () => ({
      turns: turns.map(({ parts, remark: { speaker, onset = { type: 'auto' }, cutShort } }) => ({
        speaker: ids[speaker] ?? '',
        onset,
        parts: joinSpeech(parts, language.space),
        ...(cutShort === true ? { cutShort } : {}),
      })),
      asides: turns.flatMap(({ remark }, index) => (remark.aside === true ? [index] : [])),
    }),
  };
}

function isSetApart({ aside, cutShort, onset }: Remark): boolean {
  return aside === true || cutShort === true || onset !== undefined;
}

/** Neighbouring speech is one part. */
function joinSpeech(parts: readonly TurnPart[], space: string): TurnPart[] {
  const joined: TurnPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.type === 'speech' && last?.type === 'speech')
      joined[joined.length - 1] = { type: 'speech', text: `${last.text}${space}${part.text}` };
    else joined.push(part);
  }
  return joined;
}
