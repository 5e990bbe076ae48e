import { makePool, openPool, parseSpec, poolParts } from '../../../corpus/index.ts';
import type { Command, CommandContext, Invocation } from '../../command.ts';
import { UsageError } from '../../errors.ts';
import { readText } from '../../files.ts';
import { createProgress } from '../../progress.ts';
import { formatTable } from '../../table.ts';

export const corpusPoolCommand: Command = {
  name: 'corpus pool',
  summary: 'a pool of utterances to simulate from: made for trying, or measured and shown',
  positionals: [{ name: 'DIR' }],
  options: {
    'from-voices': { description: 'make one of embedded voices' },
    spec: {
      description: 'whose voices, languages and texts it is made of, instead of the options here',
      value: 'FILE',
    },
    language: { description: 'of the voices, by BCP 47 (default en)', value: 'TAG', many: true },
    text: {
      description: 'what they say: a script or a folder of scripts (default: a grammar)',
      value: 'PATH',
    },
    speakers: { description: 'how many people (default 12)', value: 'N' },
    minutes: { description: 'of speech, all together (default 10)', value: 'MINUTES' },
    seed: { description: 'what is drawn by chance is drawn from it', value: 'TEXT' },
    'sample-rate': { description: 'Hz of the dialogues to come (default 16000)', value: 'HZ' },
    train: {
      description: 'share of the training part, with which the parts are shown (default 1)',
      value: 'SHARE',
    },
  },
  examples: [
    'duologue corpus pool out/pool --from-voices --speakers 12 --minutes 20',
    'duologue corpus pool recordings/pool',
  ],

  async run(invocation, context) {
    const [folder = ''] = invocation.positionals;
    const { terminal, signal } = context;
    const progress = createProgress(terminal, invocation.flag('quiet') || invocation.flag('json'));
    if (invocation.flag('from-voices') || invocation.text('spec') !== undefined) {
      const spec = await poolSpec(invocation, context);
      const wanted = spec.hours * 3600;
      await makePool(spec, {
        folder,
        signal,
        onUtterance: (done, duration) => progress.update('speaking', duration / wanted, `${done} utterances`),
      });
      progress.end();
    }
    const sampleRate = invocation.number('sample-rate', { from: 8000, to: 48_000 }) ?? 16_000;
    const train = invocation.number('train', { from: 0, to: 1 }) ?? 1;
    await using pool = await openPool(folder, {
      sampleRate,
      signal,
      onUtterance: (done) => progress.update('measuring', 0, `${done} utterances`),
    });
    progress.end();
    const rest = (1 - train) / 2;
    const parts = poolParts(pool, { train, dev: rest, test: rest });
    if (invocation.flag('json')) {
      await terminal.out(`${JSON.stringify({ ...pool.about, parts })}\n`);
      return;
    }
    for (const warning of pool.about.warnings) terminal.say(`warning: ${warning}\n`);
    const header = ['language', 'part', 'speakers', 'utterances', 'minutes', 'short words', 'laughs'];
    const rows = parts.map((part) => [
      part.language,
      part.split,
      String(part.speakers),
      String(part.utterances),
      (part.duration / 60).toFixed(1),
      String(part.listeners),
      String(part.laughter),
    ]);
    await terminal.out(formatTable([header, ...rows], { header: true }));
  },
};

async function poolSpec(invocation: Invocation, { signal }: CommandContext) {
  const path = invocation.text('spec');
  const seed = invocation.text('seed');
  const minutes = invocation.number('minutes', { from: 0.01, to: 1e6 });
  const given = {
    ...(seed === undefined ? {} : { seed }),
    ...(minutes === undefined ? {} : { hours: minutes / 60 }),
  };
  if (path !== undefined) {
    const spec = parseSpec(await readText(path, signal));
    if (spec.speech.from === 'voices') return parseSpec({ ...spec, ...given });
    throw new UsageError(`${path} speaks from a pool: to make one, it has to name voices.`, 'corpus pool');
  }
  const languages = invocation.texts('language');
  const text = invocation.text('text');
  return parseSpec({
    name: 'pool',
    hours: 10 / 60,
    languages: languages.length > 0 ? languages : ['en'],
    speakers: { count: invocation.number('speakers', { from: 4, to: 1e6 }) ?? 12 },
    split: { train: 1, dev: 0, test: 0 },
    duration: { median: 60, minimum: 30, maximum: 120 },
    ...(text === undefined ? {} : { text: { from: 'scripts', path: text } }),
    ...given,
  });
}
