import { dirname, relative } from 'node:path';
import {
  type CorpusCard,
  describeCorpus,
  hoursText,
  openCorpus,
  openStore,
  printCardPage,
  printCardPicture,
  sizeText,
} from '../../../corpus/index.ts';
import { findReference } from '../../../timeline/index.ts';
import type { Command } from '../../command.ts';
import { writeText } from '../../files.ts';
import { formatTable } from '../../table.ts';

export const corpusStatsCommand: Command = {
  name: 'corpus stats',
  summary: 'the card of a corpus: what is in it, and how it takes turns beside people',
  positionals: [{ name: 'CORPUS' }],
  options: {
    html: { description: 'also a page, with what is far from the rest to listen to', value: 'FILE' },
    svg: { description: 'also a picture of the turn-taking', value: 'FILE' },
  },
  examples: [
    'duologue corpus stats out/telephone',
    'duologue corpus stats out/telephone --html out/telephone.html',
  ],

  async run(invocation, context) {
    const [place = ''] = invocation.positionals;
    const { terminal, signal } = context;
    await using store = await openStore(place);
    const card = await describeCorpus(await openCorpus(store, { signal }), { signal });
    const html = invocation.text('html');
    const svg = invocation.text('svg');
    if (html !== undefined) {
      const remote = place.startsWith('s3://');
      const corpusPath = relative(dirname(html), place);
      await writeText(
        printCardPage(card, remote ? {} : { corpusPath: corpusPath === '' ? '.' : corpusPath }),
        html,
        context,
      );
    }
    if (svg !== undefined) await writeText(printCardPicture(card), svg, context);
    if (invocation.flag('json')) await terminal.out(`${JSON.stringify(withoutSamples(card), null, 2)}\n`);
    else if (!invocation.flag('quiet')) await terminal.out(cardText(card));
  },
};

function sharesRow(
  title: string,
  amounts: Readonly<Record<string, number>>,
  print: (value: number) => string,
): string[] {
  const sorted = Object.entries(amounts).toSorted(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, 8).map(([name, value]) => `${name} ${print(value)}`);
  return [title, shown.join(', ')];
}

function figure(value: number, digits = 2): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}

function cardText(card: CorpusCard): string {
  const { dialogues, planned, duration, bytes, words, people, shares } = card;
  const facts = [
    ['dialogues', planned > dialogues ? `${dialogues} of ${planned}` : String(dialogues)],
    ['length', `${hoursText(duration)}, ${words} words, ${sizeText(bytes)}`],
    sharesRow('people', { ...people.gender }, String),
    sharesRow('ages', people.ageBand, String),
    sharesRow('split', shares.split, hoursText),
    sharesRow('language', shares.language, hoursText),
    sharesRow('domain', shares.domain, hoursText),
    sharesRow('setting', shares.setting, hoursText),
    sharesRow('consent', shares.consent, hoursText),
  ];
  const blocks = [formatTable(facts), ...card.timing.map(timingText)];
  const failed = card.filters.filter((filter) => filter.failed > 0);
  if (failed.length > 0)
    blocks.push(
      formatTable(
        [['filter', 'did not pass'], ...failed.map(({ name, failed: count }) => [name, String(count)])],
        { header: true },
      ),
    );
  if (card.anomalies.length > 0)
    blocks.push(
      formatTable(
        [
          ['far from the rest', 'measure', 'here', 'usually'],
          ...card.anomalies
            .slice(0, 10)
            .map(({ item, measure, value, usual }) => [item, measure, value.toFixed(2), usual.toFixed(2)]),
        ],
        { header: true },
      ),
    );
  return `${blocks.join('\n')}\n`;
}

function timingText({ register, measured, fit, controls }: CorpusCard['timing'][number]): string {
  const reference = findReference(register);
  const distance = (name: 'gap' | 'overlap' | 'pause'): string[] => [
    `  ${name}, Wasserstein-1, s`,
    ...[fit, controls.fixedGap, controls.shuffled].map((one) => figure(one[name].wasserstein, 3)),
  ];
  return [
    formatTable(
      [
        [register, 'this corpus', 'fixed gaps', 'shuffled'],
        distance('gap'),
        distance('overlap'),
        distance('pause'),
      ],
      { header: true },
    ),
    formatTable(
      [
        ['', 'this corpus', 'people'],
        [
          '  transfers in overlap, %',
          figure(100 * measured.overlappedStarts, 0),
          figure(100 * reference.overlappedStarts, 0),
        ],
        [
          '  backchannels a minute',
          figure(measured.backchannels.perMinute),
          figure(reference.backchannelsPerMinute),
        ],
        [
          '  interruptions a minute',
          figure(measured.interruptions.perMinute),
          figure(reference.interruptionsPerMinute),
        ],
        ['  laughter a minute', figure(measured.laughter.perMinute), figure(reference.laughterPerMinute)],
      ],
      { header: true },
    ),
  ].join('\n');
}

/** Every single gap would be longer than all else together. */
function withoutSamples(card: CorpusCard): unknown {
  return JSON.parse(
    JSON.stringify(card, (key, value: unknown) =>
      key === 'samples' || key === 'fixedGapSamples' || key === 'shuffledSamples' ? undefined : value,
    ),
  );
}
