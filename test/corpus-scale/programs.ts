import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folders = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

export function programPath(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Whether tests with these programs are left out here; in continuous integration they must run. */
export function isMissing(...names: readonly string[]): boolean {
  return process.env['CI'] === undefined && names.some((name) => programPath(name) === undefined);
}
