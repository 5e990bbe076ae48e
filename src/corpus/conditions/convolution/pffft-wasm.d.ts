/** The package has no types of its own. Pointers are byte offsets into its memory. */
declare module '@echogarden/pffft-wasm/simd' {
  export type PffftModule = {
    /** Replaced when the memory grows, so it is read anew after every allocation. */
    readonly HEAPF32: Float32Array;
    /** `transform` 0 for real numbers. Gives 0 where the size does not suit. */
    _pffft_new_setup(size: number, transform: number): number;
    _pffft_aligned_malloc(bytes: number): number;
    _pffft_aligned_free(pointer: number): void;
    /** Unscaled. `direction` 0 forward, 1 backward; `output` in an order of its own, in which products are taken. */
    _pffft_transform(setup: number, input: number, output: number, work: number, direction: number): void;
    /** Adds `scaling` times the product of two spectra to the third. */
    _pffft_zconvolve_accumulate(setup: number, a: number, b: number, sum: number, scaling: number): void;
  };
  const createModule: () => Promise<PffftModule>;
  export default createModule;
}
