import { resample } from '../../dsp/index.ts';
import { decodeAudio, encodeAudio } from '../../media/index.ts';
import type { Exporter } from './exporter.ts';
import { fdbSamples } from './fdb-samples.ts';
import { selectRecords } from './select-records.ts';

/** What its scripts take every sound to have: they do not resample. Hz. */
const scriptRate = 16_000;

/** Full-Duplex-Bench, version 1: what a user says, cut so that a system can be tried on it. */
export const fdbExporter: Exporter = {
  name: 'fdb',
  summary: "Full-Duplex-Bench: pauses, turns, interruptions and long turns of one speaker's track",
  async export(corpus, folder, options) {
    const selection = selectRecords(corpus, options);
    const warnings: string[] = [];
    if (options.sampleRate !== undefined && options.sampleRate !== scriptRate)
      warnings.push(
        `Its scripts take every sound to have ${scriptRate} Hz: the rate that was asked for is not used.`,
      );
    let files = 0;
    for await (const record of selection.records()) {
      const samples = fdbSamples(record);
      if (samples.length === 0) continue;
      const sound = await decodeAudio(await corpus.sound(record.audio, { signal: options.signal }));
      const tracks = sound.channels.map(
        (track) => resample({ samples: track, sampleRate: sound.sampleRate }, scriptRate).samples,
      );
      for (const { task, id, channel, start, end, notes } of samples) {
        const track = tracks[channel] ?? new Float32Array(0);
        const frames = Math.round((end - start) * scriptRate);
        const piece = new Float32Array(frames);
        const from = Math.round(start * scriptRate);
        piece.set(track.subarray(from, from + frames));
        await folder.write(
          `${task}/${id}/input.wav`,
          await encodeAudio({ channels: [piece], sampleRate: scriptRate }, { format: 'wav' }),
        );
        files += 1;
        if (notes === null) continue;
        await folder.write(`${task}/${id}/${notes.file}`, `${JSON.stringify(notes.rows, null, 2)}\n`);
        files += 1;
      }
    }
    return selection.report(files, warnings);
  },
};
