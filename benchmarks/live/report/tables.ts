import type { BenchmarkTable } from '../../benchmark.ts';
import { printRate } from '../judge/tally.ts';
import type { Measure, Verdict } from '../judge/verdict.ts';
import type { ScenarioKind } from '../scenarios/scenario.ts';
import { allOf, medianOf, of, percentOf, rate, shareOf, times } from './rates.ts';

/** What one recogniser's run gave. */
export type Heard = {
  readonly name: string;
  readonly verdicts: readonly Verdict[];
  /** What came of conversations in which the agent hears itself, and the seconds of them. */
  readonly echo: { readonly verdicts: readonly Verdict[]; readonly seconds: number };
};

type Figure = (heard: Heard) => string;

function rateOf(kind: ScenarioKind, measure: Measure): Figure {
  return ({ verdicts }) => rate(of(verdicts, kind, measure));
}

const spared = ['goes on', 'not answered'] as const;

const rows: readonly (readonly [what: string, aim: string, Figure])[] = [
  ['interruption: yielded within 2.0 s', 'at least 98 %', rateOf('interruption', 'yields')],
  [
    'from the onset of the interruption to silence, median and p95',
    '0.45 s, 0.9 s',
    ({ verdicts }) => times(of(verdicts, 'interruption', 'yields')),
  ],
  ['backchannel of the user: goes on', 'at least 95 %', rateOf('backchannel', 'goes on')],
  ['… without any silence that is not its own', '', rateOf('backchannel', 'undisturbed')],
  ['cough, knock, noise, television: goes on', 'at least 97 %', rateOf('noise', 'goes on')],
  ['… without any silence that is not its own', '', rateOf('noise', 'undisturbed')],
  ['… the same while nobody speaks: not answered', '', rateOf('noise', 'not answered')],
  [
    'background speech 12 dB below the user: goes on, and does not answer it',
    'at least 90 %',
    ({ verdicts }) => printRate(allOf(verdicts, 'background', spared)),
  ],
  [
    'side talk: goes on, and does not answer it',
    'at least 80 % with a recogniser',
    ({ verdicts }) => printRate(allOf(verdicts, 'side-talk', spared)),
  ],
  [
    'pause of 0.4–1.2 s inside a sentence: not taken over, by the definition of Full-Duplex-Bench',
    'at least 95 %',
    rateOf('pause', 'not taken over in a pause'),
  ],
  ['… not one sound of the agent in it', '', rateOf('pause', 'not one sound in a pause')],
  ['turn: answered', '', rateOf('turn', 'answers')],
  [
    'from the end of a turn to the first sound of the answer, median and p95',
    '0.5 s, 0.9 s',
    ({ verdicts }) => times(of(verdicts, 'turn', 'answers')),
  ],
  ['echo of the agent at -10 dB: self-interruptions', '0 in 30 minutes', echoFigure],
];

const nothing = printRate({ passed: 0, count: 0, times: [] });

function echoFigure({ echo: { verdicts, seconds } }: Heard): string {
  if (seconds === 0) return nothing;
  const faults = of(verdicts, 'echo', 'no self-interruption').reduce(
    (sum, { passed, faults: found }) => sum + (passed ? 0 : (found ?? 1)),
    0,
  );
  return `${faults} in ${(seconds / 60).toFixed(0)} minutes`;
}

/** The same echo with few and with many conversations in one process. */
export function echoTable(runs: readonly (Heard & { readonly atOnce: number })[]): BenchmarkTable {
  return {
    title: 'Echo of the agent at -10 dB',
    columns: ['conversations at once', 'without self-interruption', 'self-interruptions'],
    rows: runs.map((run) => [
      String(run.atOnce),
      rate(of(run.echo.verdicts, 'echo', 'no self-interruption')),
      echoFigure(run),
    ]),
    note: 'A plain client plays as it comes and falls silent where it runs dry, so that a server that is late moves the echo: by more, the more conversations there are.',
  };
}

export function aimsTable(runs: readonly Heard[]): BenchmarkTable {
  return {
    title: 'What is aimed at, and what was measured',
    columns: ['', 'aim', ...runs.map(({ name }) => name)],
    rows: rows
      .map(([what, aim, figure]) => [what, aim, ...runs.map(figure)])
      .filter((row) => row.slice(2).some((cell) => cell !== nothing)),
    note:
      'In brackets: the 95 % interval (Wilson), and the events. "Goes on": no silence over 0.5 s, and nothing said ' +
      'twice, to the end of the reply. A yield is a silence of a second at least. A turn is taken over by a stretch of ' +
      "the agent's speech that begins before the user's last word ends and lasts a second or has more than three words " +
      '(of Chinese, a character is two thirds of one). Rates of fewer than 10 events are not shown.',
  };
}

