import { resolve } from 'node:path';

/** A store's name as a process that works in another folder needs it. */
export function placeOf(run: string): string {
  return run.includes('://') ? run : resolve(run);
}
