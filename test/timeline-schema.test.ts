import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { timelineJsonSchema } from 'duologue/timeline';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { root } from './source-tree.ts';

const path = join(root, 'schema/timeline.schema.json');
const goldens = join(root, 'test/goldens');

test('the published schema is that of the source (UPDATE_GOLDENS=1 writes it, `npm run format` lays it out)', () => {
  const current = timelineJsonSchema();
  if (process.env.UPDATE_GOLDENS === '1') writeFileSync(path, JSON.stringify(current, null, 2));
  expect(readJson(path)).toEqual(current);
});

test('by the file alone, timelines pass and others do not', () => {
  const schema = z.fromJSONSchema(JSON.parse(readFileSync(path, 'utf8')));
  const timelines = readdirSync(goldens).filter((name) => name.endsWith('.timeline.json'));
  for (const name of timelines) expect(schema.safeParse(readJson(join(goldens, name))).error).toBeUndefined();
  const [first = ''] = timelines;
  const timeline = z.record(z.string(), z.unknown()).parse(readJson(join(goldens, first)));
  const faulty = [{ version: 2 }, { id: 'a.b' }, { duration: -1 }, { events: undefined }, { frames: 3 }];
  for (const fault of faulty) {
    expect(schema.safeParse({ ...timeline, ...fault }).success, JSON.stringify(fault)).toBe(false);
  }
});

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
