// A job that costs nothing, for tests of what runs jobs: its items are a second of noise each, and records of them.
// Where the environment names a folder, it keeps there what has been made, and waits where a file of an item's name
// lies in it; an item may also fail.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const sampleRate = 8000;
const bytesPerItem = 40_000;
const stage = process.env.DUOLOGUE_TEST_STAGE;

export async function openJob(manifest) {
  const { items, failing = [], pause: time = 0 } = manifest.parameters;
  const all = Array.from({ length: items }, (_, index) => `item-${String(index).padStart(4, '0')}`);
  return {
    items: (shard) => all.filter((item) => shardOf(item, manifest.shards) === shard),
    async make(item, { shard, signal }) {
      await act(item, shard, signal);
      if (time > 0) await pause(time * 1000, undefined, { signal });
      if (failing.includes(item) && !(stage && existsSync(join(stage, 'mended')))) throw await faultOf(item);
      const bytes = bytesOf(manifest.seed, item);
      const key = `audio/${String(shard).padStart(6, '0')}/${item}.flac`;
      return { record: recordOf(manifest, item, key, bytes), objects: [{ key, bytes }] };
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** Says that the item is being made, and holds it as long as its file lies there. */
async function act(item, shard, signal) {
  if (!stage) return;
  appendFileSync(join(stage, 'made.log'), `${item} ${shard} ${process.pid} ${process.ppid}\n`);
  const hold = join(stage, `hold-${item}`);
  if (!existsSync(hold)) return;
  writeFileSync(join(stage, `held-${item}`), `${process.pid} ${process.ppid}`);
  while (existsSync(hold)) await pause(10, undefined, { signal });
}

/** Of the class that the code under test knows, compiled or not. */
async function faultOf(item) {
  const { CorpusError } = await import(process.env.DUOLOGUE_TEST_ERRORS);
  return new CorpusError(`${item} cannot be made.`, { item });
}

function bytesOf(seed, item) {
  const blocks = [];
  for (let index = 0; index < bytesPerItem / 32; index++) {
    blocks.push(createHash('sha256').update(`${seed}/${item}/${index}`).digest());
  }
  return Buffer.concat(blocks);
}

function shardOf(item, shards) {
  const digest = createHash('sha256').update(item).digest('hex');
  return Number(BigInt(`0x${digest.slice(0, 16)}`) % BigInt(shards));
}

function recordOf({ generator, seed, parametersSha256 }, id, key, bytes) {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const audio = { key, sha256, bytes: bytes.byteLength, format: 'flac', sampleRate, channels: 2 };
  return {
    version: 1,
    id,
    languages: ['en'],
    split: 'train',
    audio: { ...audio, frames: sampleRate },
    dry: null,
    speakers: [],
    utterances: [],
    events: [],
    scenario: { title: null, domain: null, topic: null, register: null, style: null },
    environment: { setting: null, tracks: [] },
    provenance: { origin: 'synthesised', generator, source: null, licence: null, seed, parametersSha256 },
    consent: { status: 'none-needed', reference: null },
    quality: { tracks: [], filters: [] },
  };
}
