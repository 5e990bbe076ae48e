import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Audio, resample } from 'duologue/dsp';
import { createAudioEncoder, openFileSink } from 'duologue/media';

const execute = promisify(execFile);
const recogniserRate = 16_000;

/** The words that Debian's pocketsphinx (English, telephone-free model) hears; `more` are options of its command. */
export async function recognise(audio: Audio, more: readonly string[] = []): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'duologue-recogniser-'));
  try {
    const path = join(folder, 'speech.wav');
    const { samples } = resample(audio, recogniserRate);
    const sink = await openFileSink(path);
    const encoder = await createAudioEncoder({
      format: 'wav',
      sampleRate: recogniserRate,
      channels: 1,
      sink,
    });
    await encoder.write([samples]);
    await encoder.close();
    const words = ['-infile', path, '-logfn', '/dev/null', ...more];
    const { stdout } = await execute('pocketsphinx_continuous', words, {
      maxBuffer: 2 ** 26,
    });
    return comparableWords(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Lower case, no punctuation; what a dictionary recogniser has no words for (`mm-hm`, `uh`) is left out. */
export function comparableWords(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/\b(m+-?h+m+|uh-huh|mm+|hm+|uh+|um+|er+m*)\b/g, ' ')
    .replaceAll(/[^a-z']+/g, ' ')
    .split(' ')
    .map((word) => word.replaceAll(/^'+|'+$/g, ''))
    .filter((word) => word !== '');
}

/** Substitutions, deletions and insertions that turn the reference into what was heard. */
export function wordErrors(reference: readonly string[], heard: readonly string[]): number {
  let row = heard.map((_, index) => index + 1);
  for (const [index, word] of reference.entries()) {
    let diagonal = index;
    let left = index + 1;
    row = heard.map((candidate, column) => {
      const above = row[column] ?? 0;
      const least = Math.min(diagonal + (candidate === word ? 0 : 1), above + 1, left + 1);
      diagonal = above;
      left = least;
      return least;
    });
    if (heard.length === 0) return reference.length;
  }
  return reference.length === 0 ? heard.length : (row.at(-1) ?? 0);
}
