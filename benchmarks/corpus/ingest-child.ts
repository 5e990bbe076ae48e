// Ingests files in a process of its own, whose memory is then known: OUT FILE…
import {
  beginRun,
  createDirectoryStore,
  openIngestJob,
  planIngest,
  runShard,
} from '../../src/corpus/index.ts';

const [out = '', ...from] = process.argv.slice(2);
const manifest = await planIngest({ from, waiver: 'nobody was recorded', generator: 'benchmark' });
await using store = createDirectoryStore(out);
await beginRun(manifest, store);
await using job = await openIngestJob(manifest);
const before = process.cpuUsage();
let duration = 0;
for (let shard = 0; shard < manifest.shards; shard++) {
  duration += (await runShard({ manifest, shard, job, store })).duration;
}
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ duration, cpu: (user + system) / 1e6 }));
