// Starts the server on a free port of this machine and opens its page. Ctrl-C ends both.
//   npm run talk -- [--no-open] [what `duologue serve` takes, such as --config FILE or --port N]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Seconds in which the server must answer: on a slow machine the voices take a while to load. */
const patience = 30;
/** Seconds that it has to end what it is doing. */
const farewell = 5;

const opens = !process.argv.includes('--no-open');
const words = process.argv.slice(2).filter((word) => word !== '--no-open');
const port = optionOf('--port') ?? (await freePort());
const host = optionOf('--host') ?? '127.0.0.1';
const address = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/`;

// A terminal sends Ctrl-C to both; the server hears of it from here alone, and in its own time.
const server = spawn(
  process.execPath,
  [
    join(root, 'dist', 'cli', 'main.js'),
    'serve',
    ...(optionOf('--port') ? [] : ['--port', String(port)]),
    ...words,
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], detached: process.platform !== 'win32' },
);
const ended = once(server, 'exit').then(([code]) => code ?? 0);
const leaving = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void leave());
process.on('exit', () => server.kill('SIGKILL'));

if (await answers()) {
  process.stderr.write(`\nTalk at ${address}   (Ctrl-C ends it)\n`);
  if (opens) openBrowser(address);
} else if (server.exitCode === null && !leaving.signal.aborted) {
  process.stderr.write(`The server did not answer at ${address} within ${patience} s.\n`);
  process.exitCode = 1;
  await leave();
}
const code = await ended;
if (!leaving.signal.aborted) process.exitCode = code;

async function leave() {
  // Twice means at once.
  if (leaving.signal.aborted) process.exit(130);
  leaving.abort();
  server.kill('SIGINT');
  const late = new AbortController();
  await Promise.race([ended, wait(farewell * 1000, undefined, { signal: late.signal }).catch(() => {})]);
  late.abort();
  process.exit();
}

async function answers() {
  for (
    let tries = 0;
    tries < patience * 5 && server.exitCode === null && !leaving.signal.aborted;
    tries += 1
  ) {
    try {
      if ((await fetch(new URL('healthz', address))).ok) return true;
    } catch {
      // Not yet.
    }
    await wait(200);
  }
  return false;
}

function optionOf(name) {
  const index = process.argv.indexOf(name);
  const joined = process.argv.find((word) => word.startsWith(`${name}=`));
  return joined?.slice(name.length + 1) ?? (index === -1 ? undefined : process.argv[index + 1]);
}

async function freePort() {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address();
  probe.close();
  await once(probe, 'close');
  return free;
}

/** Where there is a desktop; elsewhere the printed address must do. */
function openBrowser(url) {
  const { platform, env } = process;
  const desktop = platform === 'darwin' || platform === 'win32' || env.DISPLAY || env.WAYLAND_DISPLAY;
  if (!desktop || env.CI) return;
  const [command, ...parameters] =
    platform === 'darwin'
      ? ['open', url]
      : platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  const opener = spawn(command, parameters, { stdio: 'ignore', detached: true });
  opener.on('error', () => {});
  opener.unref();
}
