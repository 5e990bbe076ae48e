// The workspace packages import `duologue`, which is the root of this repository and so in no node_modules.
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const link = join(root, 'node_modules', 'duologue');
const command = join(root, 'node_modules', '.bin', 'duologue');

if (existsSync(join(root, 'src')) && existsSync(join(root, 'node_modules'))) {
  if (!existsSync(link)) symlinkSync(process.platform === 'win32' ? root : '..', link, 'junction');
  if (process.platform !== 'win32' && !existsSync(join(root, 'node_modules', '.bin'))) {
    mkdirSync(dirname(command), { recursive: true });
  }
}
