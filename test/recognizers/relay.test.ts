import { createSimulatedClock, type SimulatedClock } from 'duologue/testing';
import { listenWith, type RecognizerInput, VoiceError } from 'duologue/voices';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineReader } from '../../src/recognizers/command/child-lines.ts';
import { createDeepgramTalk } from '../../src/recognizers/deepgram/deepgram-talk.ts';
import { createOpenAITalk } from '../../src/recognizers/openai/openai-talk.ts';
import { createJournal } from '../../src/recognizers/relay/journal.ts';
import type { Link, LinkEvents, LinkHeard } from '../../src/recognizers/relay/link.ts';
import { placeWords } from '../../src/recognizers/relay/place-words.ts';
import { createRelay } from '../../src/recognizers/relay/relay.ts';
import { createSendingClock } from '../../src/recognizers/relay/sending-clock.ts';
import { collect, finalTexts, wordsHeard } from './heard.ts';

const word = fc.record({
  text: fc.oneof(fc.string(), fc.constantFrom('one', ' two ')),
  start: fc.oneof(fc.double(), fc.double({ min: -1, max: 10, noNaN: true })),
  end: fc.oneof(fc.double(), fc.double({ min: -1, max: 10, noNaN: true })),
  confidence: fc.double(),
});

test('words that anybody says rise and lie inside what was heard', () => {
  fc.assert(
    fc.property(fc.array(word), fc.double({ min: 0, max: 5, noNaN: true }), (words, earliest) => {
      let from = earliest;
      for (const { text, start, end, confidence = 0 } of placeWords(words, earliest, earliest + 4)) {
        expect(text).toBe(text.trim());
        expect([
          start >= from,
          end >= start,
          end <= earliest + 4,
          confidence >= 0,
          confidence <= 1,
        ]).not.toContain(false);
        from = end;
      }
    }),
  );
});

test('lines are the same however they come in pieces', () => {
  const line = fc.oneof(
    fc.constant('{"type":"words","text":"a","final":true}'),
    fc.constant('{"type":"warning","message":"é"}'),
    fc.string().map((text) => text.replaceAll('\n', ' ')),
    fc.json().map((text) => text.replaceAll('\n', ' ')),
  );
  fc.assert(
    fc.property(fc.array(line), fc.integer({ min: 1, max: 9 }), (lines, length) => {
      const text = lines.join('\n');
      const pieces = text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];
      expect(readLines(pieces)).toEqual(readLines([text]));
    }),
  );
});

test('no message of a vendor’s throws', () => {
  const types = [
    'Results',
    'Error',
    'Metadata',
    'error',
    'input_audio_buffer.committed',
    'conversation.item.input_audio_transcription.delta',
    'conversation.item.input_audio_transcription.completed',
    'conversation.item.input_audio_transcription.failed',
  ];
  const message = fc.oneof(
    fc.anything(),
    fc.record(
      {
        type: fc.constantFrom(...types),
        item_id: fc.constantFrom('a', 'b', 'c'),
        delta: fc.string(),
        transcript: fc.string(),
        start: fc.double(),
        duration: fc.double(),
        is_final: fc.boolean(),
        channel: fc.record({ alternatives: fc.array(fc.record({ transcript: fc.string() })) }),
        error: fc.record({ message: fc.string(), code: fc.string() }),
      },
      { requiredKeys: ['type'] },
    ),
  );
  const step = fc.oneof(message, fc.constant('utterance ends'), fc.constant('sound'));
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const ordinals: number[] = [];
      const events = {
        heard: ({ kind, ordinal = 0 }: LinkHeard) => void (kind === 'utterance' && ordinals.push(ordinal)),
        warn: () => {},
        padded: () => {},
        refuse: () => {},
      };
      for (const talk of [createOpenAITalk(events, { model: 'm' }), createDeepgramTalk(events, 16_000)]) {
        ordinals.length = 0;
        const answers: boolean[] = [];
        for (const each of steps) {
          if (each === 'utterance ends') talk.utteranceEnd();
          else if (each === 'sound') talk.sound(new Uint8Array(3200));
          else answers.push(talk.read(each));
        }
        expect(ordinals).toEqual(ordinals.map((_, index) => index));
        expect(answers.every((answer) => typeof answer === 'boolean')).toBe(true);
      }
    }),
  );
});

test('a journal keeps what has no final words, and no more than it may', () => {
  const step = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constantFrom('end', 'settle'));
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const journal = createJournal(100);
      let [frames, open] = [0, 0];
      for (const each of steps) {
        if (each === 'end') {
          journal.markEnd();
          open++;
        } else if (each === 'settle') {
          journal.settle();
          open = Math.max(0, open - 1);
        } else {
          journal.add(new Uint8Array(each * 2));
          frames += each;
        }
        const kept = journal
          .entries()
          .reduce((sum, entry) => sum + (entry.type === 'sound' ? entry.pcm.length / 2 : 0), 0);
        expect(kept).toBeLessThanOrEqual(100);
        expect(journal.start + kept).toBe(frames);
        expect(journal.entries().filter(({ type }) => type === 'utterance-end').length).toBe(open);
      }
    }),
  );
});

