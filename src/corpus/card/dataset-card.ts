import { findReference } from '../../timeline/index.ts';
import type { RunManifest, ShardObject } from '../run/run-manifest.ts';
import { hoursText, numberText, shareText, sizeText } from './card-text.ts';
import type { CorpusCard, RegisterTiming } from './corpus-card.ts';
import { datasetFields } from './dataset-fields.ts';
import { datasetMetadata, printFrontMatter } from './dataset-metadata.ts';
import { descriptionOf, howMade } from './how-made.ts';
import type { Amounts } from './makeup-tally.ts';
import { markdownCode, markdownTable, markdownText } from './markdown.ts';
import { voiceLicence } from './voice-licence.ts';

export type DatasetCardOptions = {
  readonly run: RunManifest;
  /** What people call it. Default: the name of its folder. */
  readonly title?: string;
  /** What its bytes are told by. */
  readonly checksums: Checksums;
  /** Parts of it that lie in `data` as Parquet; `null` where the records lie as they are. */
  readonly parquetSplits?: readonly string[] | null;
};

export type Checksums = {
  /** What has them: `12 files of data`. */
  readonly of: string;
  /** How the lines of the list are ordered: `in the order of their paths`. */
  readonly order: string;
  /** SHA-256 of the list of all: a line `SHA256  PATH` for each. */
  readonly sha256: string;
  readonly bytes: number;
  /** Named one by one where there are few. */
  readonly objects: readonly ShardObject[];
};

/** The README of a data set: what it is, how it was made, what it is good for and what not. The same corpus, the same text. */
export function printDatasetCard(
  card: CorpusCard,
  { run, title = card.name, checksums, parquetSplits = null }: DatasetCardOptions,
): string {
  const sections: readonly (readonly [title: string, content: string])[] = [
    ['What it holds', contents(card)],
    ['How it was made', howMade(run, card)],
    ['Turn-taking', turnTaking(card)],
    ['Sound', soundWords(card)],
    ['What is heard besides words', eventWords(card)],
    ['Filters', filterWords(card)],
    ['Fields', fieldWords(parquetSplits !== null)],
    ['What it is not', limits(card)],
    ['Consent and licence', consentWords(card)],
    ['Checksums', checksumWords(checksums)],
  ];
  const body = sections
    .filter(([, content]) => content !== '')
    .map(([name, text]) => `## ${name}\n\n${text}\n`);
  const head = printFrontMatter(datasetMetadata(card, { title, splits: parquetSplits }));
  const description = descriptionOf(run);
  return [
    head,
    `# ${markdownText(title)}\n`,
    ...(description === null ? [] : [`${description}\n`]),
    `${summary(card)}\n`,
    ...body,
  ].join('\n');
}

function summary({ dialogues, planned, duration, shares, people }: CorpusCard): string {
  const made = {
    synthesised: 'Synthetic voices speak in it: nobody was recorded.',
    mixed: 'It is put together of recorded utterances: these people never had these conversations.',
    separated: 'Its tracks were separated out of recordings.',
    recorded: 'People were recorded.',
  } as const;
  const origins = (['recorded', 'separated', 'mixed', 'synthesised'] as const).filter(
    (origin) => shares.origin[origin] !== undefined,
  );
  const missing = planned > dialogues ? ` of ${numberText(planned)} that were planned` : '';
  return [
    `${dialogues === 1 ? 'One dialogue' : `${numberText(dialogues)} dialogues`}${missing}, ${hoursText(duration)}, of ${numberText(people.count)} people.`,
    'Each speaker has a track of their own, labelled with words, turns, backchannels, interruptions and events.',
    ...origins.map((origin) => made[origin]),
  ].join(' ');
}

function contents(card: CorpusCard): string {
  const { shares, people, makeUp, words, bytes, duration } = card;
  const { turn, backchannel, interruption } = makeUp.utterances;
  const rates = ranked(makeUp.sampleRates).map(([rate]) => `${rate} Hz`);
  const facts = [
    ['sound', `${hoursText(duration)}, ${rates.join(' and ')}, ${sizeText(bytes)}`],
    ['words', numberText(words)],
    ['turns, interruptions, backchannels', [turn, interruption, backchannel].map(numberText).join(', ')],
  ];
  const lengths = (['split', 'language', 'register', 'domain', 'setting'] as const).map((name) => [
    name,
    amountsText(shares[name], (seconds) => `${hoursText(seconds)} (${shareText(seconds / duration)})`),
  ]);
  const counts = (['gender', 'ageBand', 'language', 'region'] as const).map((name) => [
    { gender: 'people by gender', ageBand: 'by age', language: 'by language', region: 'by region' }[name],
    amountsText(people[name], numberText),
  ]);
  return markdownTable(['', ''], [...facts, ...lengths, ...counts]);
}

