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

export async function compileProgram(program: Uint8Array<ArrayBuffer>): Promise<FliteModule> {
  const { code, memory } = splitProgram(program);
  return { module: await WebAssembly.compile(code), memory };
}

export function instantiate(module: WebAssembly.Module, imports: object): object {
  return new WebAssembly.Instance(module, imports).exports;
}
