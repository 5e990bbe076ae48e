/** Signed 16 bits, little-endian. What is no number is silence, what is too loud is as loud as can be. */
export function toPcm16(samples: Float32Array): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(samples.length * 2));
  for (const [frame, sample] of samples.entries()) {
    const value = Number.isNaN(sample) ? 0 : Math.max(-1, Math.min(1, sample)) * 32_767;
    bytes.setInt16(frame * 2, Math.round(value), true);
  }
  return new Uint8Array(bytes.buffer);
}
