import { backchannelsBySound, isBackchannelText } from './backchannels.ts';
import { countBelow } from './intervals.ts';
import { type SpeechPiece, speechPieces } from './speech.ts';
import type { Timeline } from './types.ts';

/**
 * What counts as a backchannel: the utterances marked so (`kind`), those whose words are ones (`words`),
 * the sounds that behave like ones (`sound`), or nothing (`none`).
 */
export type BackchannelRule = 'kind' | 'words' | 'sound' | 'none';

export type FloorSpeechOptions = {
  /** Which backchannels to leave out before anything is measured. */
  readonly backchannels?: BackchannelRule;
};

/** The speech that claims the floor, and how many backchannels were taken out of it, by speaker. */
export type FloorSpeech = {
  /** In order of start. */
  readonly pieces: readonly SpeechPiece[];
  readonly backchannels: ReadonlyMap<string, number>;
};

export function floorSpeech(
  timeline: Timeline,
  { backchannels: rule = 'kind' }: FloorSpeechOptions = {},
): FloorSpeech {
  if (rule === 'sound') return withoutSoundedBackchannels(timeline);
  const counts = new Map<string, number>();
  const floor = timeline.utterances.filter((utterance) => {
    const isOne =
      (rule === 'kind' && utterance.kind === 'backchannel') ||
      (rule === 'words' && isBackchannelText(utterance.text));
    if (isOne) counts.set(utterance.speaker, (counts.get(utterance.speaker) ?? 0) + 1);
    return !isOne;
  });
  return { pieces: speechPieces(floor), backchannels: counts };
}

function withoutSoundedBackchannels(timeline: Timeline): FloorSpeech {
  const found = new Map<string, { start: number; end: number }[]>();
  for (const unit of backchannelsBySound(timeline)) {
    const own = found.get(unit.speaker) ?? [];
    own.push(unit);
    found.set(unit.speaker, own);
  }
  const pieces = speechPieces(timeline.utterances).filter(({ speaker, start, end }) => {
    const own = found.get(speaker) ?? [];
    const last = own[countBelow(own, end, (unit) => unit.start) - 1];
    return last === undefined || start < last.start || end > last.end;
  });
  return { pieces, backchannels: new Map([...found].map(([speaker, own]) => [speaker, own.length])) };
}
