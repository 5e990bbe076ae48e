import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LiveEffect, LiveEvent, LiveState } from '../index.ts';
import { createLivePolicy, heardSounds, startState, step } from '../index.ts';
import type { LiveEventOf } from '../live-event.ts';

const chance = fc.double({ min: 0, max: 1, noNaN: true });
const level = fc.double({ min: -110, max: 3, noNaN: true });
const replyName = fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r99');
const text = fc.constantFrom(
  '',
  'yeah',
  'wait',
  'no',
  'what does it cost on a sunday',
  'Anna, the kettle is boiling',
  '等一下',
  'One. Two? Three, and so on. Four',
  'x'.repeat(500),
);
const word = fc
  .record({
    text: fc.constantFrom('yeah', 'wait', 'the', '嗯'),
    start: fc.double({ min: 0, max: 60, noNaN: true }),
  })
  .map(({ text: said, start }) => ({ text: said, start, end: start + 0.3 }));

/** The user close by, at a level of every day. */
const spoken: fc.Arbitrary<LiveEventOf> = fc
  .record({ near: fc.double({ min: 0.5, max: 1, noNaN: true }), level: fc.integer({ min: -36, max: -20 }) })
  .map((heard) => ({
    type: 'frame-heard',
    frame: { speech: 0.95, floor: -65, echo: 0, pitch: 140, ...heard },
  }));
const silent: LiveEventOf = {
  type: 'frame-heard',
  frame: { speech: 0.02, level: -66, floor: -65, near: 0.1, echo: 0 },
};
const anything: fc.Arbitrary<LiveEventOf> = fc
  .record({
    speech: chance,
    level,
    floor: level,
    near: chance,
    echo: chance,
    pitch: fc.option(fc.double({ min: 40, max: 500, noNaN: true }), { nil: undefined }),
    sound: fc.option(fc.constantFrom(...heardSounds), { nil: undefined, freq: 6 }),
  })
  .map(({ pitch, sound, ...rest }) => ({
    type: 'frame-heard',
    frame: { ...rest, ...(pitch === undefined ? {} : { pitch }), ...(sound === undefined ? {} : { sound }) },
  }));

const frame = fc.oneof(
  { arbitrary: spoken, weight: 3 },
  { arbitrary: fc.constant(silent), weight: 3 },
  anything,
);
const duration = fc.double({ min: 0, max: 20, noNaN: true });
const other: fc.Arbitrary<LiveEventOf> = fc.oneof(
  fc.record({ text, words: fc.array(word, { maxLength: 6 }), final: fc.boolean() }).map((heard) => ({
    type: 'words-heard' as const,
    ...heard,
  })),
  fc.record({ reply: replyName, text }).map((said) => ({ type: 'brain-said' as const, ...said })),
  replyName.map((reply) => ({ type: 'brain-finished' as const, reply })),
  replyName.map((reply) => ({ type: 'brain-hung-up' as const, reply })),
  fc
    .record({ reply: replyName, phrase: fc.nat(4), duration, complete: fc.boolean() })
    .map((voiced) => ({ type: 'phrase-voiced' as const, words: [], ...voiced })),
  fc
    .record({ reply: replyName, position: duration })
    .map((moved) => ({ type: 'playback-moved' as const, ...moved })),
  fc
    .record({ reply: replyName, position: duration })
    .map((moved) => ({ type: 'playback-stopped' as const, ...moved })),
  fc
    .record({
      part: fc.constantFrom('brain' as const, 'voice' as const, 'recognizer' as const),
      reply: replyName,
    })
    .map((failed) => ({ type: 'part-failed' as const, message: 'It broke.', ...failed })),
  text.map((typed) => ({ type: 'text-typed' as const, text: typed })),
  // A turn that is cleared after a yield was a false alarm.
  fc.constantFrom<LiveEventOf>(
    { type: 'turn-committed' },
    { type: 'turn-cleared' },
    { type: 'turn-cleared' },
    { type: 'turn-cleared' },
    { type: 'reply-wanted' },
    { type: 'reply-refused' },
  ),
);

/** Frames as they come in life: stretches of one sound, with anything else between. */
const stretch = fc.record({ event: frame, count: fc.integer({ min: 1, max: 60 }), next: fc.option(other) });
const setting = fc.record({
  recognised: fc.boolean(),
  brainReads: fc.boolean(),
  answersTools: fc.boolean(),
  opens: fc.boolean(),
});

