import { joinWords, type Utterance, type Word } from '../timeline/index.ts';
import { assembleTimeline } from './assemble-timeline.ts';
import type { Clip, ConversationMaterial, Take, TurnMaterial } from './material.ts';
import type { Plan } from './plan-timeline.ts';

export type TrackPlanOptions = {
  /** Where each sound begins, by its source; seconds. */
  readonly places: ReadonlyMap<number, number>;
  /** Seconds of silence after the last word. */
  readonly leadOut: number;
  readonly seed: string;
};

/** Where one sound passes into what is beside it. Seconds. */
const seamFade = 0.003;

/** Everything stays where a model with tracks has put it. Pure. */
export function planTracks(
  material: ConversationMaterial,
  { places, leadOut, seed }: TrackPlanOptions,
): Plan {
  const clips: Clip[] = [];
  const place = (speaker: string, kind: Clip['kind'], take: Take): Placed => {
    const at = places.get(take.source) ?? 0;
    const { source, duration, gain } = take;
    const fade = Math.min(seamFade, duration / 2);
    clips.push({ speaker, kind, source, from: 0, to: duration, at, gain, fadeIn: fade, fadeOut: fade });
    return { take, at };
  };
  const turns = material.turns.flatMap((turn) => {
    const [take] = turn.takes;
    return take === undefined ? [] : [turnUtterance(turn, place(turn.speaker, 'speech', take))];
  });
  const written = material.turns.flatMap(({ insertions }) =>
    insertions.flatMap((each) => (each.type === 'backchannel' ? [each] : [])),
  );
  const added = Object.entries(material.backchannels).flatMap(([speaker, takes]) =>
    takes.map(({ take, language }) => ({ speaker, language, take })),
  );
  const backchannels = [...written, ...added]
    .map((each) => ({ ...each, placed: place(each.speaker, 'backchannel', each.take) }))
    .toSorted((a, b) => a.placed.at + a.take.start - (b.placed.at + b.take.start))
    .map(({ speaker, language, placed }, index) =>
      listenerUtterance({ number: index + 1, speaker, language, placed }, turns),
    );
  const utterances = [...turns, ...backchannels];
  const end = utterances.reduce((most, utterance) => Math.max(most, utterance.end), 0);
  const timeline = assembleTimeline(material, { utterances, events: [], duration: end + leadOut, seed });
  return { timeline, clips: clips.toSorted((a, b) => a.at - b.at || a.source - b.source), warnings: [] };
}

/** A sound at its place on the model's clock, seconds. */
export type Placed = { readonly take: Take; readonly at: number };

function saidOf({ take, at }: Placed): Pick<Utterance, 'text' | 'start' | 'end' | 'words'> {
  const words = take.words.map((word): Word => ({ ...word, start: word.start + at, end: word.end + at }));
  return {
    text: joinWords(words.map(({ text }) => text)),
    start: words[0]?.start ?? at + take.start,
    end: words.at(-1)?.end ?? at + take.end,
    words,
  };
}

/** @param turns What has been said. */
export function listenerUtterance(
  {
    number,
    speaker,
    language,
    placed,
  }: {
    readonly number: number;
    readonly speaker: string;
    readonly language: string;
    readonly placed: Placed;
  },
  turns: readonly Utterance[],
): Utterance {
  const said = saidOf(placed);
  const anchor = anchorOf(
    said.start,
    turns.filter((turn) => turn.speaker !== speaker),
  );
  return { id: `b${number}`, speaker, kind: 'backchannel', ...said, language, ...(anchor && { anchor }) };
}

export function turnUtterance(turn: TurnMaterial, placed: Placed): Utterance {
  return {
    id: `t${turn.index + 1}`,
    speaker: turn.speaker,
    kind: turn.onset.type === 'interrupt' && turn.index > 0 ? 'interruption' : 'turn',
    ...saidOf(placed),
    language: turn.language,
    turnIndex: turn.index,
    ...(turn.cutShort ? { cutShort: true } : {}),
  };
}

/** The word that was being said, or had just been. */
function anchorOf(start: number, turns: readonly Utterance[]): Utterance['anchor'] {
  const answered = turns.findLast((turn) => turn.start <= start && start <= turn.end + 1);
  if (answered === undefined) return undefined;
  const word = answered.words.findLastIndex((each) => each.start <= start);
  return word < 0 ? undefined : { utterance: answered.id, word };
}
