import type { Timeline, Utterance } from 'duologue/timeline';
import type { TestScript } from './test-script.ts';

/** What a source made of a script: a track for each speaker, and what is heard on them when. */
export type Performance = {
  readonly script: TestScript;
  /** In order of the speakers, equally long. */
  readonly tracks: readonly Float32Array[];
  /** Hz. */
  readonly sampleRate: number;
  /** Its speakers are `speakerIds`, on the channels of their places. */
  readonly timeline: Timeline;
  /** Seconds at which one block of sound ends and the next begins; none where it was not made in blocks. */
  readonly seams: readonly number[];
  /** Seconds by the clock. None of what was not made here and now. */
  readonly pace?: { readonly firstSound: number; readonly whole: number };
};

/** Whatever speaks dialogues. */
export interface DialogueSource {
  readonly name: string;
  /** None where it has no voices for a script. */
  perform(script: TestScript): Promise<Performance | undefined>;
}

/** What one speaker says, in order of time. */
export function saidBy({ utterances }: Timeline, speaker: string): Utterance[] {
  return utterances.filter((each) => each.speaker === speaker).toSorted((a, b) => a.start - b.start);
}

/** All that one speaker was to say and said beside it: what is missing of the script stands at the end. */
export function textsOf({ script, timeline }: Performance, speaker: number): string[] {
  const id = timeline.speakers[speaker]?.id ?? '';
  const said = saidBy(timeline, id);
  const heard = new Set(said.flatMap(({ turnIndex }) => (turnIndex === undefined ? [] : [turnIndex])));
  const missing = script.turns.flatMap((turn, index) =>
    turn.speaker === speaker && !heard.has(index) ? [turn.text] : [],
  );
  return [...said.map(({ text }) => text), ...missing];
}
