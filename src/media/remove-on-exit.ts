import { rmSync } from 'node:fs';

const unfinished = new Set<string>();

/**
 * Removes a temporary file or folder should the process end while it is still there: an exit does not wait for
 * anybody's cleaning up. Call the result once the path is gone, or has become what it is meant to be. Nothing can
 * be done about a process that is killed outright.
 */
export function removeOnExit(path: string): () => void {
  if (unfinished.size === 0) process.on('exit', removeUnfinished);
  unfinished.add(path);
  return () => {
    unfinished.delete(path);
    if (unfinished.size === 0) process.off('exit', removeUnfinished);
  };
}

function removeUnfinished(): void {
  for (const path of unfinished) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // The process ends: there is nobody left to tell.
    }
  }
}
