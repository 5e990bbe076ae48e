// Brings a fresh clone to where `npx duologue` and the tests run: packages, build and, with --test, the
// system's programs that some tests compare with. What is already in place is left alone.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPythonConsumers } from './python-consumers.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const oldestNode = 20;

/** Each program (or file) that tests or benchmarks compare with, and the Debian packages that hold it. */
const systemPrograms = {
  ffmpeg: ['ffmpeg'],
  sox: ['sox'],
  pocketsphinx_continuous: ['pocketsphinx', 'pocketsphinx-en-us'],
  'rsvg-convert': ['librsvg2-bin'],
  python3: ['python3'],
  chromium: ['chromium'],
  nginx: ['nginx-light'],
  'redis-server': ['redis-server'],
  slurmctld: ['slurm-wlm'],
  munged: ['munge'],
  sctk: ['sctk'],
  praat: ['praat'],
  // Files of what has no program of its own.
  '/usr/lib/python3/dist-packages/torch/__init__.py': ['python3-torch'],
  '/usr/share/doc/python3-venv': ['python3-venv'],
};

checkNode();
installPackages();
linkSelf();
build();
if (process.argv.includes('--test')) {
  installSystemPrograms();
  installPython();
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < oldestNode) {
    fail(`Duologue needs Node ${oldestNode} or newer; this is Node ${process.versions.node}.`);
  }
}

function installPackages() {
  const stamp = join(root, 'node_modules', '.duologue-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('Installing packages …');
  run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-fund', '--no-audit']);
  writeFileSync(stamp, lock);
}

/** npm prunes the link whenever it installs. */
function linkSelf() {
  run(process.execPath, [join(root, 'scripts', 'link-self.mjs')]);
}

function build() {
  const stamp = join(root, 'node_modules', '.duologue-built');
  const packages = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name));
  const folders = [root, ...packages].filter((folder) => existsSync(join(folder, 'tsconfig.build.json')));
  const built = existsSync(stamp) && folders.every((folder) => existsSync(join(folder, 'dist')));
  const sources = folders.flatMap((folder) => [join(folder, 'src'), join(folder, 'tsconfig.build.json')]);
  const newest = Math.max(
    ...[...sources, join(root, 'studio'), join(root, 'tsconfig.json')].map(newestChange),
  );
  if (built && statSync(stamp).mtimeMs >= newest) return;
  say('Building …');
  run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
}

/** Of a file, or of anything in a folder: a folder's own time tells of files removed. */
function newestChange(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

function installSystemPrograms() {
  const missing = Object.keys(systemPrograms).filter((program) => !isOnPath(program));
  if (missing.length === 0) return;
  const packages = missing.flatMap((program) => systemPrograms[program]);
  const canInstall = process.getuid?.() === 0 && isOnPath('apt-get');
  if (canInstall) {
    say(`Installing ${packages.join(', ')} …`);
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    attempt('apt-get', ['update', '-qq'], environment);
    attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], environment);
  }
  const absent = missing.filter((program) => !isOnPath(program));
  if (absent.length === 0) return;
  const wanted = absent.flatMap((program) => systemPrograms[program]).join(' ');
  const advice = `On Debian: apt-get install ${wanted}`;
  if (process.env.CI) fail(`Missing: ${absent.join(', ')}. ${advice}`);
  say(`Not installed: ${absent.join(', ')}; the tests that need them will be skipped. ${advice}`);
}

function installPython() {
  if (installPythonConsumers(root, say)) return;
  const advice = 'On Debian: apt-get install python3-venv python3-torch';
  if (process.env.CI) fail(`The Python readers of corpora could not be installed. ${advice}`);
  say(`Not installed: the Python readers of corpora; the tests that need them will be skipped. ${advice}`);
}

function isOnPath(program) {
  if (program.startsWith('/')) return existsSync(program);
  const folders = (process.env.PATH ?? '').split(process.platform === 'win32' ? ';' : ':');
  return folders.some(
    (folder) => existsSync(join(folder, program)) || existsSync(join(folder, `${program}.exe`)),
  );
}

function run(command, parameters) {
  const { status, error } = attempt(command, parameters, process.env);
  if (error) fail(`${command} could not be started: ${error.message}`);
  if (status !== 0) fail(`'${command} ${parameters.join(' ')}' failed.`);
}

function attempt(command, parameters, environment) {
  // Standard output stays free for what the caller prints there.
  return spawnSync(command, parameters, { cwd: root, env: environment, stdio: ['ignore', 2, 2] });
}

function say(message) {
  process.stderr.write(`${message}\n`);
}

function fail(message) {
  say(message);
  process.exit(1);
}
