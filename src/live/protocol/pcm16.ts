/** Sound inside JSON as the protocol has it: 16 bits, little-endian, base64. Runs in a browser as it is. */
export function encodePcm16(samples: Float32Array): string {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (let frame = 0; frame < samples.length; frame++) {
    const value = Math.round((samples[frame] ?? 0) * 32_768);
    view.setInt16(frame * 2, value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value, true);
  }
  let binary = '';
  // Longer lists of arguments overflow the stack.
  for (let from = 0; from < bytes.length; from += 8192) {
    binary += String.fromCharCode(...bytes.subarray(from, from + 8192));
  }
  return btoa(binary);
}

export function decodePcm16(text: string): Float32Array {
  const binary = atob(text);
  const samples = new Float32Array(binary.length >> 1);
  for (let frame = 0; frame < samples.length; frame++) {
    const low = binary.charCodeAt(frame * 2);
    const high = binary.charCodeAt(frame * 2 + 1);
    samples[frame] = (((high << 8) | low) << 16) / 2 ** 31;
  }
  return samples;
}
