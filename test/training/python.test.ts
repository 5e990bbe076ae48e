import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from '../source-tree.ts';

const execute = promisify(execFile);

/** Debian's, whose torch `npm test` installs where it can. */
const python = '/usr/bin/python3';

/** Those that train nothing to speak of; `python3 -m unittest discover training/tests` runs all. */
const quick = [
  'test_shared',
  'test_sequences',
  'test_dialm_state',
  'test_half_storage',
  'test_model_card',
  'test_pitch',
  'test_synthesise',
];

const hasTorch = existsSync('/usr/lib/python3/dist-packages/torch/__init__.py');

test.skipIf(!hasTorch)(
  `the recipe of the training works${hasTorch ? '' : ' (skipped: there is no torch; apt-get install python3-torch)'}`,
  { timeout: 120_000 },
  async () => {
    const one = { OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' };
    const { stderr } = await execute(python, ['-m', 'unittest', ...quick], {
      cwd: join(root, 'training', 'tests'),
      env: { ...process.env, ...one },
      timeout: 110_000,
    });
    expect(stderr).toMatch(/^OK/mu);
  },
);
