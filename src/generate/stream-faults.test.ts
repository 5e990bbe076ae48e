import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFakeVoice, createSimulatedClock } from '../testing/index.ts';
import { streamConversation } from './stream-conversation.ts';
import type { ConversationPart } from './stream-parts.ts';

const phrases = [
  'yes',
  'we went down to the river,',
  'and then it started to rain.',
  'do you know?',
  '[laughter]',
  '…',
];

const plans = fc.record({
  turns: fc.array(fc.array(fc.constantFrom(...phrases), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 12,
  }),
  style: fc.constantFrom('natural', 'sequential'),
  onError: fc.constantFrom('throw', 'partial'),
  failingCalls: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 2 }),
  maxConcurrency: fc.integer({ min: 1, max: 6 }),
  abortAt: fc.option(fc.double({ min: 0, max: 3, noNaN: true }), { nil: undefined }),
  leaveAfter: fc.option(fc.nat(60), { nil: undefined }),
});

test('whatever fails, and whenever it is left, it ends, leaves nothing, and all that was told is in order', async () => {
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', note);
  try {
    await fc.assert(
      fc.asyncProperty(plans, async ({ turns, failingCalls, abortAt, leaveAfter, ...options }) => {
        const clock = createSimulatedClock();
        const speakers = ['ann', 'ben'].slice(0, turns.length);
        const voices = Object.fromEntries(
          speakers.map((id) => [
            id,
            createFakeVoice({ id: `fake/${id}`, sampleRate: 8000, delay: 0.1, clock, failingCalls }),
          ]),
        );
        const controller = new AbortController();
        const parts: ConversationPart[] = [];
        const run = async (): Promise<unknown> => {
          try {
            const lines = turns.map((words, index) => `${speakers[index % 2]}: ${words.join(' ')}`);
            const script = lines.join('\n');
            const stream = streamConversation({ script, voices, signal: controller.signal, ...options });
            for await (const part of stream) {
              parts.push(part);
              if (leaveAfter !== undefined && parts.length > leaveAfter) break;
            }
            return undefined;
          } catch (error) {
            return error;
          }
        };
        if (abortAt !== undefined) {
          void clock.wait(abortAt).then(() => controller.abort(new Error('enough')));
        }
        const error = await clock.runUntil(run());
        for (const voice of Object.values(voices)) expect(voice.active).toBe(0);
        expect(clock.waiting).toBeLessThanOrEqual(1);
        const starts = parts.flatMap((part) => (part.type === 'word-spoken' ? [part.word.start] : []));
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        const whole = error === undefined && (leaveAfter === undefined || parts.length <= leaveAfter);
        expect(!whole || parts.at(-1)?.type === 'conversation-ended').toBe(true);
        expect(error === undefined || error instanceof Error).toBe(true);
      }),
      { numRuns: 80 },
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect(rejections).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
