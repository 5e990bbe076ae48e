import { expect, test } from 'vitest';
import { frameDuration } from '../heard-frame.ts';
import type { BoutEvidence } from '../overlap.ts';
import { createLivePolicy } from '../policy.ts';
import { createStage } from '../testing/create-stage.ts';
import type { StageSound } from '../testing/stage-sound.ts';
import { judgeOverlap } from './judge-overlap.ts';

/** A word at full voice, and a listener's. */
const wait: StageSound = { level: -25, near: 0.85, pitch: 125, endPitch: 120 };
const hum: StageSound = { level: -33, near: 0.6, rate: 2, depth: 6, pitch: 115, endPitch: 95 };

/** What comes of it, said so many frames later. */
function outcomeOf(sound: StageSound, duration: number, later: number): string | undefined {
  const stage = createStage().answered(1 + later * frameDuration);
  stage.user(duration, sound).silence(0.6);
  const yielded = stage.notice('agent-yielded');
  if (yielded !== undefined) return yielded.because;
  const judged = stage.notice('overlap-judged');
  return `${judged?.verdict}: ${judged?.because}`;
}

test.each([
  ['wait', wait, 0.3, 'it was clear'],
  ['wait', wait, 0.42, 'it was clear'],
  ['mm-hm', hum, 0.3, 'backchannel: it was short or soft'],
  ['mm-hm', hum, 0.36, 'backchannel: it was short or soft'],
] as const)('%s is judged the same at whatever instant it is said', (_, sound, duration, expected) => {
  const outcomes = Array.from({ length: 60 }, (__, later) => outcomeOf(sound, duration, later));
  expect(new Set(outcomes)).toEqual(new Set([expected]));
});

/** A listener's whose beginning is as loud and near as a word that stops, as an ear heard it. */
const loudHum: BoutEvidence = {
  duration: 0.54,
  end: 4.58,
  silence: 0.2,
  speech: 0.78,
  near: 0.83,
  peaks: 2,
  pitchMove: -4.16,
  meanLevel: -42.1,
  levelSpread: 28.3,
  voiced: 0.91,
  level: -19.8,
  usualLevel: -20.4,
  floor: -84.7,
  listening: 0.79,
  pitch: 87.7,
  usualPitch: 105.7,
  sounds: {},
  echo: 0,
  words: [],
  text: '',
  earlier: '',
  before: 0,
  recognised: false,
  asked: false,
};

test.each([
  ['soft on the whole', loudHum, 'backchannel'],
  [
    'surely a listener’s',
    { ...loudHum, near: 0.89, level: -18.9, meanLevel: -40, listening: 0.96 },
    'backchannel',
  ],
  [
    'as loud to its end, and no listener’s',
    { ...loudHum, meanLevel: -24, levelSpread: 6, listening: 0.3 },
    'interruption',
  ],
] as const)('a loud word is judged by how it sounds on the whole, too: %s', (_, evidence, verdict) => {
  expect(judgeOverlap(evidence, createLivePolicy()).verdict).toBe(verdict);
});
