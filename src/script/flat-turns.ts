import { joinText } from './plain-text.ts';
import type { ScriptTurn, TurnPart } from './types.ts';

/** A stretch of one speaker's words, for formats in which people only ever speak one after another. */
export type FlatTurn = { readonly speaker: string; readonly text: string; readonly speed?: number };

export type FlatTurnsOptions = {
  /** What becomes of a listener's words: turns of their own that split the turn, or nothing. */
  readonly backchannels: 'turns' | 'none';
  /** How an event is written into the text; an empty text leaves it out. */
  readonly event: (part: Extract<TurnPart, { readonly type: 'event' }>) => string;
  /** How a pause is written into the text; an empty text leaves it out. */
  readonly pause: (duration: number) => string;
};

export function flattenTurn(turn: ScriptTurn, options: FlatTurnsOptions): FlatTurn[] {
  const flat: FlatTurn[] = [];
  let pieces: string[] = [];
  const speed = turn.speed === undefined ? {} : { speed: turn.speed };
  const flush = (): void => {
    const text = joinText(pieces);
    if (text !== '') flat.push({ speaker: turn.speaker, text, ...speed });
    pieces = [];
  };
  for (const part of turn.parts) {
    if (part.type === 'speech') {
      pieces.push(part.text);
    } else if (part.type === 'pause') {
      pieces.push(options.pause(part.duration));
    } else {
      const text = part.type === 'event' ? options.event(part) : part.text;
      const listener = part.speaker === undefined || part.speaker === turn.speaker ? undefined : part.speaker;
      if (listener === undefined) {
        pieces.push(text);
      } else if (options.backchannels === 'turns' && text !== '') {
        flush();
        flat.push({ speaker: listener, text });
      }
    }
  }
  if (turn.cutShort === true && pieces.length > 0) {
    const last = pieces.pop() ?? '';
    pieces.push(/[-—]$/u.test(last) ? last : `${last}—`);
  }
  flush();
  return flat;
}
