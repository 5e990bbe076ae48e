// The workspace packages import `duologue`, which is the root of this repository and so in no node_modules.
import { existsSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const link = join(modules, 'duologue');

if (existsSync(modules) && !existsSync(link))
  symlinkSync(process.platform === 'win32' ? root : '..', link, 'junction');
