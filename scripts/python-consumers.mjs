// The Python programs that read what `duologue corpus export` writes, for the tests: two environments, since Debian's
// torch wants an older NumPy than pyarrow does. What is in place is left alone.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Debian's, whose torch the first environment shares. */
const python = '/usr/bin/python3';

const environments = [
  // lhotse asks for torch by its PyPI name: what else it needs is named in the file.
  { name: 'training', options: ['--system-site-packages'], install: ['--no-deps'] },
  { name: 'data', options: [], install: [] },
];

/** Makes the environments below `folder`, and tells whether they are there. */
export function installPythonConsumers(root, say) {
  if (!existsSync(python)) return false;
  return environments.every((environment) => installEnvironment(root, environment, say));
}

function installEnvironment(root, { name, options, install }, say) {
  const requirements = join(root, 'test', 'corpus-export', `${name}-requirements.txt`);
  const folder = join(root, 'node_modules', '.duologue-python', name);
  const stamp = join(folder, '.duologue-stamp');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true;
  say(`Installing what reads corpora in Python (${name}) …`);
  rmSync(folder, { recursive: true, force: true });
  const made =
    runs(python, ['-m', 'venv', ...options, folder]) &&
    runs(join(folder, 'bin', 'pip'), [
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-input',
      ...install,
      '--requirement',
      requirements,
    ]);
  if (made) writeFileSync(stamp, wanted);
  return made;
}

function runs(command, parameters) {
  return spawnSync(command, parameters, { stdio: ['ignore', 2, 2] }).status === 0;
}
