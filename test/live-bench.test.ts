import { createResampler } from 'duologue/dsp';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { judgeRecording } from '../benchmarks/live/judge/judge-recording.ts';
import { createReferences } from '../benchmarks/live/judge/reference.ts';
import { printRate, tallyOf, wilson } from '../benchmarks/live/judge/tally.ts';
import type { Measure, Verdict } from '../benchmarks/live/judge/verdict.ts';
import type { NoiseHalf } from '../benchmarks/live/noises.ts';
import { chooseActors } from '../benchmarks/live/scenarios/cast.ts';
import { createScenario } from '../benchmarks/live/scenarios/create-scenario.ts';
import { roomNoise } from '../benchmarks/live/scenarios/place-sound.ts';
import type { ScenarioKind } from '../benchmarks/live/scenarios/scenario.ts';
import { openSpokenCache } from '../benchmarks/live/scenarios/spoken-cache.ts';
import { scenarioTexts } from '../benchmarks/live/scenarios/texts.ts';
import { activeLevel } from '../benchmarks/live/sound-making.ts';
import { createEchoPath } from '../benchmarks/live/stage/echo-path.ts';
import type { Recording } from '../benchmarks/live/stage/recording.ts';
import { runOnStage } from '../benchmarks/live/stage/run-on-stage.ts';
import { createUserPlayer, stageFrameLength } from '../benchmarks/live/stage/user-player.ts';
import { leadIn, readLeadIn } from '../benchmarks/live/wire/lead-in.ts';
import { createRandom } from '../src/dsp/index.ts';

const cache = openSpokenCache();
const references = createReferences(cache);
afterAll(() => cache[Symbol.asyncDispose]());

describe('the scenarios', () => {
  test('share no text and no voice between the halves', () => {
    const report = new Set(textsOf('report'));
    expect(textsOf('tuning').filter((text) => report.has(text))).toEqual([]);
    const reporting = new Set(voicesOf('report'));
    expect(voicesOf('tuning').filter((voice) => reporting.has(voice))).toEqual([]);
  });

  test('are the same whenever they are made', async () => {
    const wish = { half: 'tuning', kind: 'side-talk', index: 2 } as const;
    const [one, two] = [await createScenario(wish, cache), await createScenario(wish, cache)];
    expect(two).toEqual(one);
  });

  test('wait for the agent before anything is said over it', async () => {
    const scenario = await createScenario({ half: 'tuning', kind: 'interruption', index: 0 }, cache);
    const user = createUserPlayer(scenario);
    const silent = new Float32Array(stageFrameLength);
    for (let frame = 0; frame < 500; frame++) user.next(silent);
    expect(user.played).toHaveLength(1);
    const spoken = silent.map((_, index) => 0.1 * Math.sin(index / 3));
    for (let frame = 0; frame < 200; frame++) user.next(spoken);
    expect(user.played).toHaveLength(2);
    const { part, at } = user.played[1] ?? {};
    expect(part?.role).toBe('event');
    expect(at).toBeGreaterThan(11);
    expect(at).toBeLessThan(13.1);
  });
});

test('the echo is 10 dB below what is played', async () => {
  const scenario = await createScenario({ half: 'tuning', kind: 'echo', index: 0 }, cache);
  const { samples } = await references.of(scenario, 0);
  const path = createEchoPath(scenario.echo?.response ?? new Float32Array(1), scenario.echo?.gain ?? 0);
  const echo = new Float32Array(samples.length);
  for (let at = 0; at + stageFrameLength <= samples.length; at += stageFrameLength) {
    echo.set(path.push(samples.subarray(at, at + stageFrameLength)), at);
  }
  expect(Math.abs(activeLevel(echo) - activeLevel(samples) + 10)).toBeLessThan(2);
});

describe('the judge', () => {
  test.each([
    [0, true, true],
    [0.4, true, false],
    [0.7, false, false],
  ])('takes a silence of %d s over a backchannel for going on: %s', async (gap, on, undisturbed) => {
    const verdicts = await judgeRecording(
      await recordingOf('backchannel', silenceFrom(0.5, gap)),
      references,
    );
    expect(verdictOf(verdicts, 'goes on')).toBe(on);
    expect(verdictOf(verdicts, 'undisturbed')).toBe(undisturbed);
  });

  test('takes a reply that is begun again for no going on', async () => {
    const verdicts = await judgeRecording(await recordingOf('backchannel', beginAgain), references);
    expect(verdictOf(verdicts, 'goes on')).toBe(false);
  });

  test.each([
    [0.4, 30],
    [1.9, 30],
  ])('takes a silence after %d s for %d s for a yield', async (delay, duration) => {
    const found = yieldOf(
      await judgeRecording(await recordingOf('interruption', silenceFrom(delay, duration)), references),
    );
    expect(found?.passed).toBe(true);
    expect(Math.abs((found?.time ?? 0) - delay)).toBeLessThan(0.12);
  });

  test.each([
    [0.4, 0.7],
    [2.3, 30],
  ])('takes a silence after %d s for %d s for none', async (delay, duration) => {
    const found = yieldOf(
      await judgeRecording(await recordingOf('interruption', silenceFrom(delay, duration)), references),
    );
    expect(found?.passed).toBe(false);
  });
});

