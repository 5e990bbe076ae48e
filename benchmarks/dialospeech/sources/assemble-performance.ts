import { type Timeline, timelineVersion, type Utterance } from 'duologue/timeline';
import { speakerIds, type TestScript } from '../test-script.ts';

export type AssembleOptions = {
  readonly utterances: readonly Omit<Utterance, 'id'>[];
  /** Seconds. */
  readonly duration: number;
  /** By speaker. */
  readonly voices: readonly string[];
};

/** A timeline whose speakers are those of the script, on the channels of their places. */
export function timelineOf(script: TestScript, { utterances, duration, voices }: AssembleOptions): Timeline {
  const language = script.language === 'zh' ? 'zh-CN' : 'en';
  return {
    version: timelineVersion,
    id: script.id,
    languages: [language],
    duration,
    speakers: speakerIds.map((id, channel) => {
      const voice = voices[channel];
      return { id, channel, language, ...(voice === undefined ? {} : { voice }) };
    }),
    utterances: utterances
      .toSorted((a, b) => a.start - b.start)
      .map((utterance, index) => ({ ...utterance, id: `u${index + 1}` })),
    events: [],
  };
}
