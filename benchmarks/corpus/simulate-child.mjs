// Makes a run in a process of its own and prints what it took, as JSON: memory and warming up are then nobody else's.
// The job, as JSON: { out, spec, workers }: one shard in this process, or all of them in so many processes.
import {
  beginRun,
  checkSpec,
  createDirectoryStore,
  openSimulateJob,
  parseSpec,
  runLocal,
  runShard,
  simulateManifest,
} from '../../dist/corpus/index.js';

const { out, spec: given, workers } = JSON.parse(process.argv[2]);
const { spec } = await checkSpec(parseSpec(given));
const manifest = simulateManifest(spec, 'benchmark');
const store = createDirectoryStore(out);
await beginRun(manifest, store);
const made = { items: 0, duration: 0, bytes: 0 };
const add = ({ items, duration, objects }) => {
  made.items += items;
  made.duration += duration;
  made.bytes += objects.reduce((sum, object) => sum + object.bytes, 0);
};

const job = workers === undefined ? await openSimulateJob(manifest) : undefined;
const [wall, cpu] = [performance.now(), process.cpuUsage()];
if (job === undefined) await runLocal({ manifest, run: out, workers, onShard: add });
else add(await runShard({ manifest, shard: 0, job, store }));
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ ...made, wall: (performance.now() - wall) / 1000, cpu: (user + system) / 1e6 }));
await job?.[Symbol.asyncDispose]();
