import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Speech } from '../speech.ts';

/** A line of JSON, then the samples, little-endian, then the digest of both: noise is never taken for speech. */
const headerSchema = z.object({
  segment: z.literal(2),
  sampleRate: z.number().positive(),
  frames: z.number().int().nonnegative(),
  coding: z.enum(['s16', 'f32']),
  words: z.array(
    z.object({ text: z.string(), start: z.number(), end: z.number(), confidence: z.number().optional() }),
  ),
  warnings: z.array(z.string()),
});

const digestSize = 32;

/** Bytes that give the same samples back: of 16 bits where that is all they hold, as most vendors' do. */
export function printSegment({ audio, words, warnings }: Speech): Uint8Array {
  const { samples, sampleRate } = audio;
  const isShort = samples.every((sample) => Number.isInteger(sample * 32_768) && sample >= -1 && sample < 1);
  const coding = isShort ? 's16' : 'f32';
  const header = { segment: 2, sampleRate, frames: samples.length, coding, words, warnings };
  const line = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  const size = isShort ? 2 : 4;
  const end = line.length + samples.length * size;
  const bytes = new Uint8Array(end + digestSize);
  bytes.set(line);
  const view = new DataView(bytes.buffer, line.length);
  for (const [frame, sample] of samples.entries()) {
    if (isShort) view.setInt16(frame * 2, sample * 32_768, true);
    else view.setFloat32(frame * 4, sample, true);
  }
  bytes.set(digest(bytes.subarray(0, end)), end);
  return bytes;
}

/** What was kept, or nothing where the bytes are not those that were written. */
export function parseSegment(file: Uint8Array): Speech | undefined {
  const bytes = file.subarray(0, Math.max(0, file.length - digestSize));
  if (!digest(bytes).equals(file.subarray(bytes.length))) return undefined;
  const end = bytes.indexOf(10);
  const header = headerSchema.safeParse(parseJson(bytes.subarray(0, Math.max(0, end))));
  if (!header.success) return undefined;
  const { frames, coding, sampleRate, words, warnings } = header.data;
  const view = new DataView(bytes.buffer, bytes.byteOffset + end + 1, bytes.byteLength - end - 1);
  if (view.byteLength !== frames * (coding === 's16' ? 2 : 4)) return undefined;
  const samples = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    samples[frame] =
      coding === 's16' ? view.getInt16(frame * 2, true) / 32_768 : view.getFloat32(frame * 4, true);
  }
  return {
    audio: { samples, sampleRate },
    words: words.map(({ confidence, ...word }) =>
      confidence === undefined ? word : { ...word, confidence },
    ),
    warnings,
  };
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
