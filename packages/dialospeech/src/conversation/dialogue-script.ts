import { splitWords } from 'duologue/timeline';
import type { DialogueTurn } from 'duologue/voices';
import type { DecoderText, DecoderUnit } from '../language/decoder.ts';
import type { LanguageIndex, StreamIndex } from '../language/pointers.ts';
import type { DialogueText } from '../text/index.ts';
import { holdPauses } from './turn-pauses.ts';
import type { UnitWord } from './word-times.ts';

/** A turn whose speaker is known by the track. */
export type ScriptTurn = {
  readonly stream: StreamIndex;
  readonly text: string;
  readonly language: 'en' | 'zh';
  readonly kind: 'turn' | 'backchannel' | 'interruption';
  /** Whether the speaker is cut off at its end. Not said: where its text ends with a dash. */
  readonly cut?: boolean | undefined;
  readonly pauses?: DialogueTurn['pauses'];
};

/** A unit of a turn, to be found again when it has been said. */
export type ScriptUnit = DecoderUnit & {
  readonly turn: number;
  readonly words: readonly UnitWord[];
  readonly isLast: boolean;
};

/** Turns to units, read as they are needed: a long script is heard before its end is read. */
export interface DialogueScript {
  readonly units: readonly ScriptUnit[];
  /** What could not be said, of the turns that have been read; given once. */
  takeWarnings(): readonly string[];
  /** Reads on by some turns. False where all are read. */
  readOn(turns: number): boolean;
  text(): DecoderText;
}

export type DialogueScriptOptions = {
  /** Of the model, seconds. Default .04. */
  readonly stepDuration?: number;
  /** What is thrown where a turn cannot be read. Default an `Error`. */
  readonly refuse?: (message: string, cause?: unknown) => Error;
};

export function createDialogueScript(
  turns: readonly ScriptTurn[],
  reader: DialogueText,
  {
    stepDuration = 0.04,
    refuse = (message, cause) => new Error(message, { cause }),
  }: DialogueScriptOptions = {},
): DialogueScript {
  const units: ScriptUnit[] = [];
  let warnings: string[] = [];
  let read = 0;
  const readTurn = (turn: ScriptTurn, index: number): void => {
    const { stream, text, language, kind, cut, pauses = [] } = turn;
    try {
      const own = reader.read(text, { language, role: kind, ...(cut === undefined ? {} : { cut }) });
      const held = holdPauses(own.units, pauses, stepDuration);
      for (const [order, unit] of held.units.entries()) {
        const isLast = order === own.units.length - 1;
        units.push({ stream, ...unit, language: languageIndex(language), turn: index, isLast });
      }
      if (held.hasOthers) warnings.push(`Turn ${index + 1}: a pause at its beginning or end is left out.`);
      warnings.push(...own.warnings.map((message) => `Turn ${index + 1}: ${message}`));
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      throw refuse(`Turn ${index + 1}: ${cause.message}`, cause);
    }
  };
  return {
    units,
    takeWarnings() {
      const taken = warnings;
      warnings = [];
      return taken;
    },
    readOn(count) {
      if (read >= turns.length) return false;
      for (const turn of turns.slice(read, read + count)) readTurn(turn, read++);
      return true;
    },
    text: () => ({
      units: units.map(({ stream, symbols, tones, language, holds = [] }) => ({
        stream,
        symbols,
        tones,
        language,
        holds,
      })),
      rest: turns.slice(read).map(({ stream, language }) => ({ stream, language: languageIndex(language) })),
    }),
  };
}

export function languageIndex(language: 'en' | 'zh'): LanguageIndex {
  return language === 'zh' ? 1 : 0;
}

/** In which a turn is spoken: that of its writing, else that which is asked for. */
export function languageOf(text: string, asked: string | undefined): 'en' | 'zh' {
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  if (/\p{Script=Latin}/u.test(text)) return 'en';
  return isMandarin(asked) ? 'zh' : 'en';
}

export function isMandarin(tag: string | undefined): boolean {
  return /^(?:zh|cmn)(?:-|$)/i.test(tag ?? '');
}

/** Whether there is anything in a text that could be said: a quick look, not a reading. */
export function isSayable(text: string): boolean {
  return splitWords(text).length > 0 && /[\p{Script=Han}\p{Script=Latin}0-9０-９]/u.test(text);
}