test('times of a link are read on the session’s clock', () => {
  const clock = createSendingClock(100);
  clock.send(50);
  clock.insert(30);
  clock.send(20);
  clock.skip(10);
  clock.send(5);
  const at = (frame: number): number => clock.place({ text: '', start: frame, end: frame }, 1).start;
  expect([0, 49, 80, 99, 100, 104].map(at)).toEqual([100, 149, 150, 169, 180, 184]);
});

describe('a relay, whatever its links do', () => {
  /** Each number is what the next message of the link does. */
  const deed = fc.constantFrom('partial', 'segment', 'utterance', 'break', 'warn', 'nothing', 'done');
  const input = fc.constantFrom<RecognizerInput['type']>('audio-heard', 'audio-heard', 'utterance-ended');

  /** Seconds from what is asked of a link to what it does. */
  const delay = fc.double({ min: 0.001, max: 3, noNaN: true });

  test('gives each utterance its final words once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(input, { maxLength: 30 }),
        fc.array(fc.tuple(deed, delay), { maxLength: 30 }),
        async (inputs, deeds) => {
          const clock = createSimulatedClock();
          const queue = [...deeds];
          const open = (events: LinkEvents): Link => {
            void clock.wait(0.05).then(() => events.ready());
            const act = async (): Promise<void> => {
              const [next, after] = queue.shift() ?? ['utterance', 0.01];
              await clock.wait(after);
              if (next === 'break') events.broken(new VoiceError('broken', { retryable: true }));
              else if (next === 'warn') events.warn('odd');
              else if (next === 'done') events.done();
              else if (next !== 'nothing') events.heard({ kind: next, text: 'word', words: [] });
            };
            return {
              send: () => void act(),
              endUtterance: () => void act(),
              endSound: () => void clock.wait(0.01).then(() => events.done()),
              behind: 0,
              close: () => {},
            };
          };
          const parts = await clock.runUntil(
            collect(
              listenWith(soundAt(clock, inputs), undefined, (said) =>
                createRelay({ ...relaySettings, clock, open, maxRetries: 100 }, said),
              ),
            ),
          );
          const asked = inputs.filter((type) => type === 'utterance-ended').length;
          const rest = inputs.at(-1) === 'audio-heard' ? 1 : 0;
          expect(finalTexts(parts).length).toBeGreaterThanOrEqual(asked);
          expect(finalTexts(parts).length).toBeLessThanOrEqual(asked + rest);
          expect(wordsHeard(parts).at(-1)?.final ?? true).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('waits for final words as long as it may, and replaces a link that owes them twice', async () => {
    const clock = createSimulatedClock();
    const opened: number[] = [];
    const finals: number[] = [];
    const open = (events: LinkEvents): Link => {
      opened.push(clock.now());
      void clock.wait(0.05).then(() => events.ready());
      return { send: () => {}, endUtterance: () => {}, endSound: () => {}, behind: 0, close: () => {} };
    };
    const listen = async (): Promise<void> => {
      const inputs = ['audio-heard', 'utterance-ended', 'audio-heard', 'utterance-ended'] as const;
      const parts = listenWith(soundAt(clock, inputs), undefined, (said) =>
        createRelay({ ...relaySettings, clock, open, maxRetries: 1 }, said),
      );
      for await (const part of parts) if (part.type === 'words-heard' && part.final) finals.push(clock.now());
    };
    await clock.runUntil(listen());
    const again = pieceDuration + 2 * patience + firstPause;
    expect(opened).toEqual([0, expect.closeTo(again, 6)]);
    expect(finals).toEqual([
      expect.closeTo(pieceDuration + patience, 6),
      expect.closeTo(again + 0.05 + patience, 6),
    ]);
  });
});

/** Seconds, and of each piece of sound. */
const patience = 5;
const pieceDuration = 0.1;
const firstPause = 0.25;

const relaySettings = {
  title: 'Fake',
  sampleRate: 16_000,
  partial: true,
  timed: true,
  patience,
  firstPause,
  mostBehind: 30,
  mostKept: 60,
  unanswered: () => new VoiceError('silent', { retryable: true }),
};

/** In time. */
async function* soundAt(
  clock: SimulatedClock,
  inputs: readonly RecognizerInput['type'][],
): AsyncGenerator<RecognizerInput> {
  for (const type of inputs) {
    yield type === 'audio-heard' ? { type, samples: new Float32Array(16_000 * pieceDuration) } : { type };
    await clock.wait(pieceDuration);
  }
}

function readLines(pieces: readonly string[]): unknown[] {
  const all: unknown[] = [];
  const reader = createLineReader({ line: (found) => all.push(found), other: (text) => all.push(text) });
  for (const piece of pieces) reader.add(piece);
  reader.end();
  return all;
}
