import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../source-tree.ts';

/** nginx with the configuration of `examples/deploy`, on loopback, in a folder of its own, without rights. */
export interface NginxProcess extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  readonly folder: string;
  /** As `nginx -s reload`. */
  reload(): void;
  accessLog(): string;
  errorLog(): string;
}

export type NginxOptions = {
  readonly port: number;
  /** Ports of the nodes. */
  readonly nodes: readonly number[];
  /** Where to listen, in place of a plain port. */
  readonly listen?: string;
  /** What is replaced in the configuration. */
  readonly change?: (text: string) => string;
};

const program = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'].find((path) =>
  existsSync(path),
);

/** Why tests with nginx do not run here; nothing where they do, and in continuous integration they must. */
export const withoutNginx =
  program === undefined && process.env['CI'] === undefined
    ? 'nginx is not installed (Debian: apt-get install nginx-light)'
    : undefined;

/** The user `nobody` of most systems, for whoever runs the tests as root. */
const nobody = 65_534;

export async function startNginx({
  port,
  nodes,
  listen = `listen 127.0.0.1:${port};`,
  change = (text) => text,
}: NginxOptions): Promise<NginxProcess> {
  if (program === undefined) throw new Error('nginx is not installed: apt-get install nginx-light');
  const folder = mkdtempSync(join(tmpdir(), 'duologue-nginx-'));
  cpSync(join(root, 'examples/deploy'), folder, { recursive: true });
  const configuration = join(folder, 'nginx.conf');
  writeFileSync(configuration, change(readFileSync(configuration, 'utf8')));
  const example = readFileSync(join(folder, 'nodes.conf'), 'utf8');
  const settings = /server 127\.0\.0\.1:8001(.*);/.exec(example)?.[1] ?? '';
  writeFileSync(
    join(folder, 'nodes.conf'),
    nodes.map((node) => `server 127.0.0.1:${node}${settings};\n`).join(''),
  );
  writeFileSync(join(folder, 'listen.conf'), listen);
  const asRoot = process.getuid?.() === 0;
  chmodSync(folder, 0o755);
  if (asRoot) chownSync(folder, nobody, nobody);
  const words = ['-p', folder, '-c', configuration, '-e', join(folder, 'error.log')];
  const rights = asRoot ? { uid: nobody, gid: nobody } : {};
  const child = spawn(program, [...words, '-g', 'daemon off;'], { stdio: 'ignore', ...rights });
  const ended = once(child, 'exit');
  const errorLog = (): string => read(join(folder, 'error.log'));
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}: ${errorLog()}`);
    await pause(20);
  }
  return {
    port,
    pid: child.pid ?? 0,
    folder,
    reload: () => void execFileSync(program, [...words, '-s', 'reload'], { ...rights, stdio: 'ignore' }),
    accessLog: () => read(join(folder, 'access.log')),
    errorLog,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const tell = (is: boolean) => (): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', tell(true));
    socket.once('error', tell(false));
  });
}
