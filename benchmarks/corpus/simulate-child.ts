// Makes one shard in a process of its own, and tells what it took: memory and warming up are then nobody else's.
import {
  beginRun,
  checkSpec,
  createDirectoryStore,
  openSimulateJob,
  parseSpec,
  runShard,
  simulateManifest,
} from '../../src/corpus/index.ts';
import type { MadeShard } from './made-shard.ts';

const [out = '', given = '{}'] = process.argv.slice(2);
const { spec } = await checkSpec(parseSpec(JSON.parse(given)));
const manifest = simulateManifest(spec, 'benchmark');
await using store = createDirectoryStore(out);
await beginRun(manifest, store);
await using job = await openSimulateJob(manifest);
const [wall, cpu] = [performance.now(), process.cpuUsage()];
const { duration, objects, items } = await runShard({ manifest, shard: 0, job, store });
const { user, system } = process.cpuUsage(cpu);
const made: MadeShard = {
  items,
  duration,
  wall: (performance.now() - wall) / 1000,
  cpu: (user + system) / 1e6,
  bytes: objects.reduce((sum, object) => sum + object.bytes, 0),
};
console.log(JSON.stringify(made));
