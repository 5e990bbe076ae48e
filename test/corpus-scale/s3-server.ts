import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  request as openRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../scaling/node-process.ts';
import { root } from '../source-tree.ts';
import { untilListening } from './until.ts';

/** `s3rver` on loopback, in a folder of its own, behind a proxy that may fail. */
export interface S3Server extends AsyncDisposable {
  readonly endpoint: string;
  readonly bucket: string;
  /** What a program needs in its environment to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Requests, and those of them that were made to fail. */
  readonly counts: { readonly requests: number; readonly failed: number };
}

export type S3ServerOptions = {
  /** One request in so many fails: refused, broken off before it is heard, or its answer lost, in turn. */
  readonly failEvery?: number;
};

const bucket = 'corpus-tests';

export async function startS3Server({ failEvery = Infinity }: S3ServerOptions = {}): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'duologue-s3-'));
  const [port = 0] = await freePorts(1);
  const words = ['-d', folder, '-a', '127.0.0.1', '-p', String(port), '--silent', '--no-vhost-buckets'];
  const program = join(root, 'node_modules/s3rver/bin/s3rver.js');
  // It makes the tokens of long lists with a cipher that is too old for today's OpenSSL.
  const old = '--openssl-legacy-provider';
  const child = spawn(process.execPath, [old, program, ...words, '--configure-bucket', bucket], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilListening(port, () => child.exitCode === null);
  const counts = { requests: 0, failed: 0 };
  const proxy = await startProxy(port, () => {
    counts.requests++;
    if (counts.requests % failEvery !== 0) return undefined;
    return faults[counts.failed++ % faults.length];
  });
  const address = proxy.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return {
    endpoint,
    bucket,
    counts,
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      // The keys that every s3rver has.
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
    },
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections();
      proxy.close();
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const faults = ['refused', 'broken off', 'answer lost'] as const;
type Fault = (typeof faults)[number];

/**
 * Passes requests on, one at a time for each object: s3rver writes into the file that it reads from, where S3 gives
 * the old object or the new one.
 */
async function startProxy(port: number, nextFault: () => Fault | undefined): Promise<Server> {
  const turns = new Map<string, Promise<unknown>>();
  const server = createServer((request, response) => {
    const fault = nextFault();
    if (fault === 'refused') {
      request.resume();
      response.writeHead(503, { 'content-type': 'application/xml', connection: 'close' });
      response.end('<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Slow down.</Message></Error>');
      return;
    }
    if (fault === 'broken off') {
      request.socket.destroy();
      return;
    }
    const path = request.url?.split('?')[0] ?? '';
    const turn = (turns.get(path) ?? Promise.resolve()).then(() => pass(request, response, port, fault));
    turns.set(path, turn);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function pass(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  fault: Fault | undefined,
): Promise<void> {
  return new Promise((resolve) => {
    const { method, url, headers } = request;
    const onward = openRequest({ port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
      answer.once('close', resolve);
      if (fault === 'answer lost') {
        answer.resume();
        response.destroy();
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.once('error', () => {
      response.destroy();
      resolve();
    });
    request.once('close', () => {
      if (request.complete) return;
      onward.destroy();
      resolve();
    });
    request.pipe(onward);
  });
}
