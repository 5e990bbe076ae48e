import type { Interval } from '../../../dsp/index.ts';
import {
  backchannelsBySound,
  type Timeline,
  timelineVersion,
  type UtteranceKind,
} from '../../../timeline/index.ts';
import type { CorpusUtterance } from '../../record/types.ts';

type LabelSpeechOptions = {
  /** Inter-pausal units of each speaker. */
  readonly units: readonly (readonly Interval[])[];
  /** Ids, in order of their channels. */
  readonly speakers: readonly string[];
  readonly language: string | null;
  /** Seconds. */
  readonly duration: number;
};

/** Seconds that one speaks into another's speech before it is an interruption, and talks on after the other has stopped. */
const leastInto = 0.5;
const leastBeyond = 0.25;
/** Seconds that the other must have spoken before. */
const leastBefore = 0.5;
/** Seconds after which a turn that was silent begins anew. */
const longestPause = 2;

type Unit = Interval & { readonly speaker: string };

/** What was heard as utterances without words: each inter-pausal unit is one, of a turn, a backchannel, an interruption. */
export function labelSpeech({
  units,
  speakers,
  language,
  duration,
}: LabelSpeechOptions): readonly CorpusUtterance[] {
  const all: readonly Unit[] = units
    .flatMap((own, channel) => own.map((unit) => ({ ...unit, speaker: speakers[channel] ?? '' })))
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
  const backchannels = new Set(backchannelsBySound(timelineOf(all, speakers, duration)).map(keyOf));
  const floor = all.filter((unit) => !backchannels.has(keyOf(unit)));
  const cut = new Map<Unit, number>();
  const interruptions = new Set<Unit>();
  for (const unit of floor) {
    const held = floor.find((other) => isInterrupted(other, unit));
    if (held === undefined) continue;
    interruptions.add(unit);
    cut.set(held, held.end - unit.start);
  }
  const turns = turnsOf(floor);
  return all.map((unit, index) => {
    const kind: UtteranceKind = backchannels.has(keyOf(unit))
      ? 'backchannel'
      : interruptions.has(unit)
        ? 'interruption'
        : 'turn';
    return {
      id: `u${String(index + 1).padStart(5, '0')}`,
      speaker: unit.speaker,
      kind,
      text: '',
      start: unit.start,
      end: unit.end,
      language,
      words: [],
      turnIndex: turns.get(unit) ?? null,
      anchor: null,
      cutShort: cut.has(unit),
      yieldAfter: cut.get(unit) ?? null,
      aside: false,
      source: 'detected',
    };
  });
}

function keyOf({ speaker, start }: { readonly speaker: string; readonly start: number }): string {
  return `${speaker} ${start}`;
}

/** Whether one comes into another's speech, who then stops, and goes on alone. */
function isInterrupted(held: Unit, unit: Unit): boolean {
  return (
    held.speaker !== unit.speaker &&
    unit.start - held.start >= leastBefore &&
    held.end - unit.start >= leastInto &&
    unit.end - held.end >= leastBeyond
  );
}

/** Which turn each unit is of: all that one says until another takes the floor, or until a long silence. */
function turnsOf(floor: readonly Unit[]): ReadonlyMap<Unit, number> {
  const turns = new Map<Unit, number>();
  let index = -1;
  let last: Unit | undefined;
  for (const unit of floor) {
    const goesOn = last?.speaker === unit.speaker && unit.start - last.end < longestPause;
    if (!goesOn) index += 1;
    turns.set(unit, index);
    last = unit;
  }
  return turns;
}

function timelineOf(units: readonly Unit[], speakers: readonly string[], duration: number): Timeline {
  return {
    version: timelineVersion,
    id: 'heard',
    languages: [],
    duration,
    speakers: speakers.map((id, channel) => ({ id, channel })),
    utterances: units.map(({ speaker, start, end }, index) => {
      return { id: `u${index}`, speaker, kind: 'turn', text: '', start, end, words: [] };
    }),
    events: [],
  };
}
