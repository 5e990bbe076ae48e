import { filterNames, planIngest } from '../../../corpus/index.ts';
import { suggest } from '../../../timeline/index.ts';
import type { Command } from '../../command.ts';
import { UsageError } from '../../errors.ts';
import { createProgress } from '../../progress.ts';
import { version } from '../../version.ts';
import { performRun, runOptions } from './run-options.ts';

export const corpusIngestCommand: Command = {
  name: 'corpus ingest',
  summary: 'a corpus from recordings of two speakers',
  positionals: [],
  options: {
    from: {
      description:
        'files with a channel for each speaker, folders of them, or a list: see docs/corpus/ingest.md',
      value: 'PATH',
      many: true,
    },
    out: { description: 'where it goes', value: 'DIR|s3://…' },
    consent: { description: 'where the consent of the speakers is filed', value: 'REF' },
    'waive-consent': { description: 'why none is needed; it stands in every record', value: 'WORDS' },
    language: { description: 'what is spoken: en, zh; the main one first', value: 'TAG', many: true },
    transcripts: {
      description: 'what was said: a folder of files named as the recordings, or one file of all',
      value: 'PATH',
    },
    recognizer: {
      description: 'who writes down what no transcript tells: sherpa/MODEL; see docs/recognizers.md',
      value: 'NAME',
    },
    redact: { description: 'take numbers and e-mail addresses out of words and sound' },
    names: { description: 'take these out as well: a file with a name on each line', value: 'FILE' },
    filter: {
      description: 'what must pass: snr=10, or snr=none to let all pass',
      value: 'NAME=LIMIT',
      many: true,
    },
    ...runOptions,
  },
  examples: [
    'duologue corpus ingest --from recordings.yaml --out out/recorded',
    'duologue corpus ingest --from calls --consent archive/2026-04 --out out/calls',
    'duologue corpus ingest --from calls --consent archive/2026-04 --language en --transcripts texts --names names.txt --out out/calls',
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
    const languages = invocation.texts('language');
    const progress = createProgress(terminal, invocation.flag('quiet') || invocation.flag('json'));
    const manifest = await planIngest({
      from: invocation.texts('from'),
      consent,
      waiver,
      languages: languages.length === 0 ? undefined : languages,
      transcripts: invocation.text('transcripts'),
      recognizer: invocation.text('recognizer'),
      redact: invocation.flag('redact'),
      names: invocation.text('names'),
      filters: filtersOf(invocation.texts('filter')),
      generator: `duologue ${version()}`,
      signal,
      onRecording: ({ count, of }) => progress.update('reading', count / of, `${count} of ${of}`),
    }).finally(() => progress.end());
    await performRun(invocation, context, { manifest, run, stage: 'listening' });
  },
};

/** `snr=10` and `bleed=none` as limits. */
function filtersOf(given: readonly string[]): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    given.map((text) => {
      const [name = '', limit = '', ...rest] = text.split('=');
      const value = limit === 'none' ? null : limit.trim() === '' ? Number.NaN : Number(limit);
      if (!filterNames.includes(name)) {
        const near = suggest(name, filterNames);
        const hint = near === undefined ? '' : ` Did you mean ${near}?`;
        throw new UsageError(
          `--filter ${text}: there is no filter "${name}".${hint} There are ${filterNames.join(', ')}.`,
          'corpus ingest',
        );
      }
      if (rest.length > 0 || Number.isNaN(value)) {
        throw new UsageError(
          `--filter takes a name and a limit, snr=10, or none to let all pass; ${text} is neither.`,
          'corpus ingest',
        );
      }
      return [name, value];
    }),
  );
}
