import type { Timeline } from 'duologue/timeline';
import type { BenchmarkTable } from '../benchmark.ts';
import { type Measured, sumCounts } from './measure-performance.ts';
import { areaUnderCurve } from './measures/area-under-curve.ts';
import { measureSimilarity } from './measures/similarity.ts';
import { measureTiming, permutationTest, sampleDistance } from './measures/timing.ts';
import type { TrackWords, WordCounts } from './measures/track-words.ts';
import type { TestLanguage } from './test-script.ts';

/** What one source made of the scripts. */
export type SourceResults = { readonly name: string; readonly measured: readonly Measured[] };

const languageNames = { en: 'English', zh: 'Mandarin' } as const;
const none = '–';

export type TimingRow = { readonly name: string; readonly timelines: readonly Timeline[] };

/** Who speaks when, of one language: against held-out dialogues of the register that the model learnt. */
export function timingTable(
  language: TestLanguage,
  rows: readonly TimingRow[],
  register: readonly Timeline[],
): BenchmarkTable {
  const truth = measureTiming(register).offsets;
  return {
    title: `${languageNames[language]}: who speaks when`,
    columns: [
      'source',
      'transfers',
      'offset median (s)',
      'W1 to the register (s)',
      'overlapped starts, %',
      'gap median (s)',
      'both heard, %',
      'backchannels a minute',
      'after questions less after statements (s)',
      'p',
    ],
    rows: rows.map(({ name, timelines }) => {
      const timing = measureTiming(timelines);
      const { difference, p } = permutationTest(timing.afterQuestions, timing.afterStatements);
      return [
        name,
        String(timing.offsets.length),
        figure(medianOf(timing.offsets), 2),
        figure(sampleDistance(timing.offsets, truth), 3),
        figure(100 * timing.overlappedStarts, 0),
        figure(timing.gap, 2),
        figure(100 * timing.bothHeard, 1),
        figure(timing.backchannelsPerMinute, 1),
        figure(difference, 3),
        Number.isNaN(difference) ? none : p.toFixed(4),
      ];
    }),
    note:
      `The register are ${register.length} other held-out dialogues with ${truth.length} transfers; what the simulator ` +
      'made of the scripts themselves says how near two samples of one register are. Aims: W1 at most .08 s and half of ' +
      'the fixed gap’s; after questions sooner, p below .01. p is of 9,999 permutations.',
  };
}

/** What is heard on the tracks. `teacher` is whose word errors the others are held against. */
export function wordsTable(sources: readonly SourceResults[], teacher: string): BenchmarkTable {
  const groups = ([false, true] as const).flatMap((crossLingual) =>
    (['en', 'zh'] as const).map((language) => ({ language, crossLingual })),
  );
  return {
    title: 'Words on the tracks',
    columns: [
      'texts',
      'source',
      'dialogues',
      'words wrong, % (pocketsphinx)',
      'points above the teacher',
      'in the better order of tracks, % (cpWER)',
      'on the right track, %',
      'phones wrong, % (own recogniser)',
      'without tones, %',
    ],
    rows: groups.flatMap(({ language, crossLingual }) => {
      const name = `${languageNames[language]}${crossLingual ? ', speakers of the other language' : ''}`;
      const own = sources.map((source) => ({
        name: source.name,
        measured: source.measured.filter(
          ({ script, heard }) =>
            script.language === language && script.crossLingual === crossLingual && heard !== undefined,
        ),
      }));
      const teacherErrors = wordErrors(own.find((source) => source.name === teacher)?.measured ?? []);
      return own.flatMap((source) =>
        source.measured.length === 0 ? [] : [[name, ...wordsRow(source, teacherErrors)]],
      );
    }),
    note:
      'The teacher’s are the same texts by the voices of the training data, under the same recognisers. Pocketsphinx knows ' +
      'the words of all English scripts and which follow which, no others. The right track is by its words, in Mandarin by ' +
      'the syllables of our own recogniser, tones aside: of what is heard on a track and is in its own text, or else two or ' +
      'more in a row in the other’s. Aims: at most 10 points above the teacher, 98 % on the right track.',
  };
}

