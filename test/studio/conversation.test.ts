import { parseTimeline } from 'duologue/timeline';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiveNotice } from '../../src/live/index.ts';
import { createClockMap } from '../../studio/conversation/clock-map.ts';
import { type Conversation, emptyConversation } from '../../studio/conversation/conversation.ts';
import { followEvent, type TalkEvent } from '../../studio/conversation/follow-event.ts';
import { heardLength } from '../../studio/conversation/heard-length.ts';
import { sessionTimeline } from '../../studio/conversation/session-timeline.ts';

/** The server's clock began half a second after the page's. */
const toPage = (at: number): number => at + 0.5;

const told = (notice: LiveNotice, item?: string): TalkEvent => ({
  type: 'notice-told',
  notice,
  ...(item === undefined ? {} : { item }),
});

const judged = (verdict: 'backchannel' | 'noise' | 'side-talk'): TalkEvent =>
  told({ type: 'overlap-judged', verdict, because: '', start: 1, end: 1.4, text: 'mm-hm', words: [] });

function follow(events: readonly TalkEvent[], from: Conversation = emptyConversation): Conversation {
  return events.reduce((known, event, index) => followEvent(known, event, index, toPage), from);
}

const begun: readonly TalkEvent[] = [
  { type: 'agent-text', item: 'i1', text: 'The station is ' },
  { type: 'agent-text', item: 'i1', text: 'two streets away.' },
  told({ type: 'reply-started', at: 1, reply: 'r1' }, 'i1'),
  { type: 'agent-heard', item: 'i1', text: 'The station', position: 0.6 },
];

const ended = (heard: string, cutShort: boolean): TalkEvent =>
  told(
    {
      type: 'reply-ended',
      at: 2,
      reply: 'r1',
      heard,
      words: [{ text: 'The', start: 1, end: 1.2 }],
      language: 'en',
      cutShort,
    },
    'i1',
  );

describe('what the agent says', () => {
  test('is there before it is heard, and is heard as it is played', () => {
    const { lines, agent } = follow(begun);
    expect(agent).toBe('speaking');
    expect(lines).toMatchObject([
      { id: 'i1', text: 'The station is two streets away.', heard: 'The station'.length, start: 1.5 },
    ]);
  });

  test('ends where it was cut', () => {
    const { lines } = follow([...begun, ended('The station is', true)]);
    expect(lines).toMatchObject([{ status: 'cut', heard: 'The station is'.length, end: 1.7 }]);
  });

  test('leaves no trace if nobody heard of it', () => {
    expect(
      follow([begun[0] ?? ended('', true), told({ type: 'reply-dropped', reply: 'r1' }, 'i1')]).lines,
    ).toEqual([]);
    expect(follow([...begun, ended('', true)]).lines).toEqual([]);
  });

  test('is heard by its letters, whatever the spaces', () => {
    expect(heardLength('Hello,  there. Go on.', 'Hello, there.')).toBe('Hello,  there.'.length);
    expect(heardLength('你好,世界', '你好')).toBe(2);
    expect(heardLength('One two', 'One three')).toBe('One t'.length);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, heard) => {
        const length = heardLength(text, heard);
        expect(length).toBeGreaterThanOrEqual(0);
        expect(length).toBeLessThanOrEqual(text.length);
        expect(heardLength(text, text)).toBe(text.trimEnd().length);
      }),
    );
  });

  test('a backchannel is as long as its sound, from when it is heard', () => {
    const backchannelled = follow([told({ type: 'agent-backchannelled', at: 0, text: 'Mm-hm.' })]);
    const { marks, lines } = followEvent(
      backchannelled,
      { type: 'audio-ready', position: 0, samples: new Float32Array(12_000) },
      1,
      toPage,
    );
    expect(marks).toMatchObject([{ type: 'backchannel', track: 'agent', start: 1, end: 1.5 }]);
    expect(lines).toMatchObject([{ kind: 'backchannel', start: 1, end: 1.5 }]);
  });
});

