import {
  beginRun,
  createDirectoryStore,
  openSimulateJob,
  parseSpec,
  runShard,
  simulateManifest,
} from '../../../corpus/index.ts';
import type { Command } from '../../command.ts';
import { readText } from '../../files.ts';
import { createProgress } from '../../progress.ts';
import { version } from '../../version.ts';

export const corpusSimulateCommand: Command = {
  name: 'corpus simulate',
  summary: 'a corpus of two-track dialogues from a specification',
  positionals: [],
  options: {
    spec: { description: 'what it is to be: YAML, see docs/corpus.md', value: 'FILE' },
    hours: { description: 'instead of those of the specification', value: 'HOURS' },
    seed: { description: 'instead of that of the specification', value: 'TEXT' },
    out: { description: 'where it goes', value: 'DIR' },
  },
  examples: ['duologue corpus simulate --spec examples/corpus/telephone.yaml --hours 1 --out out/telephone'],

  async run(invocation, { terminal, signal }) {
    const path = invocation.required('spec');
    const out = invocation.required('out');
    const hours = invocation.number('hours', { from: 1e-6, to: 1e6 });
    const seed = invocation.text('seed');
    const given = parseSpec(await readText(path, signal));
    const spec = parseSpec({
      ...given,
      ...(hours === undefined ? {} : { hours }),
      ...(seed === undefined ? {} : { seed }),
    });
    await using store = createDirectoryStore(out);
    const manifest = simulateManifest(spec, `duologue ${version()}`);
    await beginRun(manifest, store, { signal });
    await using job = await openSimulateJob(manifest);
    const progress = createProgress(terminal, invocation.flag('quiet') || invocation.flag('json'));
    let items = 0;
    for (let shard = 0; shard < manifest.shards; shard++) {
      const done = await runShard({
        manifest,
        shard,
        job,
        store,
        signal,
        onItem: () =>
          progress.update('simulating', ++items / manifest.items, `${items} of ${manifest.items}`),
      });
      for (const { item, reason } of done.failed) terminal.say(`warning: ${item}: ${reason}\n`);
    }
    progress.end();
  },
};
