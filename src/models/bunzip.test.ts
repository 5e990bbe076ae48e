import { describe, expect, test } from 'vitest';
import { bunzip } from './bunzip.ts';
import { bzip2Archive } from './fixtures/archive.ts';

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 7) yield bytes.subarray(start, start + 7);
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield bzip2Archive.subarray(0, 50);
  throw new Error('the disk is gone');
}

async function collect(bytes: Uint8Array, program: string): Promise<string> {
  let text = '';
  for await (const chunk of bunzip(() => inPieces(bytes), program))
    text += Buffer.from(chunk).toString('latin1');
  return text;
}

// The first is the system's where there is one; nobody has the second.
describe.each(['bzip2', 'duologue-has-no-such-program'])('by %s', (program) => {
  test('gives what was packed', async () => {
    expect(await collect(bzip2Archive, program)).toContain('weights');
  });

  test('throws for what is cut off, damaged, or something else', async () => {
    const damaged = Buffer.from(bzip2Archive);
    damaged[90] = (damaged[90] ?? 0) ^ 255;
    for (const bytes of [bzip2Archive.subarray(0, 120), damaged, Buffer.from('<!doctype html> and more')]) {
      await expect(collect(bytes, program)).rejects.toThrow(/./);
    }
  });

  test('throws what its source throws, and can be left', async () => {
    const work = (async () => {
      for await (const chunk of bunzip(failing, program)) expect(chunk.length).toBeGreaterThan(0);
    })();
    await expect(work).rejects.toThrow('the disk is gone');
    for await (const chunk of bunzip(() => inPieces(bzip2Archive), program)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });
});
