import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareConversation } from 'duologue';
import { createFakeVoice, createFakeVoiceProvider } from 'duologue/testing';
import { parseTimeline, printTimeline } from 'duologue/timeline';
import { expect, test } from 'vitest';
import { root } from './source-tree.ts';

// A script in this folder is a test: its conversation, spoken by tones, keeps the timeline beside it.
// `UPDATE_GOLDENS=1 npx vitest run test/goldens` writes the timelines; read the difference before you commit it.
const folder = join(root, 'test/goldens');
const scripts = readdirSync(folder).filter((name) => name.endsWith('.dialogue'));

test.each(scripts)('%s takes the time that it took', async (name) => {
  const path = join(folder, name.replace(/dialogue$/, 'timeline.json'));
  await using prepared = await prepareConversation({
    script: readFileSync(join(folder, name), 'utf8'),
    providers: [tones()],
  });
  const printed = printTimeline(prepared.timeline);
  if (process.env.UPDATE_GOLDENS === '1') writeFileSync(path, printed);
  const golden = readFileSync(path, 'utf8');
  expect(prepared.warnings).toEqual([]);
  expect(() => parseTimeline(golden)).not.toThrow();
  expect(JSON.parse(printed)).toEqual(JSON.parse(golden, withinMilliseconds));
});

test('every golden has its script', () => {
  const timelines = readdirSync(folder).filter((name) => name.endsWith('.timeline.json'));
  expect(timelines.map((name) => name.replace(/timeline\.json$/, 'dialogue')).toSorted()).toEqual(
    scripts.toSorted(),
  );
});

/** A vocal sound's end hangs on the last bits of sines and exponentials, which are the engine's own affair. */
const near = (value: number): unknown => expect.closeTo(value, 2);

function withinMilliseconds(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? near(value) : value;
}

function tones() {
  const pitches = { low: 110, high: 220, clear: 180, deep: 95 };
  return createFakeVoiceProvider({
    voices: Object.entries(pitches).map(([name, pitch]) =>
      createFakeVoice({ id: `fake/${name}`, pitch, sampleRate: 16_000, languages: ['en', 'zh'] }),
    ),
  });
}
