import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Nothing from elsewhere, no script in the page itself; sound and sockets of this server alone. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A file of the page, or nothing. */
export async function studioFile(folder: string, path: string): Promise<Response | undefined> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  const inside = normalize(decoded === '/' ? '/index.html' : decoded);
  const type = types[extname(inside)];
  if (type === undefined || inside.includes('\0') || inside.split(sep).includes('..')) return undefined;
  try {
    const bytes = await readFile(join(folder, inside));
    // The builder puts a hash into the names of what it makes; the page itself has none.
    const kept = /^[/\\]assets[/\\]/.test(inside) ? 'public, max-age=31536000, immutable' : 'no-cache';
    return new Response(new Uint8Array(bytes), {
      headers: {
        'Content-Type': type,
        'Cache-Control': kept,
        'Content-Security-Policy': policy,
        'Permissions-Policy': 'microphone=(self), camera=(), geolocation=()',
      },
    });
  } catch {
    return undefined;
  }
}