type Run = {
  readonly states: LiveState[];
  readonly effects: { readonly at: number; readonly effect: LiveEffect }[];
};

function run(
  start: LiveState,
  stretches: readonly { event: LiveEventOf; count: number; next: LiveEventOf | null }[],
): Run {
  let state = start;
  let at = 0;
  const states: LiveState[] = [];
  const effects: Run['effects'] = [];
  const take = (event: LiveEvent): void => {
    const next = step(state, event);
    state = next.state;
    states.push(state);
    effects.push(...next.effects.map((effect) => ({ at: states.length, effect })));
    for (const effect of next.effects) {
      if (effect.type === 'ask-brain') {
        take({
          at,
          type: 'brain-said',
          reply: effect.reply,
          text: 'It is not far. You walk along the river, then left.',
        });
        take({ at, type: 'brain-finished', reply: effect.reply });
      } else if (effect.type === 'voice-phrase') {
        const { reply, phrase } = effect;
        take({ at, type: 'phrase-voiced', reply, phrase, duration: 2, words: [], complete: true });
      }
    }
  };
  for (const { event, count, next: last } of stretches) {
    for (let index = 0; index < count; index++) {
      at += 0.02;
      take({ at, ...event });
      // Whatever speaks is heard.
      const { agent } = state;
      if (agent.phase === 'speaking' || (agent.phase === 'preparing' && !agent.reply.speculative)) {
        take({ at, type: 'playback-moved', reply: agent.reply.id, position: agent.reply.position + 0.02 });
      }
    }
    if (last !== null) take({ at, ...last });
  }
  return { states, effects };
}

const runs = fc.record({
  stretches: fc.array(stretch, { minLength: 1, maxLength: 25 }),
  setting,
  allowed: fc.boolean(),
});

function opening({
  setting: chosen,
  allowed,
}: {
  setting: Omit<LiveState['setting'], 'tools'>;
  allowed: boolean;
}): LiveState {
  return startState(createLivePolicy({ interruptions: { allowed } }), { tools: [], ...chosen });
}

test('whatever happens: time goes on, the level stays between ducked and full, the state stays small', () => {
  fc.assert(
    fc.property(runs, ({ stretches, ...rest }) => {
      const { states } = run(opening(rest), stretches);
      const faults = states.filter(
        ({ at, agent, tail, words }, index) =>
          at < (states[index - 1]?.at ?? 0) ||
          (agent.phase === 'speaking' && (agent.gain < 0.3 || agent.gain > 1)) ||
          tail.length > 75 ||
          words.passed.length > 12,
      );
      expect(faults).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('after a reply is stopped it does not play unless it is resumed, and what is dropped never comes again', () => {
  fc.assert(
    fc.property(runs, ({ stretches, ...rest }) => {
      const { effects } = run(opening(rest), stretches);
      const dropped = new Set<string>();
      const faults = effects.filter(({ effect }) => {
        if (effect.type === 'drop-reply') dropped.add(effect.reply);
        return 'reply' in effect && effect.type !== 'drop-reply' && dropped.has(effect.reply);
      });
      expect(faults).toEqual([]);
      expect(played(effects)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

/** Orders to play what had been stopped, without a resumption that is told in the same step. */
function played(effects: Run['effects']): Run['effects'] {
  const stopped = new Set<string>();
  return effects.filter(({ at, effect }) => {
    if (effect.type === 'stop-playing') stopped.add(effect.reply);
    if (effect.type !== 'play-reply' || !stopped.has(effect.reply)) return false;
    const resumed = effects.some(
      (one) => one.at === at && one.effect.type === 'tell' && one.effect.notice.type === 'reply-resumed',
      'user-turn-reopened',
    );
    stopped.delete(effect.reply);
    return !resumed;
  });
}

test('these runs do speak, yield and resume', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(runs, ({ stretches, ...rest }) => {
      for (const { effect } of run(opening(rest), stretches).effects) {
        seen.add(effect.type === 'tell' ? effect.notice.type : effect.type);
      }
    }),
    { numRuns: 300 },
  );
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'reply-started',
      'agent-yielded',
      'agent-held',
      'overlap-judged',
      'user-turn-reopened',
    ]),
  );
});
