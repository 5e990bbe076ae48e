import { splitWords, timelineVersion, type Utterance, type UtteranceKind } from 'duologue/timeline';
import type { Performance } from '../../benchmarks/dialospeech/performance.ts';
import { speakerIds, type TestLanguage } from '../../benchmarks/dialospeech/test-script.ts';

export type SaidSketch = {
  readonly speaker: 0 | 1;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind?: UtteranceKind;
  readonly cutShort?: boolean;
};

const sampleRate = 16_000;
/** Hz. */
const pitches = [110, 190] as const;

/** A dialogue of two hums that lasts until half a second after its last word. */
export function performanceOf(said: readonly SaidSketch[], language: TestLanguage = 'en'): Performance {
  const duration = Math.max(...said.map(({ end }) => end)) + 0.5;
  const tracks = speakerIds.map(() => new Float32Array(Math.round(duration * sampleRate)));
  const utterances = said.map(({ speaker, text, start, end, kind = 'turn', cutShort }, index): Utterance => {
    const [first, last] = [Math.round(start * sampleRate), Math.round(end * sampleRate)];
    for (let at = first; at < last; at++)
      tracks[speaker]?.fill(0.2 * Math.sin((2 * Math.PI * pitches[speaker] * at) / sampleRate), at, at + 1);
    const words = splitWords(text).map((word) => ({ text: word, start, end }));
    const turnIndex = said.slice(0, index).filter((each) => each.kind !== 'backchannel').length;
    return {
      id: `u${index + 1}`,
      speaker: speakerIds[speaker],
      kind,
      text,
      start,
      end,
      words,
      ...(kind === 'backchannel' ? {} : { turnIndex }),
      ...(cutShort === undefined ? {} : { cutShort }),
    };
  });
  return {
    script: {
      id: `sketch-${language}`,
      language,
      crossLingual: false,
      origin: 'written',
      turns: said.flatMap(({ speaker, text, kind = 'turn', cutShort = false }) =>
        kind === 'backchannel' ? [] : [{ speaker, text, kind, cutShort }],
      ),
    },
    tracks,
    sampleRate,
    timeline: {
      version: timelineVersion,
      id: 'sketch',
      languages: [language],
      duration,
      speakers: speakerIds.map((id, channel) => ({ id, channel, voice: `hum/${id}` })),
      utterances,
      events: [],
    },
    seams: [],
  };
}
