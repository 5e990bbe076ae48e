/** Seconds as text, to 8 digits behind the point and no more than are needed: the same number, the same text. */
export function printSeconds(seconds: number): string {
  const [whole = '0', part = ''] = seconds.toFixed(8).split('.');
  const short = part.replace(/0+$/, '').padEnd(3, '0');
  return `${whole}.${short}`;
}
