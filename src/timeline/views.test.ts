import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { backchannelsBySound, backchannelsByWords, isBackchannelText } from './backchannels.ts';
import { timelineArbitrary, timelineOf } from './example-timelines.test.ts';
import { floorTransfers, floorTurns, withinOverlaps } from './floor.ts';
import { interPausalUnits } from './inter-pausal-units.ts';
import { joinIntervals, totalLength } from './intervals.ts';
import { gaps, overlaps, pauses, silences } from './silences.ts';
import { createSpeakerIndex, speakersAt } from './speaker-index.ts';
import { speechPieces } from './speech.ts';
import { transcript } from './transcript.ts';
import { audiophileTurns, backbiterTurns, cliffhangerTurns, turnModels, turnsOf } from './turn-models.ts';
import type { Timeline } from './types.ts';

/**
 * ann  |So I was (.5) thinking. Maybe not.|                    |Sure, let us.|
 * ben             |mm-hm|                      |I think we should go|
 */
const example = timelineOf([
  { speaker: 'ann', start: 0, text: 'So I was thinking. Maybe not.', pauses: { 2: 0.5 } },
  { speaker: 'ben', start: 1, text: 'mm-hm', kind: 'backchannel', wordLength: 0.4 },
  { speaker: 'ben', start: 2.3, text: 'I think we should go' },
  { speaker: 'ann', start: 3.3, text: 'Sure, let us.', kind: 'interruption' },
]);

test('inter-pausal units join below .2 s and drop below .08 s', () => {
  expect(
    interPausalUnits(example).map(({ speaker, start, end, words }) => [speaker, start, end, words]),
  ).toEqual([
    ['ann', 0, 0.75, 3],
    ['ben', 1, 1.4, 1],
    ['ann', 1.25, 2, 3],
    ['ben', 2.3, 3.55, 5],
    ['ann', 3.3, 4.05, 3],
  ]);
  expect(interPausalUnits(example, { backchannels: 'kind', joinBelow: 0.6 })[0]).toEqual({
    speaker: 'ann',
    start: 0,
    end: 2,
    words: 6,
    utterances: ['u0'],
  });
  const click = timelineOf([{ speaker: 'ann', start: 0, text: 'a', wordLength: 0.07 }]);
  expect(interPausalUnits(click)).toEqual([]);
  expect(interPausalUnits(click, { dropBelow: 0 })).toHaveLength(1);
});

test('transfers have their offsets, and backchannels are none', () => {
  expect(
    floorTransfers(example).map(({ from, to, offset, startsInside, toUtterance }) => {
      return [from, to, Math.round(offset * 1000) / 1000, startsInside, toUtterance];
    }),
  ).toEqual([
    ['ann', 'ben', 0.3, false, 'u2'],
    ['ben', 'ann', -0.25, true, 'u3'],
  ]);
  expect(floorTurns(example).map(({ speaker, utterances }) => [speaker, ...utterances])).toEqual([
    ['ann', 'u0'],
    ['ben', 'u2'],
    ['ann', 'u3'],
  ]);
});

test('what is wholly inside the floor holder is no transfer, what is wholly in a silence is two', () => {
  const inside = timelineOf([
    { speaker: 'ann', start: 0, text: 'one two three four five six seven eight' },
    { speaker: 'ben', start: 0.6, text: 'no but' },
    { speaker: 'cy', start: 1.8, text: 'well well' },
  ]);
  expect(floorTransfers(inside).map(({ from, to }) => from + to)).toEqual(['anncy']);
  expect(withinOverlaps(inside)).toMatchObject([{ speaker: 'ben', holder: 'ann', inside: 'u0' }]);

  const taken = timelineOf([
    { speaker: 'ann', start: 0, text: 'one two', pauses: { 0: 2 } },
    { speaker: 'ben', start: 0.5, text: 'what is it' },
  ]);
  expect(floorTransfers(taken).map(({ offset }) => offset)).toEqual([0.25, 1]);

  // Ben begins in Ann's pause, and she goes on: he took the floor while she still claimed it.
  const collision = timelineOf([
    { speaker: 'ann', start: 0, text: 'one two', pauses: { 0: 0.5 } },
    { speaker: 'ben', start: 0.5, text: 'what is it' },
  ]);
  expect(floorTransfers(collision).map(({ offset }) => offset)).toEqual([-0.5]);
  expect(floorTransfers(collision, { units: 'ipus' }).map(({ offset }) => offset)).toEqual([0.25]);
  expect(withinOverlaps(collision, { units: 'ipus' })).toMatchObject([{ speaker: 'ann', start: 0.75 }]);
});