function turnTaking({ timing }: CorpusCard): string {
  if (timing.length === 0) return '';
  return [
    'Beside people in the same register, by published statistics of corpora of their talk. The distances are',
    'Wasserstein-1, in seconds: of this corpus, of the same turns with a fixed gap, and of the same with each',
    "speaker's silences shuffled, so that nobody listens to anybody.",
    ...timing.map((one) => `\n${timingTable(one)}`),
  ].join('\n');
}

function timingTable({ register, measured, fit, controls, dialogues }: RegisterTiming): string {
  const reference = findReference(register);
  const distances = (['gap', 'overlap', 'pause'] as const).map((name) => [
    `${name}s, distance (s)`,
    ...[fit, controls.fixedGap, controls.shuffled].map((one) => figure(one[name].wasserstein, 3)),
    '',
  ]);
  const besides = [
    ['transfers in overlap (%)', 100 * measured.overlappedStarts, 100 * reference.overlappedStarts],
    ['backchannels a minute', measured.backchannels.perMinute, reference.backchannelsPerMinute],
    ['interruptions a minute', measured.interruptions.perMinute, reference.interruptionsPerMinute],
    ['laughter a minute', measured.laughter.perMinute, reference.laughterPerMinute],
  ] as const;
  return markdownTable(
    [`${register}, ${dialogues} dialogues`, 'this corpus', 'fixed gaps', 'shuffled', 'people'],
    [
      ...distances,
      ...besides.map(([name, own, people]) => [name, figure(own, 2), '', '', figure(people, 2)]),
    ],
    'numbers',
  );
}

function soundWords({ conditions, makeUp, duration }: CorpusCard): string {
  const means = [
    ['speech over noise, mean (dB)', conditions.signalToNoise.mean, 1],
    ['reverberation, mean (s)', conditions.reverberation.mean, 2],
    ['bleed, mean (dB)', conditions.bleed.mean, 1],
    ['loudness of speech, mean (LUFS)', conditions.loudness.mean, 1],
  ] as const;
  const share = (seconds: number): string => shareText(seconds / duration);
  const lists = (['places', 'devices', 'codecs', 'noises'] as const).map((name) => [
    `${name}, share of dialogues' time`,
    amountsText(makeUp[name], share),
  ]);
  const rows = [
    ...means.flatMap(([name, mean, digits]) => (mean === null ? [] : [[name, figure(mean, digits)]])),
    ...lists.filter(([, text]) => text !== ''),
  ];
  return rows.length === 0 ? '' : markdownTable(['', ''], rows);
}

function eventWords({ events, duration }: CorpusCard): string {
  const rows = Object.entries(events)
    .toSorted(([a, { count: x }], [b, { count: y }]) => y - x || (a < b ? -1 : 1))
    .map(([type, { count, duration: lasting }]) => [
      type,
      numberText(count),
      figure((count * 60) / Math.max(1, duration), 2),
      figure(lasting / Math.max(1, count), 2),
    ]);
  return rows.length === 0
    ? ''
    : markdownTable(['', 'count', 'a minute', 'mean length (s)'], rows, 'numbers');
}

function filterWords({ filters }: CorpusCard): string {
  const rows = filters.map(({ name, threshold, passed, failed, mean }) => [
    name,
    threshold === null ? 'none' : String(threshold),
    mean === null ? '–' : figure(mean, 2),
    numberText(passed),
    numberText(failed),
  ]);
  if (rows.length === 0) return '';
  return [
    'Nothing was dropped: what did not pass is in it, and says so in `quality.filters`.',
    '',
    markdownTable(['', 'threshold', 'mean', 'passed', 'did not'], rows, 'numbers'),
  ].join('\n');
}

