// Compiles the package and its workspace packages. Each `dist` is replaced when its successor is complete:
// what fails to compile leaves the old one, and nothing stays that no source file stands behind.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const fresh = join(root, 'node_modules', '.cache', `duologue-${process.pid}`);

// The packages are compiled against the core's `dist`, so it comes first.
for (const folder of ['.', 'packages/espeak', 'packages/dialospeech']) compile(join(root, folder));
writeFileSync(join(root, 'node_modules', '.duologue-built'), '');

function compile(project) {
  mkdirSync(dirname(fresh), { recursive: true });
  const words = [compiler, '-p', join(project, 'tsconfig.build.json'), '--outDir', fresh];
  const { status } = spawnSync(process.execPath, words, { stdio: 'inherit' });
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    process.exit(status ?? 1);
  }
  if (project === join(root, '.')) buildPage(join(fresh, 'studio'));
  const command = join(fresh, 'cli', 'main.js');
  if (existsSync(command)) chmodSync(command, 0o755);
  rmSync(join(project, 'dist'), { recursive: true, force: true });
  renameSync(fresh, join(project, 'dist'));
}

/** The page that the server offers; it lies beside the server's code. */
function buildPage(folder) {
  const bundler = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const words = [bundler, 'build', '--config', join(root, 'studio', 'vite.config.ts'), '--outDir', folder];
  const { status } = spawnSync(process.execPath, [...words, '--emptyOutDir'], { stdio: 'inherit' });
  if (status === 0) return;
  rmSync(fresh, { recursive: true, force: true });
  process.exit(status ?? 1);
}
