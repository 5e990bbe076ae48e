import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSpeech } from 'duologue/dsp';
import { createTrackFiles } from 'duologue/live';
import { decodeAudio } from 'duologue/media';
import { parseTimeline } from 'duologue/timeline';
import { afterAll, expect, test } from 'vitest';
import { perform } from '../../benchmarks/live/behaviours/theatre.ts';
import { at, overAgent, quietRoom, says } from '../../benchmarks/live/behaviours/user-lines.ts';
import { openSpokenCache } from '../../benchmarks/live/scenarios/spoken-cache.ts';
import { heardSpeech } from './measures.ts';
import { question, wayThere } from './texts.ts';

const cache = openSpokenCache();
afterAll(() => cache[Symbol.asyncDispose]());

test('the session is saved as two aligned tracks with their timeline', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'duologue-saved-'));
  const played = await perform({
    cache,
    floor: quietRoom,
    words: 'oracle',
    answers: [wayThere, 'All right.'],
    session: { recorder: await createTrackFiles(folder, 'talk') },
    parts: [
      await says(cache, question, at(0.8)),
      await says(cache, 'Mm-hm.', overAgent(2), { level: -28 }),
      await says(cache, 'Stop, I meant the other station.', overAgent(5)),
    ],
  });
  const { channels, sampleRate } = await decodeAudio(await readFile(join(folder, 'talk.wav')));
  const timeline = parseTimeline(await readFile(join(folder, 'talk.timeline.json'), 'utf8'));
  await rm(folder, { recursive: true });
  expect(channels.map(({ length }) => length / sampleRate)).toEqual([played.duration, played.duration]);
  expect(timeline.duration).toBeCloseTo(played.duration, 6);
  const [user = new Float32Array(0), agent = new Float32Array(0)] = channels;

  // The user's track is what the microphone brought, sample for sample; the agent's is what was heard, when it was.
  const most = user.reduce(
    (worst, sample, index) => Math.max(worst, Math.abs(sample - (played.user[index] ?? 9))),
    0,
  );
  expect(most).toBeLessThan(2 ** -14);
  const tracks = findSpeech({ samples: agent, sampleRate }, { threshold: -45 });
  const heard = heardSpeech(played);
  expect(tracks).toHaveLength(heard.length);
  for (const [index, { start, end }] of heard.entries()) {
    expect(Math.abs((tracks[index]?.start ?? 0) - start)).toBeLessThan(0.025);
    expect(Math.abs((tracks[index]?.end ?? 0) - end)).toBeLessThan(0.025);
  }

  // Each utterance of the timeline sounds on its track, and between them it is silent.
  for (const { speaker, start, end } of timeline.utterances) {
    const samples = speaker === 'user' ? user : agent;
    const found = findSpeech({ samples, sampleRate }, { threshold: speaker === 'user' ? -50 : -45 });
    const sounding = found.filter((interval) => interval.start < end && interval.end > start);
    expect(sounding.length).toBeGreaterThan(0);
    // A turn ends with the frame that the ear took for its last; the sound of it dies away before that.
    expect(Math.abs((sounding[0]?.start ?? 0) - start)).toBeLessThan(0.03);
    expect(end - (sounding.at(-1)?.end ?? 0)).toBeGreaterThan(-0.03);
    expect(end - (sounding.at(-1)?.end ?? 0)).toBeLessThan(0.15);
  }
  expect(timeline.utterances.map(({ speaker, kind }) => `${speaker} ${kind}`)).toEqual(
    expect.arrayContaining(['user turn', 'agent turn', 'user interruption']),
  );
});
