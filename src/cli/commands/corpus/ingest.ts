import { planIngest } from '../../../corpus/index.ts';
import type { Command } from '../../command.ts';
import { UsageError } from '../../errors.ts';
import { createProgress } from '../../progress.ts';
import { version } from '../../version.ts';
import { performRun, runOptions } from './run-options.ts';

export const corpusIngestCommand: Command = {
  name: 'corpus ingest',
  summary: 'a corpus from recordings with a track for each of two speakers',
  positionals: [],
  options: {
    from: {
      description: 'stereo files, folders of them, or a list: see docs/corpus/ingest.md',
      value: 'PATH',
      many: true,
    },
    out: { description: 'where it goes', value: 'DIR|s3://…' },
    consent: { description: 'where the consent of the speakers is filed', value: 'REF' },
    'waive-consent': { description: 'why none is needed; it stands in every record', value: 'WORDS' },
    ...runOptions,
  },
  examples: [
    'duologue corpus ingest --from recordings.yaml --out out/recorded',
    'duologue corpus ingest --from calls --consent archive/2026-04 --out out/calls',
  ],

  async run(invocation, context) {
    const { signal, terminal } = context;
    invocation.required('from');
    const run = invocation.required('out');
    const consent = invocation.text('consent');
    const waiver = invocation.text('waive-consent');
    if (consent !== undefined && waiver !== undefined) {
      throw new UsageError('Give --consent or --waive-consent, not both.', 'corpus ingest');
    }
    if ([consent, waiver].some((words) => words?.trim() === '')) {
      throw new UsageError('--consent and --waive-consent take words; these say nothing.', 'corpus ingest');
    }
    const progress = createProgress(terminal, invocation.flag('quiet') || invocation.flag('json'));
    const manifest = await planIngest({
      from: invocation.texts('from'),
      consent,
      waiver,
      generator: `duologue ${version()}`,
      signal,
      onRecording: ({ count, of }) => progress.update('reading', count / of, `${count} of ${of}`),
    }).finally(() => progress.end());
    await performRun(invocation, context, { manifest, run, stage: 'listening' });
  },
};