function wordsRow({ name, measured }: SourceResults, teacherErrors: number): string[] {
  const heard = measured.flatMap((each) => (each.heard === undefined ? [] : [each.heard]));
  const phones = heard.flatMap((each) => (each.phones === undefined ? [] : [each.phones]));
  const words = heard.flatMap((each) => (each.words === undefined ? [] : [each.words]));
  const places = heard.flatMap((each) => each.words?.onTrack ?? each.phones?.onTrack ?? []);
  const errors = wordErrors(measured);
  return [
    name,
    String(measured.length),
    figure(errors, 1),
    figure(errors - teacherErrors, 1),
    percent(words.map(({ bestOrder }) => bestOrder)),
    onTrack(places),
    percent(phones.map(({ tracks }) => tracks)),
    percent(phones.map(({ withoutTones }) => withoutTones)),
  ];
}

function wordErrors(measured: readonly Measured[]): number {
  const { wrong, words } = sumCounts(
    measured.flatMap(({ heard }) => (heard?.words === undefined ? [] : [heard.words.tracks])),
  );
  return (100 * wrong) / words;
}

function percent(counts: readonly WordCounts[]): string {
  const { wrong, words } = sumCounts(counts);
  return figure((100 * wrong) / words, 1);
}

function onTrack(places: readonly TrackWords[]): string {
  const right = places.reduce((sum, each) => sum + each.right, 0);
  const wrong = places.reduce((sum, each) => sum + each.wrong, 0);
  return figure((100 * right) / (right + wrong), 1);
}

/** Whether the tracks hold one speaker each, and whether that is heard. */
export function voicesTable(sources: readonly SourceResults[], ears: readonly string[]): BenchmarkTable {
  return {
    title: 'One speaker on each track',
    columns: [
      'source',
      'leakage, dB: median',
      'worst track',
      ...ears.flatMap((ear) => [`same track against other, area (${ear})`, `across languages (${ear})`]),
    ],
    rows: sources.map(({ name, measured }) => {
      const leakage = measured.flatMap((each) => each.leakage).filter((level) => !Number.isNaN(level));
      const areas = ears.flatMap((_, index) => {
        const voices = measured.flatMap(({ heard }) => heard?.voices[index] ?? []);
        const { withinDialogues, acrossLanguages } = measureSimilarity(voices);
        return [figure(withinDialogues, 3), figure(acrossLanguages, 3)];
      });
      return [
        name,
        figure(medianOf(leakage), 0),
        figure(leakage.length === 0 ? Number.NaN : Math.max(...leakage), 0),
        ...areas,
      ];
    }),
    note:
      'Leakage is the level of a track while its speaker is silent and the other speaks, against its own speech; -120 is ' +
      'digital silence. Areas are of pieces of 2 s: how surely two of one voice are liker than two of two. The cepstral ' +
      'statistics are scaled on voices that nothing here was trained on. Aims: at most -50 dB, at least .95.',
  };
}

/** Whether blocks are heard to begin. */
export function seamsTable(sources: readonly SourceResults[]): BenchmarkTable {
  const rows = sources.flatMap(({ name, measured }) => {
    const atSeams = measured.flatMap(({ flux }) => flux.atSeams);
    const elsewhere = measured.flatMap(({ flux }) => flux.elsewhere);
    if (atSeams.length === 0) return [];
    return [
      [
        name,
        String(atSeams.length),
        figure(medianOf(atSeams) / medianOf(elsewhere), 2),
        figure(areaUnderCurve(atSeams, elsewhere), 3),
      ],
    ];
  });
  return {
    title: 'Seams of blocks',
    columns: ['source', 'frames at seams', 'change of spectrum there against elsewhere', 'area'],
    rows,
    note: 'Of frames of 32 ms in speech, by the medians; where nothing is heard of seams, the area is .5.',
  };
}

export function medianOf(values: readonly number[]): number {
  return quantileOf(values, 0.5);
}

/** `NaN` of nothing. */
export function quantileOf(values: readonly number[], share: number): number {
  const rising = values.toSorted((a, b) => a - b);
  const place = share * (rising.length - 1);
  const [lower, upper] = [rising[Math.floor(place)], rising[Math.ceil(place)]];
  if (lower === undefined || upper === undefined) return Number.NaN;
  return lower + (upper - lower) * (place - Math.floor(place));
}

export function figure(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : none;
}
