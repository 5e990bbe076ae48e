/** Nothing at all, not even a room. */
export function isSilent(frame: Float32Array): boolean {
  for (let index = 0; index < frame.length; index++) if (frame[index] !== 0) return false;
  return true;
}
