import { expect, test } from 'vitest';
import type { TranscriptSegment } from '../ingest-parts.ts';
import { placeSpeakers } from './place-speakers.ts';

const says = (speaker: string | null, start: number, end: number, channel: number | null = null) =>
  ({ speaker, channel, start, end, text: 'words', words: [] }) satisfies TranscriptSegment;
const speech = [
  [
    { start: 0, end: 4 },
    { start: 6, end: 9 },
  ],
  [{ start: 4, end: 6 }],
];

test('two speakers are on two tracks, though each says most where the first is heard', () => {
  const { segments, tracks } = placeSpeakers(
    [says('anna', 0, 4), says('ben', 4, 9), says('ben', 4, 6)],
    [{ type: 'laughter', speaker: 'ben', channel: null, start: 9, end: 10 }],
    speech,
  );
  expect(segments.map((own) => own.map(({ speaker }) => speaker))).toEqual([['anna'], ['ben', 'ben']]);
  expect(tracks).toBeGreaterThan(0);
});

test('what a speaker does is on the track where they speak; what nobody does is on none', () => {
  const { events } = placeSpeakers(
    [says('anna', 0, 4), says('ben', 4, 6)],
    [
      { type: 'laughter', speaker: 'ben', channel: null, start: 9, end: 10 },
      { type: 'noise', speaker: null, channel: null, start: 10, end: 11 },
    ],
    speech,
  );
  expect(events.map(({ channel }) => channel)).toEqual([1, null]);
});

test('tracks that the transcript names count, and it is told that they would fit better the other way round', () => {
  const { segments, tracks } = placeSpeakers([says('anna', 0, 4, 1), says('ben', 4, 6, 0)], [], speech);
  expect(segments.map((own) => own[0]?.speaker)).toEqual(['ben', 'anna']);
  expect(tracks).toBe(-1);
});

test('what nobody is said to say is where it is heard', () => {
  const { segments } = placeSpeakers([says(null, 0, 4), says(null, 4, 6), says(null, 6, 9)], [], speech);
  expect(segments.map((own) => own.length)).toEqual([2, 1]);
});
