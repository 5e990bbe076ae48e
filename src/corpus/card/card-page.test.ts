import { expect, test } from 'vitest';
import { exampleRecord } from '../fixtures/example-record.ts';
import type { DialogueRecord } from '../record/types.ts';
import { parseSpec } from '../simulate/parse-spec.ts';
import { simulateManifest } from '../simulate/simulate-manifest.ts';
import { createDirectoryStore } from '../store/directory-store.ts';
import { printCardPage, printCardPicture } from './card-page.ts';
import { type CorpusCard, describeRecords } from './corpus-card.ts';

/** Twenty-three that are alike, and one that is ten times as long. */
async function* records(): AsyncGenerator<DialogueRecord> {
  for (let index = 0; index < 24; index++) {
    const frames = index === 7 ? 800_000 : 80_000;
    const id = `d${index}`;
    const audio = { ...exampleRecord.audio, frames, key: `audio/000000/${id} & co.flac` };
    yield { ...exampleRecord, id, audio };
  }
}

async function cardOfMany(): Promise<CorpusCard> {
  const run = simulateManifest(parseSpec({ name: 'many', hours: 0.1 }), 'duologue 0.1.0');
  const corpus = {
    store: createDirectoryStore('many'),
    run,
    shards: async function* () {},
    records,
    sound: () => Promise.reject(new Error('nobody listens here')),
  };
  return describeRecords(corpus, records());
}

test('a dialogue that is far from the rest is there once, with everything that is unusual, and its sound', async () => {
  const page = printCardPage(await cardOfMany(), { corpusPath: '../many' });
  expect(page.match(/<article>/g)).toHaveLength(1);
  expect(page.match(/<audio [^>]*>/g)).toEqual([
    '<audio controls preload="none" src="../many/audio/000000/d7%20&amp;%20co.flac">',
  ]);
  expect(page).toMatch(/<h3>d7<\/h3>.*duration, s<\/td><td class="number">50\.00<.*words a minute/s);
  expect(page).not.toMatch(/https?:(?!\/\/www\.w3\.org\/2000\/svg)/);
});

test('where the sounds are out of reach, the page says how to listen', async () => {
  const page = printCardPage(await cardOfMany());
  expect(page).not.toContain('<audio');
  expect(page).toContain('duologue corpus show CORPUS ID --play');
});

test('the picture is one SVG that dresses itself', async () => {
  const picture = printCardPicture(await cardOfMany());
  expect(picture).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 900 266"/);
  expect(picture).toContain('prefers-color-scheme:dark');
});
