import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Runs a program to its end. */
export const run = promisify(execFile);

export async function isInstalled(program: string): Promise<boolean> {
  try {
    await run(program, [program === 'sox' ? '--version' : '-version']);
    return true;
  } catch {
    return false;
  }
}

export async function writeRaw(folder: string, name: string, samples: Float32Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
  return path;
}

export async function readRaw(path: string): Promise<Float32Array> {
  const bytes = await readFile(path);
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

export function ffmpegInput(rate: number, file: string): readonly string[] {
  return ['-threads', '1', '-f', 'f32le', '-ar', String(rate), '-ac', '1', '-i', file];
}

export const ffmpegQuiet = ['-hide_banner', '-nostats', '-loglevel', 'error', '-y'] as const;

export function soxInput(rate: number, file: string): readonly string[] {
  return ['-t', 'f32', '-r', String(rate), '-c', '1', file];
}