describe('what the user does', () => {
  const started = told({ type: 'user-turn-started', turn: 'u1', start: 2, interrupting: true });
  const words = (text: string, final: boolean, turn?: string): TalkEvent =>
    told({ type: 'user-words-heard', text, words: [], final, ...(turn === undefined ? {} : { turn }) });

  test('words come before the turn is one, and grow with it', () => {
    const dictated = follow([words('wait', false)]);
    expect(dictated.dictation.open).toBe('wait');
    const { lines } = follow([started, words('wait a', true, 'u1'), words('moment', false, 'u1')], dictated);
    expect(lines).toMatchObject([{ kind: 'interruption', text: 'wait a moment', status: 'open' }]);
  });

  test('a turn that is taken stays, one that was for somebody else is told apart, one of nothing goes', () => {
    const end = (text: string, taken: boolean): TalkEvent =>
      told({ type: 'user-turn-ended', turn: 'u1', start: 2, end: 3, text, words: [], taken });
    expect(follow([started, end('wait', true)])).toMatchObject({
      lines: [{ kind: 'interruption', text: 'wait', end: 3.5, status: 'done' }],
      marks: [{ type: 'interruption', end: 3.5 }],
    });
    expect(follow([started, end('pass the salt', false)]).lines).toMatchObject([{ kind: 'side-talk' }]);
    expect(follow([started, end('', false)]).lines).toEqual([]);
    const reopened = follow([started, end('wait', true), told({ type: 'user-turn-reopened', turn: 'u1' })]);
    expect(reopened.lines).toMatchObject([{ status: 'open', text: 'wait' }]);
    expect(reopened.lines[0]).not.toHaveProperty('end');
  });

  test('over the agent: heard along, noise and side talk are marked as what they were', () => {
    expect(follow([judged('backchannel')])).toMatchObject({
      lines: [{ kind: 'backchannel' }],
      marks: [{ type: 'backchannel', start: 1.5, end: 1.9 }],
    });
    expect(follow([judged('noise')])).toMatchObject({ lines: [], marks: [{ type: 'noise' }] });
    expect(follow([judged('side-talk')]).lines).toMatchObject([{ kind: 'side-talk' }]);
  });
});

test('ducking and holding last from their beginning to their end', () => {
  const held = follow([
    ...begun,
    told({ type: 'level-changed', at: 2, gain: 0.35 }),
    told({ type: 'agent-held', at: 2.2, reply: 'r1' }, 'i1'),
  ]);
  expect(held.agent).toBe('held');
  expect(held.marks).toMatchObject([
    { type: 'duck', start: 2.5 },
    { type: 'hold', start: 2.7 },
  ]);
  const yielded = follow(
    [told({ type: 'agent-yielded', at: 2.5, reply: 'r1', onset: 2, because: 'it went on' }, 'i1')],
    held,
  );
  expect(yielded.agent).toBe('yielded');
  expect(yielded.marks).toMatchObject([{ end: 3 }, { end: 3 }, { type: 'yield', start: 3, end: 3 }]);
  const back = follow(
    [told({ type: 'level-changed', at: 3, gain: 1 }), told({ type: 'agent-continued', at: 3, reply: 'r1' })],
    held,
  );
  expect(back).toMatchObject({ agent: 'speaking', marks: [{ end: 3.5 }, { end: 3.5 }] });
});

test('when the connection is lost nothing goes on', () => {
  const lost = follow([
    ...begun,
    told({ type: 'level-changed', at: 2, gain: 0.35 }),
    { type: 'connection-changed', status: 'waiting' },
  ]);
  expect(lost.lines).toMatchObject([{ status: 'cut', heard: 'The station'.length }]);
  expect(lost.marks.every((mark) => mark.end !== undefined)).toBe(true);
  expect(lost.agent).toBe('quiet');
});

