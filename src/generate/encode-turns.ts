import { decodeAudio, encodeAudio } from '../media/index.ts';
import type { Timeline } from '../timeline/index.ts';
import { type EncodedAudio, encodedAudio, labelled } from './encoded-audio.ts';
import type { EncodingOptions } from './options.ts';

/** Kept around a turn's words, so that neither a soft onset nor a last echo is lost. Seconds. */
const before = 0.01;
const after = 0.05;

/** Each turn cut out of its speaker's own track, so that nobody else is heard in it. */
export async function encodeTurns(
  { utterances }: Timeline,
  /** WAV files by speaker. */
  stems: ReadonlyMap<string, Uint8Array>,
  { format = 'wav', bitDepth, bitrate }: EncodingOptions,
): Promise<(EncodedAudio & { readonly turnIndex: number })[]> {
  const clips: (EncodedAudio & { readonly turnIndex: number })[] = [];
  for (const [speaker, bytes] of stems) {
    const { channels, sampleRate } = await decodeAudio(bytes);
    const samples = channels[0] ?? new Float32Array(0);
    for (const { speaker: owner, turnIndex, start, end } of utterances) {
      if (owner !== speaker || turnIndex === undefined) continue;
      const from = Math.max(0, Math.round((start - before) * sampleRate));
      const cut = samples.subarray(from, Math.round((end + after) * sampleRate));
      const clip = await encodeAudio(
        { channels: [cut], sampleRate },
        {
          format,
          ...(bitDepth === undefined ? {} : { bitDepth }),
          ...(bitrate === undefined ? {} : { bitrate }),
        },
      );
      clips.push(labelled(encodedAudio(clip, format), { turnIndex }));
    }
  }
  return clips.toSorted((a, b) => a.turnIndex - b.turnIndex);
}