const bySnr: readonly (readonly [ScenarioKind, Measure])[] = [
  ['interruption', 'yields'],
  ['backchannel', 'goes on'],
  ['noise', 'goes on'],
  ['background', 'goes on'],
  ['background', 'not answered'],
  ['side-talk', 'goes on'],
  ['side-talk', 'not answered'],
  ['pause', 'not taken over in a pause'],
  ['pause', 'not one sound in a pause'],
  ['turn', 'answers'],
];

export function snrTable(runs: readonly Heard[]): BenchmarkTable {
  const levels = [5, 10, 15, 20, 30];
  return {
    title: 'By level',
    columns: ['', 'recogniser', ...levels.map((level) => `${level} dB`)],
    rows: bySnr.flatMap(([kind, measure]) =>
      runs.map(({ name, verdicts }) => [
        `${kind}: ${measure}`,
        name,
        ...levels.map((level) => percentOf(of(verdicts, kind, measure).filter(({ snr }) => snr === level))),
      ]),
    ),
    note:
      "dB of the user's speech over the event, where the event is a noise; else over the steady noise of the room. " +
      'Background speech is 12 dB below the user in all of them, side talk 4 to 10 dB.',
  };
}

const byVariant: readonly (readonly [ScenarioKind, Measure])[] = [
  ['interruption', 'yields'],
  ['noise', 'goes on'],
  ['noise', 'not answered'],
  ['pause', 'not taken over in a pause'],
  ['pause', 'not one sound in a pause'],
  ['turn', 'answers'],
  ['backchannel', 'goes on'],
  ['background', 'goes on'],
  ['side-talk', 'goes on'],
];

export function variantTable(runs: readonly Heard[]): BenchmarkTable {
  return {
    title: 'By sort',
    columns: ['', 'sort', ...runs.map(({ name }) => name)],
    rows: byVariant.flatMap(([kind, measure]) => {
      const variants = new Set(
        runs.flatMap(({ verdicts }) => of(verdicts, kind, measure).map(({ variant }) => variant)),
      );
      return [...variants]
        .toSorted()
        .map((wanted) => [
          `${kind}: ${measure}`,
          wanted,
          ...runs.map(({ verdicts }) =>
            rate(of(verdicts, kind, measure).filter(({ variant }) => variant === wanted)),
          ),
        ]);
    }),
    note: '`cut`: a silence put into running speech between two words; `phrase`: one where the voice itself made a boundary.',
  };
}

/** Published figures of others, on their own audio: docs of tau2-bench voice and Full-Duplex-Bench. */
export function fieldTable(runs: readonly Heard[]): BenchmarkTable {
  const figures: readonly (readonly [what: string, others: string, Figure])[] = [
    [
      'tau2: yields within 2 s, and after (median, s)',
      'gpt-realtime-2 1.00, .62; gemini-3.1 .52, .82; LiveKit cascade .99, .87',
      ({ verdicts }) =>
        `${shareOf(of(verdicts, 'interruption', 'yields'))}, ${medianOf(of(verdicts, 'interruption', 'yields'))}`,
    ],
    [
      'tau2: does not yield within 1 s to a backchannel',
      'gpt-realtime-2 .02; gemini-3.1 .90; LiveKit cascade .67',
      ({ verdicts }) => shareOf(of(verdicts, 'backchannel', 'yields within 1 s')),
    ],
    [
      'tau2: nor to side talk',
      'gpt-realtime-2 .17; gemini-3.1 .27; LiveKit cascade .58',
      ({ verdicts }) => shareOf(of(verdicts, 'side-talk', 'yields within 1 s')),
    ],
    [
      'tau2: responds after (median, s)',
      'gpt-realtime-2 1.44; gemini-3.1 1.64; LiveKit cascade 4.24',
      ({ verdicts }) => medianOf(of(verdicts, 'turn', 'answers')),
    ],
    [
      'Full-Duplex-Bench v1: takeover in a pause (low is good)',
      'GPT-Realtime .01/.12; Gemini Live .26/.31; Moshi .99/.98',
      ({ verdicts }) => {
        const kept = shareOf(of(verdicts, 'pause', 'not taken over in a pause'));
        return kept === '–' ? kept : (1 - Number(kept)).toFixed(2);
      },
    ],
    [
      'Full-Duplex-Bench v1: takeover at a turn, and after (median, s)',
      'GPT-Realtime 1.00, 1.47; Gemini Live .66, 1.30; Moshi .94, .27',
      ({ verdicts }) =>
        `${shareOf(of(verdicts, 'turn', 'answers'))}, ${medianOf(of(verdicts, 'turn', 'answers'))}`,
    ],
  ];
  return {
    title: "By the field's own definitions",
    columns: ['', 'published of others', ...runs.map(({ name }) => name)],
    rows: figures.map(([what, others, figure]) => [what, others, ...runs.map(figure)]),
    note:
      'The definitions are theirs; the audio is ours, made by synthesis, and the brain answers in 150 ms: the columns ' +
      'say where systems lie, not who wins.',
  };
}