function fieldWords(parquet: boolean): string {
  const place = parquet
    ? 'A row for each dialogue, the sound inside; every row has every field, and null where nothing is known.'
    : 'A line of `records/*.jsonl` for each dialogue, its sound in `audio/`; every line has every field, and null where nothing is known.';
  return [
    `${place} Times are seconds on the clock of the sound.`,
    '',
    markdownTable(
      ['field', 'what it says'],
      datasetFields.map(([name, what]) => [`\`${name}\``, what]),
    ),
  ].join('\n');
}

function limits({ shares, makeUp, timing }: CorpusCard): string {
  const { synthesised, mixed, separated, recorded } = shares.origin;
  const lines = [
    ...(synthesised === undefined
      ? []
      : [
          'Synthetic voices are no people: what a model learns of sound, emotion and accent here, it learns of them.',
          'Ages, regions and accents of simulated speakers are labels of the cast, and the voices may not bear them out.',
        ]),
    ...(mixed === undefined
      ? []
      : ['Utterances that were not said to each other do not answer each other, in words or in tone.']),
    ...(separated === undefined
      ? []
      : ['Where both spoke at once, the tracks hold what a program made of the mixture.']),
    ...(synthesised === undefined && mixed === undefined
      ? []
      : ['Turn-taking is drawn from statistics of people: it is no evidence of how people take turns.']),
    ...(recorded === undefined && separated === undefined
      ? []
      : ['Labels whose `source` is `detected` were found by a program, and are not checked by anybody.']),
    ...(makeUp.sources['grammar'] === undefined
      ? []
      : ['The sentences of grammars have fewer words and turns of thought than people have.']),
    ...(timing.some(({ fit }) =>
      [fit.gap, fit.overlap, fit.pause].some(({ wasserstein }) => wasserstein > 0.05),
    )
      ? ['Some of its turn-taking is more than .05 s off that of people: see above.']
      : []),
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}

function consentWords({ shares, makeUp, duration }: CorpusCard): string {
  const states: Readonly<Record<string, string>> = {
    'none-needed': 'nobody was recorded, so nobody was to be asked',
    recorded: 'consent of the speakers is on record',
    waived: 'waived by who made the corpus',
    unknown: '**it is not known whether the speakers consented**',
  };
  const part = (seconds: number): string => `${hoursText(seconds)} (${shareText(seconds / duration)})`;
  const consent = ranked(shares.consent).map(
    ([status, seconds]) => `- ${states[status] ?? status}: ${part(seconds)}`,
  );
  const licences = ranked(shares.licence).map(([licence, seconds]) =>
    licence === 'unknown'
      ? `- **unknown: nobody has said under what licence this may be used**: ${part(seconds)}`
      : `- ${markdownText(licence)}: ${part(seconds)}`,
  );
  const voices = ranked(makeUp.voices);
  const references = makeUp.consentReferences.map((reference) => `  - ${markdownText(reference)}`);
  return [
    'Consent:\n',
    ...consent,
    ...(references.length === 0 ? [] : ['- filed or waived by these words, some of them:', ...references]),
    '\nLicences:\n',
    ...licences,
    ...(voices.length === 0
      ? []
      : [
          '\nVoices, and what is known of their own licences, which are not that of the corpus:\n',
          markdownTable(
            ['voice', 'heard in', 'licence'],
            voices.map(([voice, seconds]) => [markdownCode(voice), part(seconds), voiceLicence(voice)]),
          ),
        ]),
  ].join('\n');
}

function checksumWords({ of, order, sha256, bytes, objects }: Checksums): string {
  const total = `${of}, ${sizeText(bytes)}. The SHA-256 of the list of their SHA-256s (a line \`SHA256  PATH\` for each, as \`sha256sum\` prints it, ${order}) is`;
  const rows = objects.map((object) => [
    markdownCode(object.key),
    numberText(object.bytes),
    `\`${object.sha256}\``,
  ]);
  return [
    `${total}\n\`${sha256}\`.`,
    ...(rows.length === 0 ? [] : ['', markdownTable(['file', 'bytes', 'SHA-256'], rows)]),
  ].join('\n');
}

const mostNamed = 12;

function amountsText(amounts: Amounts, print: (value: number) => string): string {
  const all = ranked(amounts);
  const shown = all.slice(0, mostNamed).map(([name, value]) => `${markdownText(name)} ${print(value)}`);
  const rest = all.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}

/** The most of all first. */
function ranked(amounts: Amounts): readonly (readonly [string, number])[] {
  return Object.entries(amounts).toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

function figure(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}
