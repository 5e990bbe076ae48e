export type CompandingLaw = 'mu' | 'a';

const tables = new Map<CompandingLaw, Float32Array>();

/** Every 16-bit sample as it comes out of eight bits of G.711, by `sample + 32768`. */
export function compandingTable(law: CompandingLaw): Float32Array {
  const known = tables.get(law);
  if (known !== undefined) return known;
  const coarsen = law === 'mu' ? throughMu : throughA;
  const table = Float32Array.from({ length: 65_536 }, (_, index) => {
    const sample = index - 32_768;
    return ((sample < 0 ? -1 : 1) * coarsen(Math.abs(sample))) / 32_768;
  });
  tables.set(law, table);
  return table;
}

/** G.711 in place. */
export function compand(block: Float32Array, table: Float32Array): void {
  for (let frame = 0; frame < block.length; frame++) {
    const index = Math.round((block[frame] ?? 0) * 32_768) + 32_768;
    block[frame] = table[Math.min(65_535, Math.max(0, index))] ?? 0;
  }
}

/** Of 14 bits: eight segments, each twice as coarse as the one before, of sixteen steps. */
function throughMu(magnitude: number): number {
  const bias = 33;
  const biased = Math.min(8158, magnitude / 4) + bias;
  const segment = Math.floor(Math.log2(biased)) - 5;
  const step = 2 ** (segment + 1);
  return ((Math.floor(biased / step) + 0.5) * step - bias) * 4;
}

/** Of 13 bits: the two finest segments are of one coarseness. */
function throughA(magnitude: number): number {
  const scaled = Math.min(4095, magnitude / 8);
  const segment = Math.max(1, Math.floor(Math.log2(Math.max(1, scaled))) - 4);
  const step = 2 ** segment;
  return (Math.floor(scaled / step) + 0.5) * step * 8;
}
