import { createDialoSpeech } from '@duologue/dialospeech';
import { openEmbeddedVoices } from 'duologue/voices';
import { expect, it } from 'vitest';
import { measurePerformance } from '../../benchmarks/dialospeech/measure-performance.ts';
import { crossed, writtenScripts } from '../../benchmarks/dialospeech/scripts/written-scripts.ts';
import { createDirectorSource, throatsFor } from '../../benchmarks/dialospeech/sources/director-source.ts';
import { openHeldOut } from '../../benchmarks/dialospeech/sources/held-out.ts';
import { castOf, createModelSource } from '../../benchmarks/dialospeech/sources/model-source.ts';
import { seamsTable, timingTable, voicesTable, wordsTable } from '../../benchmarks/dialospeech/tables.ts';
import type { TestScript } from '../../benchmarks/dialospeech/test-script.ts';
import { tinyModel } from '../../packages/dialospeech/src/fixtures/tiny-model.ts';
import { performanceOf } from './performances.ts';

const short: TestScript = {
  id: 'short',
  language: 'en',
  crossLingual: false,
  origin: 'written',
  turns: [
    { speaker: 1, text: 'Have you seen the ferry?', kind: 'turn', cutShort: false },
    { speaker: 0, text: 'It left at nine, and --', kind: 'turn', cutShort: true },
    { speaker: 1, text: 'Oh no!', kind: 'interruption', cutShort: false },
  ],
};

it.each(['en', 'zh'] as const)('there are twenty dialogues by hand in %s', async (language) => {
  const scripts = await writtenScripts(language);
  expect(scripts).toHaveLength(20);
  expect(new Set(scripts.map(({ id }) => id)).size).toBe(20);
  for (const { turns } of scripts) {
    expect(turns.length).toBeGreaterThanOrEqual(5);
    expect(new Set(turns.map(({ speaker }) => speaker)).size).toBe(2);
  }
  const interrupted = scripts.flatMap(({ turns }) => turns.filter(({ kind }) => kind === 'interruption'));
  expect(interrupted.length).toBeGreaterThan(0);
});

it('a model gives tracks, a timeline of its own and the seams of its blocks', async () => {
  await using provider = await createDialoSpeech({ model: tinyModel, threads: 1 });
  const { dialogue, voices } = provider;
  const source = createModelSource({ name: 'tiny', dialogue, voices });
  const made = await source.perform(short);
  expect(made?.tracks[0]?.length).toBe(made?.tracks[1]?.length);
  expect(made?.timeline.utterances.filter(({ kind }) => kind !== 'backchannel')).toHaveLength(3);
  expect(made?.timeline.utterances.find(({ turnIndex }) => turnIndex === 0)?.speaker).toBe('b');
  expect(made?.seams[0]).toBeCloseTo(0.48, 6);
  expect(made?.pace?.whole).toBeGreaterThan(0);
  if (made === undefined) return;
  const measured = await measurePerformance(made, undefined);
  expect(measured.leakage).toHaveLength(2);
  expect(measured.heard).toBeUndefined();
  const natives = (script: TestScript): (string | undefined)[] =>
    castOf(script, voices)?.map(({ languages }) => languages[0]) ?? [];
  expect(natives(short)).toEqual(['en', 'en']);
  expect(natives(crossed(short))).toEqual(['zh', 'zh']);
});

it('the director speaks scripts with voices of the training data, and says where it has none', async () => {
  await using voices = await openEmbeddedVoices({ workers: 1 });
  const director = createDirectorSource(voices);
  const made = await director.perform(short);
  expect(made?.timeline.utterances.map(({ kind }) => kind)).toContain('interruption');
  expect(made?.tracks.every((track) => track.some((value) => Math.abs(value) > 0.05))).toBe(true);
  expect(made?.timeline.speakers.every(({ voice = '' }) => /^(?:flite|espeak)\/\w+@/u.test(voice))).toBe(
    true,
  );
  expect(throatsFor(crossed(short))?.map(({ native }) => native)).toEqual(['zh', 'zh']);
  const mandarin: TestScript = { ...short, language: 'zh', crossLingual: true };
  expect(await director.perform(mandarin)).toBeUndefined();
});

it('held-out dialogues have texts, voices and times', async () => {
  await using heldOut = await openHeldOut('en', 'test');
  const next = await heldOut.dialogues().next();
  if (next.done === true) throw new Error('There are none.');
  const { script, timeline, tracks } = next.value;
  expect(script.turns.length).toBeGreaterThan(3);
  expect(tracks).toHaveLength(2);
  const turns = timeline.utterances.filter(({ kind }) => kind !== 'backchannel');
  expect(turns.map(({ text }) => text)).toEqual(script.turns.map(({ text }) => text));
  expect(turns.map(({ turnIndex }) => turnIndex)).toEqual(script.turns.map((_, index) => index));
});

it('tables say what was measured, and nothing where nothing was', async () => {
  const made = performanceOf([
    { speaker: 0, text: 'Is it?', start: 0, end: 1 },
    { speaker: 1, text: 'It is.', start: 1.2, end: 2 },
    { speaker: 0, text: 'Good.', start: 2.5, end: 3 },
  ]);
  const measured = await measurePerformance(made, undefined);
  const sources = [{ name: 'hums', measured: [measured] }];
  const [timing] = timingTable('en', [{ name: 'hums', timelines: [made.timeline] }], [made.timeline]).rows;
  expect(timing?.slice(0, 4)).toEqual(['hums', '2', '0.35', '0.000']);
  expect(voicesTable(sources, []).rows).toEqual([['hums', '-120', '-120']]);
  expect(seamsTable(sources).rows).toEqual([]);
  const heard = {
    voices: [],
    words: {
      tracks: { wrong: 1, words: 4 },
      bestOrder: { wrong: 1, words: 4 },
      onTrack: { right: 3, wrong: 0 },
    },
  };
  const [row] = wordsTable([{ name: 'hums', measured: [{ ...measured, heard }] }], 'hums').rows;
  expect(row).toEqual(['English', 'hums', '1', '25.0', '0.0', '25.0', '100.0', '–', '–']);
});
