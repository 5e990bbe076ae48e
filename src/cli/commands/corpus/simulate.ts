import { parseSpec, simulateManifest } from '../../../corpus/index.ts';
import type { Command } from '../../command.ts';
import { readText } from '../../files.ts';
import { version } from '../../version.ts';
import { performRun, runOptions } from './run-options.ts';

export const corpusSimulateCommand: Command = {
  name: 'corpus simulate',
  summary: 'a corpus of two-track dialogues from a specification',
  positionals: [],
  options: {
    spec: { description: 'what it is to be: YAML, see docs/corpus.md', value: 'FILE' },
    hours: { description: 'instead of those of the specification', value: 'HOURS' },
    seed: { description: 'instead of that of the specification', value: 'TEXT' },
    out: { description: 'where it goes', value: 'DIR|s3://…' },
    ...runOptions,
  },
  examples: ['duologue corpus simulate --spec examples/corpus/telephone.yaml --hours 1 --out out/telephone'],

  async run(invocation, context) {
    const { signal } = context;
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
    const manifest = simulateManifest(spec, `duologue ${version()}`);
    await performRun(invocation, context, { manifest, run: out, stage: 'simulating' });
  },
};
