import { describe, expect, test } from 'vitest';
import {
  createFakeBrain,
  createFakeEar,
  createFakeVoice,
  createSimulatedClock,
} from '../../testing/index.ts';
import { createLivePolicy, createLiveSession, type LiveNotice } from '../index.ts';
import { createSessionTimeline, type SessionTimeline } from './session-timeline.ts';

const minute = 60;

/** Turns, answers, listeners' sounds, interruptions and noises, one after another, ten seconds for all. */
function converse(timeline: SessionTimeline, rounds: number): void {
  for (let round = 0; round < rounds; round += 1) {
    const at = round * 10;
    const turn = `u${round}`;
    const notices: readonly LiveNotice[] = [
      { type: 'user-turn-started', turn, start: at, interrupting: round % 2 === 0 },
      { type: 'user-turn-ended', turn, start: at, end: at + 1, text: 'go on', words: [], taken: true },
      { type: 'sound-heard', sound: 'cough', start: at + 2, end: at + 2.3 },
      {
        type: 'overlap-judged',
        verdict: 'noise',
        because: 'nobody spoke',
        start: at + 3,
        end: at + 3.2,
        text: '',
        words: [],
      },
      {
        type: 'reply-ended',
        reply: `r${round}`,
        heard: 'all right',
        words: [{ text: 'all', start: at + 4, end: at + 5 }],
        language: 'en',
        cutShort: false,
        at: at + 5,
      },
    ];
    for (const notice of notices) timeline.note(notice);
    timeline.noteAside('mm-hm', at + 6, at + 6.3);
  }
}

describe('what a session remembers', () => {
  test('of five thousand replies is no more than of fifty', () => {
    const [few, many] = [50, 5000].map((rounds) => {
      const timeline = createSessionTimeline(['en'], undefined, 5 * minute);
      converse(timeline, rounds);
      return timeline.read(rounds * 10);
    });
    if (few === undefined || many === undefined) throw new Error('There are two.');
    expect(many.utterances.length).toBeLessThanOrEqual(few.utterances.length + 3);
    expect(many.events.length).toBeLessThanOrEqual(few.events.length + 2);
    expect(few.utterances.length).toBeGreaterThan(80);
    expect(many.utterances.at(-1)?.end).toBeCloseTo(49_996.3);
    expect(many.utterances.every(({ end }) => end >= 50_000 - 5 * minute - 10)).toBe(true);
  });

  test('is everything where nothing else is said', () => {
    const timeline = createSessionTimeline(['en'], undefined);
    converse(timeline, 5000);
    expect(timeline.read(50_000).utterances).toHaveLength(15_000);
  });

  test('does not grow with hundreds of replies of a conversation', async () => {
    const clock = createSimulatedClock();
    const told = { replies: 0 };
    const session = await createLiveSession({
      brain: createFakeBrain({ answers: ['All right.'], delay: 0.02, clock }),
      voices: [createFakeVoice()],
      ear: createFakeEar(),
      policy: createLivePolicy({ silence: { prompts: 0 } }),
      clock,
      remembered: minute / 2,
      send(output) {
        if (output.type === 'notice-told' && output.notice.type === 'reply-ended') told.replies += 1;
      },
    });
    const answer = async (count: number): Promise<void> => {
      for (let reply = 0; reply < count; reply += 1) {
        const before = told.replies;
        session.apply({ type: 'text-typed', text: 'and then?' });
        session.apply({ type: 'reply-wanted' });
        while (told.replies === before) {
          session.hear(new Float32Array(320), 16_000);
          await clock.advance(0.02);
        }
      }
    };
    // As many as the brain is told of.
    await answer(210);
    const kept = () => partsOf([session.state, session.timeline()]);
    const before = kept();
    await answer(300);
    expect(kept()).toBeLessThan(before * 1.05);
    await clock.runUntil(Promise.resolve(session[Symbol.asyncDispose]()));
  });
});

/** How many objects hang together. */
function partsOf(value: unknown, seen = new Set<unknown>()): number {
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
  seen.add(value);
  for (const part of Object.values(value)) partsOf(part, seen);
  return seen.size;
}