describe('the figures', () => {
  test('have the interval that Wilson gave', () => {
    const [low, high] = wilson(9, 10);
    expect(low).toBeCloseTo(0.5958, 3);
    expect(high).toBeCloseTo(0.9821, 3);
    expect(wilson(0, 0)).toEqual([0, 1]);
  });

  test('are hidden below ten events', () => {
    const passed: Verdict = {
      scenario: 'a',
      kind: 'turn',
      measure: 'answers',
      variant: 'en',
      passed: true,
      why: '',
    };
    expect(printRate(tallyOf(Array.from({ length: 9 }, () => passed)))).not.toContain('%');
    expect(printRate(tallyOf(Array.from({ length: 10 }, () => passed)))).toContain('100.0 %');
  });
});

test('a number in the lead-in is read behind a server, whatever silence came before it', () => {
  const rooms = [-78, -55, -34].map((level) => roomNoise(level, `lead-in ${level}`));
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 65_535 }),
      fc.integer({ min: 0, max: 5000 }),
      fc.constantFrom(...rooms),
      (number, silent, room) => {
        const up = createResampler({ from: 16_000, to: 24_000, quality: 'light' });
        const down = createResampler({ from: 24_000, to: 16_000, quality: 'light' });
        const lead = leadIn(number, room);
        const sent = up.push(
          new Float32Array([...new Float32Array(silent), ...lead, ...room.subarray(0, 800)]),
        );
        const heard = down.push(sent.map((sample) => Math.round(sample * 32_768) / 32_768));
        const found = readLeadIn(heard);
        expect(found?.number).toBe(number);
        expect(Math.abs((found?.end ?? 0) - silent - lead.length)).toBeLessThan(160);
      },
    ),
    { numRuns: 60 },
  );
});

/** How many of four scenarios of the tuning half must pass: far from what is aimed at, near enough to see a break. */
const floors: readonly (readonly [ScenarioKind, Measure, number])[] = [
  ['interruption', 'yields', 3],
  ['backchannel', 'goes on', 3],
  ['noise', 'goes on', 3],
  ['background', 'goes on', 3],
  ['side-talk', 'goes on', 2],
  ['pause', 'not taken over in a pause', 1],
  ['turn', 'answers', 7],
  ['control', 'goes on', 4],
];

describe.each([false, true])('the engine, told of the words: %s', (recognised) => {
  test.each(floors)('of %s: %s, %d at least', async (kind, measure, least) => {
    const found: Verdict[] = [];
    for (let index = 0; index < 4; index++) {
      const scenario = await createScenario({ half: 'tuning', kind, index }, cache);
      found.push(...(await judgeRecording(await runOnStage(scenario, { cache, recognised }), references)));
    }
    const tally = tallyOf(found.filter((verdict) => verdict.measure === measure));
    expect(
      tally.passed,
      found.map(({ scenario, why }) => `${scenario}: ${why}`).join('\n'),
    ).toBeGreaterThanOrEqual(least);
  });
});

function textsOf(half: NoiseHalf): string[] {
  return Object.values(scenarioTexts[half]).flatMap((texts) => Object.values(texts).flat());
}

function voicesOf(half: NoiseHalf): string[] {
  return Array.from({ length: 60 }, (_, seed) =>
    Object.values(chooseActors(half, seed % 2 === 0 ? 'en' : 'zh', createRandom(`${seed}`))),
  ).flat();
}

/** A reply that begins at 1 s and what is changed about it where something is said over it, at 3 s. */
async function recordingOf(
  kind: ScenarioKind,
  change: (agent: Float32Array, event: number) => void,
): Promise<Recording> {
  const scenario = await createScenario({ half: 'tuning', kind, index: 1 }, cache);
  const event = scenario.parts.find(({ role }) => role === 'event');
  if (event === undefined) throw new Error('There is nothing to judge.');
  const { samples } = await references.of(scenario, 0);
  const agent = new Float32Array(16_000 * 22);
  agent.set(samples, 16_000);
  change(agent, 3);
  const played = [{ part: event, at: 3, start: 3, end: 3 + event.end - event.start }];
  return { scenario, agent, played, notices: [] };
}

function silenceFrom(delay: number, duration: number) {
  return (agent: Float32Array, event: number): void => {
    const start = Math.round((event + delay) * 16_000);
    const gap = Math.round(duration * 16_000);
    agent.copyWithin(start + gap, start, agent.length - gap);
    agent.fill(0, start, start + gap);
  };
}

function beginAgain(agent: Float32Array): void {
  const head = agent.slice(16_000, 16_000 * 4);
  agent.copyWithin(16_000 * 4, 16_000, agent.length - 16_000 * 3);
  agent.set(head, 16_000);
}

function verdictOf(verdicts: readonly Verdict[], measure: Measure): boolean | undefined {
  return verdicts.find((verdict) => verdict.measure === measure)?.passed;
}

function yieldOf(verdicts: readonly Verdict[]): Verdict | undefined {
  return verdicts.find(({ measure }) => measure === 'yields');
}