test('pauses, gaps and overlaps are where they are', () => {
  expect(pauses(example)).toEqual([{ start: 0.75, end: 1.25, before: 'ann', after: 'ann' }]);
  expect(gaps(example)).toEqual([{ start: 2, end: 2.3, before: 'ann', after: 'ben' }]);
  expect(overlaps(example)).toEqual([{ start: 3.3, end: 3.55, speakers: ['ann', 'ben'] }]);
  expect(overlaps(example, { backchannels: 'none' })).toHaveLength(2);
  const three = timelineOf([
    { speaker: 'ann', start: 0, text: 'a b c d' },
    { speaker: 'ben', start: 0.5, text: 'a b c d' },
    { speaker: 'cy', start: 0.75, text: 'a b' },
  ]);
  expect(overlaps(three)).toEqual([{ start: 0.5, end: 1.25, speakers: ['ann', 'ben', 'cy'] }]);
});

test('backchannels are found by sound and by words, whatever they are marked as', () => {
  expect(backchannelsBySound(example)).toEqual([]);
  const long = timelineOf([
    { speaker: 'ann', start: 0, text: 'one two three four five six seven eight nine ten' },
    { speaker: 'ben', start: 0.6, text: 'um yeah right' },
    { speaker: 'ben', start: 2.3, text: 'But then I left' },
  ]);
  expect(backchannelsBySound(long)).toEqual([{ speaker: 'ben', start: 0.6, end: 1.35, utterances: ['u1'] }]);
  expect(backchannelsBySound(long, { longest: 0.5 })).toEqual([]);
  expect(backchannelsByWords(long).map(({ id }) => id)).toEqual(['u1']);
  expect(floorTransfers(long, { backchannels: 'sound' })).toHaveLength(1);
  expect(withinOverlaps(long, { backchannels: 'none' })).toHaveLength(1);
  expect(withinOverlaps(long, { backchannels: 'words' })).toHaveLength(0);
});

test.each([
  'Mm-hm.',
  'mm hmm',
  'Uh-huh',
  'Yeahhh!',
  'oh, i see',
  'Right, right, right.',
  'Wow really',
  '嗯。',
  '对对对',
  '是的',
  '哦，好的',
  'of course',
])('%s is a backchannel', (text) => expect(isBackchannelText(text)).toBe(true));
test.each([
  'And yeah',
  'but right',
  'yeah right okay sure',
  'no I went home',
  'I think',
  'so',
  'the dog',
  '',
  '…',
  '我想去北京',
  '好我去买',
  '那对',
])('%s is none', (text) => expect(isBackchannelText(text)).toBe(false));

test('three turn models cut one conversation in three ways', () => {
  const talk: Timeline = timelineOf([
    {
      speaker: 'ann',
      start: 0,
      text: 'So I was thinking of leaving. But it rains. And then',
      pauses: { 5: 0.4 },
    },
    { speaker: 'ben', start: 1.2, text: 'mm-hm', kind: 'backchannel' },
    { speaker: 'ben', start: 2.7, text: 'Oh. Take my coat.' },
  ]);
  expect(audiophileTurns(talk).map(({ speaker, text }) => `${speaker}: ${text}`)).toEqual([
    'ann: So I was thinking of leaving.',
    'ben: mm-hm',
    'ann: But it rains. And then',
    'ben: Oh. Take my coat.',
  ]);
  expect(cliffhangerTurns(talk).map(({ speaker, text }) => `${speaker}: ${text}`)).toEqual([
    'ann: So I was thinking of leaving.',
    'ben: mm-hm',
    'ann: But it rains. And then',
    'ben: Oh. Take my coat.',
  ]);
  expect(backbiterTurns(talk)).toMatchObject([
    { speaker: 'ann', text: 'So I was thinking of leaving. But it rains. And then', backchannels: ['u1'] },
    { speaker: 'ben', text: 'Oh. Take my coat.', backchannels: [] },
  ]);
  const cut = timelineOf([
    { speaker: 'ann', start: 0, text: 'I never said you were late', pauses: { 2: 0.6 } },
    { speaker: 'ben', start: 0.8, text: 'You did.' },
  ]);
  expect(audiophileTurns(cut).map(({ text }) => text)).toEqual(['I never said', 'You did.', 'you were late']);
  expect(cliffhangerTurns(cut).map(({ text }) => text)).toEqual(['I never said you were late', 'You did.']);
});

