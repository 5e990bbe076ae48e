// Shows what is wrong with who is heard when, on scenes of the tuning half, to whom works on it:
// npx tsx benchmarks/corpus/ingest-tuning.ts FOLDER [minutes]
import { join } from 'node:path';
import {
  type DialogueRecord,
  diarizationError,
  eventScore,
  overlapScore,
  type SpokenSpan,
  shortSpanRecall,
} from '../../src/corpus/index.ts';
import type { HeardTrack } from '../../src/corpus/ingest/two-track/find-voices.ts';
import { listenToRecording } from '../../src/corpus/ingest/two-track/listen.ts';
import { makeScenes } from './ingest-scenes.ts';

const [folder = 'scenes', minutes = '6'] = process.argv.slice(2);
const batch = 50;

for (const snr of [30, 20, 10]) {
  for (const bleed of [-40, -25]) {
    const options = { half: 'tuning', snr, bleed, minutes: Number(minutes), batch } as const;
    const scenes = await makeScenes(join(folder, `eval-${snr}${bleed}`), options);
    const rows: ReturnType<typeof judge>[] = [];
    const before = process.cpuUsage();
    for (const { truth, path } of scenes) rows.push(judge(truth, (await listenToRecording([path])).tracks));
    const { user, system } = process.cpuUsage(before);
    const duration = rows.reduce((sum, row) => sum + row.duration, 0);
    console.log(
      `${snr} dB, bleed ${bleed} dB: ${(duration / ((user + system) / 1e6)).toFixed(0)}x real time`,
    );
    for (const { text } of rows) console.log(text);
  }
}

/** Words of a speaker less than .2 s apart are one stretch of speech. */
function spokenOf({ speakers, utterances }: DialogueRecord): SpokenSpan[] {
  return speakers.flatMap(({ id }) => {
    const spans: { speaker: string; start: number; end: number }[] = [];
    const words = utterances.filter(({ speaker }) => speaker === id).flatMap((utterance) => utterance.words);
    for (const { start, end } of words.toSorted((a, b) => a.start - b.start)) {
      const last = spans.at(-1);
      if (last !== undefined && start - last.end < 0.2) last.end = Math.max(last.end, end);
      else spans.push({ speaker: id, start, end });
    }
    return spans;
  });
}

function judge(truth: DialogueRecord, tracks: readonly HeardTrack[]) {
  const duration = truth.audio.frames / truth.audio.sampleRate;
  const named = <Span extends object>(spans: readonly Span[] = [], channel: number) =>
    spans.map((span) => ({ ...span, speaker: truth.speakers[channel]?.id ?? '' }));
  const reference = spokenOf(truth);
  const found = tracks.flatMap(({ units }, channel) => named(units, channel));
  const sounds = tracks.flatMap((track, channel) => named(track.sounds, channel));
  const laughs = truth.events.flatMap(({ type, speaker, start, end }) =>
    type === 'laughter' && speaker !== null ? [{ speaker, start, end }] : [],
  );
  const errors = [0, 0.25].map((collar) => {
    const { error, missed, falseAlarm, scored } = diarizationError(reference, found, {
      collar,
      from: 0,
      to: duration,
    });
    return `${percent(error)} (missed ${percent(missed / scored)}, false ${percent(falseAlarm / scored)})`;
  });
  const edges = edgeErrors(reference, found);
  const kinds = truth.environment.tracks.map(({ noiseTypes }) => noiseTypes.join('+')).join(' | ');
  const laughter = eventScore(
    laughs,
    sounds.filter(({ type }) => type === 'laughter'),
  );
  const other = (type: string): number => sounds.filter((sound) => sound.type === type).length;
  return {
    duration,
    text: [
      `  ${truth.id} ${truth.languages.join()} [${kinds}]`,
      `collar 0 ${errors[0]}, .25 ${errors[1]}`,
      `overlap ${percent(overlapScore(reference, found).f1)}`,
      `short ${percent(shortSpanRecall(reference, found))}`,
      `edges ${edges}`,
      `laughter ${percent(laughter.precision)}/${percent(laughter.recall)} of ${laughs.length}`,
      `breaths ${other('breath')} coughs ${other('cough')} noises ${other('noise')}`,
    ].join('; '),
  };
}

/** Median of how late starts and ends are heard that are heard within .2 s, in milliseconds. */
function edgeErrors(reference: readonly SpokenSpan[], found: readonly SpokenSpan[]): string {
  return (['start', 'end'] as const)
    .map((edge) => {
      const late = reference.flatMap((span) => {
        const near = found
          .filter(({ speaker }) => speaker === span.speaker)
          .map((other) => other[edge] - span[edge])
          .filter((difference) => Math.abs(difference) < 0.2);
        return near.length === 0 ? [] : [near.reduce((a, b) => (Math.abs(a) < Math.abs(b) ? a : b))];
      });
      const median = late.toSorted((a, b) => a - b)[Math.floor(late.length / 2)] ?? 0;
      return `${edge} ${(1000 * median).toFixed(0)} ms`;
    })
    .join(', ');
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
