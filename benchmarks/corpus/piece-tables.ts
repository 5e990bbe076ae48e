/** As `weightsFromTables` reads them. */
const one = 2048;

/** Weights as lines for a source file. */
export function tableOf(weights: ArrayLike<number>): readonly string[] {
  const bytes = Buffer.alloc(2 * weights.length);
  for (let index = 0; index < weights.length; index++)
    bytes.writeInt16LE(
      Math.max(-32_768, Math.min(32_767, Math.round(one * (weights[index] ?? 0)))),
      2 * index,
    );
  return bytes.toString('base64').match(/.{1,100}/g) ?? [];
}
