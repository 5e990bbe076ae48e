import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../source-tree.ts';

test('npm run talk serves the page on a free port of this machine, and ends with everything it started', async () => {
  const talk = spawn(process.execPath, [join(root, 'scripts', 'talk.mjs'), '--no-open'], { cwd: root });
  const ended = once(talk, 'exit');
  try {
    const address = await addressOf(talk.stderr);
    const page = await fetch(address);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('<title>Talk · Duologue</title>');
    talk.kill('SIGINT');
    const [code] = await ended;
    expect(code).toBe(0);
    await expect(fetch(address)).rejects.toThrow('fetch failed');
  } finally {
    talk.kill('SIGKILL');
  }
}, 40_000);

async function addressOf(printed: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const piece of printed) {
    text += String(piece);
    const address = /Talk at (\S+)/.exec(text)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`It printed no address: ${text}`);
}
