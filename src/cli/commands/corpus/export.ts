import { join } from 'node:path';
import {
  exporters,
  findExporter,
  openCorpus,
  openExportFolder,
  openStore,
  splits,
  tagDialectNames,
} from '../../../corpus/index.ts';
import type { Command } from '../../command.ts';
import { createProgress } from '../../progress.ts';

export const corpusExportCommand: Command = {
  name: 'corpus export',
  summary: 'a corpus in the form of another program',
  positionals: [{ name: 'CORPUS' }],
  options: {
    out: { description: 'a new folder', value: 'DIR' },
    to: {
      description: 'the form; of several, each gets a folder in DIR',
      value: 'FORM',
      choices: exporters.map(({ name }) => name),
      many: true,
    },
    split: { description: 'only this part', value: 'SPLIT', choices: splits, many: true },
    'sample-rate': { description: 'Hz (default: that of the corpus)', value: 'HZ' },
    tags: {
      description: 'how laughter, noise and overlap are written into texts (default none)',
      value: 'DIALECT',
      choices: ['none', ...tagDialectNames],
    },
    'passed-only': { description: 'leave out what a filter found wanting' },
    'per-shard': { description: 'dialogues in a shard or file (default 1000)', value: 'N' },
  },
  examples: [
    'duologue corpus export out/telephone --to rttm --out out/rttm',
    'duologue corpus export out/telephone --to ctm --to stm --out out/scoring --split test',
  ],

  async run(invocation, { terminal, signal }) {
    const [place = ''] = invocation.positionals;
    const out = invocation.required('out');
    invocation.required('to');
    const names = [...new Set(invocation.texts('to'))];
    const sampleRate = invocation.number('sample-rate', { from: 8000, to: 48_000 });
    const perShard = invocation.number('per-shard', { from: 1, to: 1_000_000 });
    const wanted = splits.filter((split) => invocation.texts('split').includes(split));
    const tags = tagDialectNames.find((name) => name === invocation.text('tags'));
    const quiet = invocation.flag('quiet') || invocation.flag('json');
    await using store = await openStore(place);
    const corpus = await openCorpus(store, { signal });
    const reports = [];
    for (const name of names) {
      const exporter = findExporter(name);
      const folder = await openExportFolder(names.length === 1 ? out : join(out, name));
      const progress = createProgress(terminal, quiet);
      let done = 0;
      const report = await exporter.export(corpus, folder, {
        signal,
        passedOnly: invocation.flag('passed-only'),
        ...(wanted.length === 0 ? {} : { splits: wanted }),
        ...(tags === undefined ? {} : { tags }),
        ...(sampleRate === undefined ? {} : { sampleRate }),
        ...(perShard === undefined ? {} : { perShard }),
        onItem: () => progress.update(name, ++done / Math.max(1, corpus.run.items), `${done} dialogues`),
      });
      progress.end();
      reports.push({ form: name, folder: folder.path, ...report });
    }
    if (invocation.flag('json')) {
      await terminal.out(`${JSON.stringify(reports, null, 2)}\n`);
      return;
    }
    for (const { form, folder, dialogues, duration, files, warnings } of reports) {
      for (const warning of warnings) terminal.say(`note: ${form}: ${warning}\n`);
      if (!quiet)
        terminal.say(
          `${form}: ${dialogues} dialogues, ${(duration / 3600).toFixed(2)} hours, ${files} files in ${folder}\n`,
        );
    }
  },
};
