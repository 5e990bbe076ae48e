import { CorpusError } from '../corpus-error.ts';

/** `3,7-9`: shards as they stand on a command line, in a file of Kubernetes, in a message. Rising. */
export function printShards(shards: readonly number[]): string {
  const rising = [...new Set(shards)].toSorted((a, b) => a - b);
  const ranges: { from: number; to: number }[] = [];
  for (const shard of rising) {
    const last = ranges.at(-1);
    if (last !== undefined && last.to === shard - 1) last.to = shard;
    else ranges.push({ from: shard, to: shard });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** The shards of such a list, rising, each once. `count` is how many the run has. */
export function parseShards(text: string, count: number): number[] {
  const fail = (what: string): never => {
    throw new CorpusError(`The list of shards ${JSON.stringify(text)}: ${what}. Write it as 3,7-9.`, {
      field: 'shards',
    });
  };
  const shards = text.split(',').flatMap((part) => {
    const [, first = '', last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part.trim()) ?? [];
    if (first === '') fail(`${JSON.stringify(part)} is no shard`);
    const [from, to] = [Number(first), Number(last)];
    if (to < from) fail(`${part.trim()} falls`);
    if (to >= count) fail(`the run has ${count} shards, from 0`);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  return [...new Set(shards)].toSorted((a, b) => a - b);
}