test('the transcript says who spoke when', () => {
  const named = {
    ...example,
    speakers: example.speakers.map((one) => ({ ...one, name: one.id.toUpperCase() })),
  };
  expect(transcript(named)).toBe(
    '0:00.00 ANN: So I was thinking. Maybe not.\n0:01.00 BEN: (mm-hm)\n' +
      '0:02.30 BEN: I think we should go\n0:03.30 ANN: Sure, let us.\n',
  );
  expect(transcript(example, { times: false, backchannels: false })).not.toContain('mm-hm');
  expect(transcript(timelineOf([{ speaker: 'a', start: 3725.5, text: 'x\ny' }]))).toBe('1:02:05.50 a: x y\n');
});

test('speech and silence fill the time, and each view agrees with a slow look at every moment', () => {
  fc.assert(
    fc.property(timelineArbitrary, fc.double({ min: 0, max: 1, noNaN: true }), (timeline, part) => {
      const pieces = speechPieces(timeline.utterances);
      const silent = silences(timeline);
      expect(totalLength(joinIntervals(pieces, 0)) + totalLength(silent)).toBeCloseTo(timeline.duration, 9);

      const time = part * timeline.duration;
      const slow = timeline.speakers
        .map(({ id }) => id)
        .filter((id) =>
          pieces.some((piece) => piece.speaker === id && piece.start <= time && time < piece.end),
        );
      expect(speakersAt(createSpeakerIndex(timeline), time)).toEqual(slow);
      expect(speakersAt(timeline, time)).toEqual(slow);
      const quiet = silent.some(({ start, end }) => start <= time && time < end);
      expect(quiet).toBe(slow.length === 0 && time < timeline.duration);

      const everything = overlaps(timeline, { backchannels: 'none', joinBelow: 0, dropBelow: 0 });
      const inOverlap = everything.some(({ start, end }) => start <= time && time < end);
      expect(inOverlap).toBe(slow.length > 1);
    }),
    { numRuns: 300 },
  );
});

test('views do not depend on which speaker is listed first or what they are called', () => {
  fc.assert(
    fc.property(timelineArbitrary, (timeline) => {
      const swapped: Timeline = {
        ...timeline,
        speakers: timeline.speakers.toReversed().map((speaker) => ({ ...speaker, id: rename(speaker.id) })),
        utterances: timeline.utterances.map((one) => ({ ...one, speaker: rename(one.speaker) })),
      };
      for (const view of [
        interPausalUnits,
        pauses,
        gaps,
        overlaps,
        withinOverlaps,
        floorTurns,
        backchannelsBySound,
      ]) {
        expect(times(view(swapped))).toEqual(times(view(timeline)));
      }
      expect(floorTransfers(swapped).map(({ offset }) => offset)).toEqual(
        floorTransfers(timeline).map(({ offset }) => offset),
      );
    }),
  );
});

test.each(['utterances', 'ipus'] as const)(
  'floor by %s: each unit takes, keeps or fails to take the floor',
  (units) => {
    fc.assert(
      fc.property(timelineArbitrary, (timeline) => {
        const turns = floorTurns(timeline, { units });
        const transfers = floorTransfers(timeline, { units });
        expect(transfers).toHaveLength(Math.max(0, turns.length - 1));
        for (const [index, { from, to, offset, end, start }] of transfers.entries()) {
          expect(from).toBe(turns[index]?.speaker);
          expect(to).toBe(turns[index + 1]?.speaker);
          expect(from).not.toBe(to);
          expect(offset).toBe(start - end);
        }
        for (const { speaker, holder } of withinOverlaps(timeline, { units }))
          expect(speaker).not.toBe(holder);
      }),
    );
  },
);

test('each model has every word once', () => {
  fc.assert(
    fc.property(timelineArbitrary, (timeline) => {
      const all = speechPieces(timeline.utterances).filter(({ start, end }) => end - start >= 0.08);
      for (const model of turnModels) {
        const turns = turnsOf(timeline, model);
        const spoken = turns.flatMap(({ words }) => words);
        expect(new Set(spoken).size).toBe(spoken.length);
        const aside = timeline.utterances.filter(
          ({ text }) => model === 'backbiter' && isBackchannelText(text),
        );
        const kept = all.filter(({ utterance }) => !aside.includes(utterance)).map(({ word }) => word);
        expect(kept.filter((word) => !spoken.includes(word))).toEqual([]);
        for (const [index, turn] of turns.entries()) expect(turn.speaker).not.toBe(turns[index - 1]?.speaker);
      }
    }),
  );
});

/** Turns the alphabetical order of ann, ben and cy round. */
function rename(id: string): string {
  return { ann: 'z', ben: 'y', cy: 'x' }[id] ?? id;
}

function times(list: readonly { start: number; end: number }[]): unknown {
  return list.map(({ start, end }) => [start, end]);
}
