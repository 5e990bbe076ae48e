/** What of the package is used; it brings no types of its own. */
declare module '@echogarden/fvad-wasm' {
  export type FvadModule = {
    /** 0 when there is no memory left. */
    _fvad_new(): number;
    _fvad_free(handle: number): void;
    /** 0 quality to 3 very aggressive. -1 for another. */
    _fvad_set_mode(handle: number, mode: number): number;
    /** -1 for a rate it does not know. */
    _fvad_set_sample_rate(handle: number, rate: number): number;
    /** 1 speech, 0 none, -1 for a length it does not know. */
    _fvad_process(handle: number, frame: number, length: number): number;
    _malloc(bytes: number): number;
    readonly HEAP16: Int16Array;
  };
  export default function createModule(): Promise<FvadModule>;
}
