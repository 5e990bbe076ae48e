import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createCommandRecognizer } from 'duologue/recognizers';
import { afterAll, describe, expect, test } from 'vitest';
import { perform } from '../../benchmarks/live/behaviours/theatre.ts';
import { at, overAgent, quietRoom, says } from '../../benchmarks/live/behaviours/user-lines.ts';
import { openSpokenCache } from '../../benchmarks/live/scenarios/spoken-cache.ts';
import { noticesOf, silentFrom } from './measures.ts';
import { wayThere } from './texts.ts';

const cache = openSpokenCache();
afterAll(() => cache[Symbol.asyncDispose]());

const program = fileURLToPath(new URL('../../examples/pocketsphinx-recognizer.py', import.meta.url));
const libraries =
  'import ctypes; [ctypes.CDLL(f"lib{name}.so.3") for name in ("pocketsphinx", "sphinxbase")]';
const installed =
  existsSync('/usr/share/pocketsphinx/model/en-us/en-us/mdef') &&
  spawnSync('python3', ['-c', libraries]).status === 0;

// Debian's packages pocketsphinx and pocketsphinx-en-us, and Python. It runs in its own time, so the play is slowed.
describe.skipIf(!installed)('with PocketSphinx for a recogniser', () => {
  test('a question is answered, a listener’s word changes nothing, an interruption stops the agent', async () => {
    const played = await perform({
      cache,
      floor: quietRoom,
      pace: 0.6,
      session: {
        recognizer: createCommandRecognizer({ command: 'python3', args: [program], languages: ['en'] }),
      },
      answers: [wayThere, 'All right.'],
      parts: [
        await says(cache, 'How much is a ticket to the airport?', at(4), { from: 'dry' }),
        await says(cache, 'Mm-hm.', overAgent(2.4), { level: -30 }),
        await says(cache, 'Wait, stop, that is the wrong train.', overAgent(4.6), { from: 'dry' }),
      ],
      until: { type: 'parts-played', after: 4 },
    });
    const [asked, interrupting] = noticesOf(played, 'user-turn-ended');
    expect(asked?.text.toLowerCase()).toMatch(/ticket|airport|how much/);
    expect(interrupting?.text.toLowerCase()).toMatch(/wait|stop|train|wrong/);
    for (const { start, end } of asked?.words ?? []) {
      expect(start).toBeGreaterThan((played.played[0]?.start ?? 0) - 0.4);
      expect(end).toBeLessThan((played.played[0]?.end ?? 0) + 0.4);
    }
    const onset = played.played[2]?.start ?? Infinity;
    expect(noticesOf(played, 'agent-yielded')).toHaveLength(1);
    expect(silentFrom(played, onset) - onset).toBeLessThan(1.5);
    expect(played.requests.at(-1)?.turns.map(({ type }) => type)).toEqual(['user', 'agent', 'user']);
  });
});