test('what a newer server tells is passed over', () => {
  const known = follow(begun);
  const newer: TalkEvent[] = JSON.parse(
    '[{ "type": "notice-told", "notice": { "type": "moon-risen", "at": 3 } }, { "type": "tide-turned" }]',
  );
  expect(follow(newer, known)).toBe(known);
});

test('the clocks are joined by the notice that took least time', () => {
  const clock = createClockMap();
  clock.see(1, 1.9);
  clock.see(2, 2.6);
  clock.see(3, 3.8);
  expect(clock.toPage(4)).toBeCloseTo(4.6);
  clock.restart();
  clock.see(0, 7);
  expect(clock.toPage(1)).toBe(8);
});

describe('the timeline', () => {
  test('holds what was said and heard, by the page’s own count', () => {
    const conversation = follow([
      ...begun,
      ended('The station is', true),
      { type: 'text-typed', text: 'typed' },
      told({ type: 'sound-heard', sound: 'cough', start: 3, end: 3.2 }),
    ]);
    const timeline = sessionTimeline(conversation, {
      duration: 10,
      languages: ['en'],
      voice: 'flite/slt',
      played: new Map([['i1', { start: 1.62, end: 2.4 }]]),
    });
    expect(parseTimeline(timeline)).toMatchObject({
      utterances: [
        { speaker: 'agent', text: 'The station is', start: 1.62, end: 2.4, cutShort: true, kind: 'turn' },
      ],
      events: [{ type: 'cough', start: 3.5, source: 'detected' }],
    });
  });

  const time = fc.double({ min: 0, max: 30, noNaN: true });
  const word = fc.record({ text: fc.constantFrom('a', 'b'), start: time, end: time });
  const notice: fc.Arbitrary<LiveNotice> = fc.oneof(
    fc.record({
      type: fc.constant('user-turn-started' as const),
      turn: fc.constantFrom('u1', 'u2'),
      start: time,
      interrupting: fc.boolean(),
    }),
    fc.record({
      type: fc.constant('user-turn-ended' as const),
      turn: fc.constantFrom('u1', 'u2'),
      start: time,
      end: time,
      text: fc.constantFrom('', 'a b'),
      words: fc.array(word, { maxLength: 3 }),
      taken: fc.boolean(),
    }),
    fc.record({ type: fc.constant('user-turn-reopened' as const), turn: fc.constantFrom('u1', 'u2') }),
    fc.record({
      type: fc.constant('overlap-judged' as const),
      verdict: fc.constantFrom(
        'noise' as const,
        'backchannel' as const,
        'side-talk' as const,
        'interruption' as const,
      ),
      because: fc.constant(''),
      start: time,
      end: time,
      text: fc.constant('x'),
      words: fc.array(word, { maxLength: 3 }),
    }),
    fc.record({ type: fc.constant('reply-started' as const), at: time, reply: fc.constantFrom('r1', 'r2') }),
    fc.record({
      type: fc.constant('reply-ended' as const),
      at: time,
      reply: fc.constantFrom('r1', 'r2'),
      heard: fc.constantFrom('', 'a'),
      words: fc.array(word, { maxLength: 3 }),
      language: fc.constant('en'),
      cutShort: fc.boolean(),
    }),
    fc.record({ type: fc.constant('level-changed' as const), at: time, gain: fc.constantFrom(0.3, 1) }),
    fc.record({
      type: fc.constant('sound-heard' as const),
      sound: fc.constantFrom('cough' as const, 'music' as const),
      start: time,
      end: time,
    }),
    fc.record({ type: fc.constant('agent-backchannelled' as const), at: time, text: fc.constant('Mm.') }),
  );

  test('is one that everything else can read, whatever was told in whatever order', () => {
    fc.assert(
      fc.property(fc.array(notice, { maxLength: 25 }), (notices) => {
        const conversation = follow(notices.map((one) => told(one)));
        const timeline = sessionTimeline(conversation, {
          duration: 12,
          languages: ['en'],
          played: new Map(),
        });
        expect(() => parseTimeline(timeline)).not.toThrow();
      }),
    );
  });
});
