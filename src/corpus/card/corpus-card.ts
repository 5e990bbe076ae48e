import { createRandom } from '../../dsp/index.ts';
import {
  type Comparison,
  compareToReference,
  findReference,
  fixedGapControl,
  poolStatistics,
  type Statistics,
  shuffledTimingControl,
  statistics,
  TimelineError,
} from '../../timeline/index.ts';
import type { Corpus } from '../open-corpus.ts';
import { durationOf, timelineOf } from '../record/timeline-of.ts';
import type { CorpusSpeaker, DialogueRecord } from '../record/types.ts';
import type { StoreOptions } from '../store/object-store.ts';
import { type Anomaly, createAnomalyFinder } from './anomalies.ts';
import { createHistogram, type Histogram } from './histogram.ts';
import { createMakeUpTally, type MakeUp } from './makeup-tally.ts';

/** What a corpus is, in figures. Durations in seconds. */
export type CorpusCard = {
  readonly name: string;
  readonly generator: string;
  readonly job: string;
  /** Dialogues that there are, and that there will be. */
  readonly dialogues: number;
  readonly planned: number;
  readonly duration: number;
  readonly bytes: number;
  readonly words: number;
  readonly people: People;
  /** Seconds of dialogue by what they are: split, language, domain, register, setting, origin, consent. */
  readonly shares: Readonly<Record<ShareName, Readonly<Record<string, number>>>>;
  readonly timing: readonly RegisterTiming[];
  readonly makeUp: MakeUp;
  readonly events: Readonly<Record<string, { readonly count: number; readonly duration: number }>>;
  readonly conditions: {
    readonly signalToNoise: Histogram;
    readonly reverberation: Histogram;
    readonly bleed: Histogram;
    readonly loudness: Histogram;
  };
  readonly filters: readonly FilterSummary[];
  readonly anomalies: readonly Anomaly[];
};

export type ShareName =
  | 'split'
  | 'language'
  | 'domain'
  | 'register'
  | 'setting'
  | 'origin'
  | 'consent'
  | 'licence';

export type People = {
  readonly count: number;
  readonly gender: Readonly<Record<string, number>>;
  readonly ageBand: Readonly<Record<string, number>>;
  readonly language: Readonly<Record<string, number>>;
  readonly region: Readonly<Record<string, number>>;
};

/** How the dialogues of a register take turns, beside people, and beside two that nobody would take for people. */
export type RegisterTiming = {
  readonly register: string;
  /** That were measured: of very many, some. */
  readonly dialogues: number;
  readonly measured: Statistics;
  readonly fit: Comparison;
  readonly controls: { readonly fixedGap: Comparison; readonly shuffled: Comparison };
  /** What the controls' curves are drawn from. */
  readonly fixedGapSamples: ControlSamples;
  readonly shuffledSamples: ControlSamples;
};

/** Seconds. */
export type ControlSamples = { readonly gap: readonly number[]; readonly overlap: readonly number[] };

export type FilterSummary = {
  readonly name: string;
  readonly threshold: number | null;
  readonly passed: number;
  readonly failed: number;
  /** Mean of what was measured. */
  readonly mean: number | null;
};

/** Dialogues whose timing is measured at most: every gap of them is held. */
const mostTimed = 2000;
/** Compared with where a dialogue names no register that there are figures of. */
const usualRegister = 'conversation';

/** Reads a corpus once, from end to end. */
export async function describeCorpus(corpus: Corpus, options: StoreOptions = {}): Promise<CorpusCard> {
  return describeRecords(corpus, corpus.records(options));
}

/** The same of some of its dialogues. */
export async function describeRecords(
  corpus: Corpus,
  records: AsyncIterable<DialogueRecord>,
): Promise<CorpusCard> {
  const tally = createTally(corpus.run.items);
  for await (const record of records) tally.add(record);
  const { generator, job, items } = corpus.run;
  const name = corpus.store.name.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return { name, generator, job, planned: items, ...tally.card() };
}

type Measured = Omit<CorpusCard, 'name' | 'generator' | 'job' | 'planned'>;

function createTally(items: number): { add(record: DialogueRecord): void; card(): Measured } {
  const totals = { dialogues: 0, duration: 0, bytes: 0, words: 0 };
  const people = new Map<string, CorpusSpeaker>();
  const shares: Record<ShareName, Record<string, number>> = {
    split: {},
    language: {},
    domain: {},
    register: {},
    setting: {},
    origin: {},
    consent: {},
    licence: {},
  };
  const timings = new Map<string, TimingTally>();
  const events: Record<string, { count: number; duration: number }> = {};
  const filters = new Map<
    string,
    { threshold: number | null; passed: number; failed: number; sum: number; known: number }
  >();
  const conditions = {
    signalToNoise: createHistogram({ from: -5, to: 60, bins: 13 }),
    reverberation: createHistogram({ from: 0, to: 1.5, bins: 15 }),
    bleed: createHistogram({ from: -80, to: 0, bins: 16 }),
    loudness: createHistogram({ from: -50, to: -10, bins: 16 }),
  };
  const makeUp = createMakeUpTally();
  const anomalies = createAnomalyFinder();
  const timed = Math.min(1, mostTimed / Math.max(1, items));

  return {
    add(record) {
      const duration = durationOf(record);
      makeUp.add(record);
      totals.dialogues += 1;
      totals.duration += duration;
      totals.bytes += record.audio.bytes + (record.dry?.bytes ?? 0);
      totals.words += record.utterances.reduce((sum, { words }) => sum + words.length, 0);
      for (const speaker of record.speakers) people.set(speaker.id, speaker);
      for (const [name, value] of sharesOf(record)) {
        const own = shares[name];
        own[value] = (own[value] ?? 0) + duration;
      }
      for (const { type, start, end } of record.events) {
        const own = (events[type] ??= { count: 0, duration: 0 });
        own.count += 1;
        own.duration += end - start;
      }
      for (const { name, value, threshold, pass } of record.quality.filters) {
        const own = filters.get(name) ?? { threshold, passed: 0, failed: 0, sum: 0, known: 0 };
        filters.set(name, own);
        if (pass) own.passed += 1;
        else own.failed += 1;
        if (value !== null) own.known += 1;
        own.sum += value ?? 0;
      }
      for (const track of record.environment.tracks) {
        conditions.signalToNoise.add(track.signalToNoise);
        conditions.reverberation.add(track.reverberation);
        conditions.bleed.add(track.bleed);
      }
      for (const track of record.quality.tracks) conditions.loudness.add(track.loudness);
      // Which are measured is a matter of their ids, so that it is the same ones each time.
      if (createRandom(record.id).next() < timed)
        timeOne(timings, record, (one, measured) => anomalies.add(one, measured));
    },
    card: () => ({
      ...totals,
      people: describePeople([...people.values()]),
      shares,
      timing: [...timings].map(([register, tally]) => timingOf(register, tally)),
      makeUp: makeUp.done(),
      events,
      conditions: {
        signalToNoise: conditions.signalToNoise.done(),
        reverberation: conditions.reverberation.done(),
        bleed: conditions.bleed.done(),
        loudness: conditions.loudness.done(),
      },
      filters: [...filters].map(([name, { threshold, passed, failed, sum, known }]) => ({
        name,
        threshold,
        passed,
        failed,
        mean: known === 0 ? null : sum / known,
      })),
      anomalies: anomalies.find(),
    }),
  };
}

function sharesOf({
  split,
  languages,
  scenario,
  environment,
  provenance,
  consent,
}: DialogueRecord): [ShareName, string][] {
  return [
    ['split', split ?? 'not split'],
    ['language', languages[0] ?? 'unknown'],
    ['domain', scenario.domain ?? 'unknown'],
    ['register', scenario.register ?? 'unknown'],
    ['setting', environment.setting ?? 'unknown'],
    ['origin', provenance.origin],
    ['consent', consent.status],
    ['licence', provenance.licence ?? 'unknown'],
  ];
}

function describePeople(people: readonly CorpusSpeaker[]): People {
  const by = (pick: (speaker: CorpusSpeaker) => string | null): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const speaker of people) {
      const value = pick(speaker) ?? 'unknown';
      counts[value] = (counts[value] ?? 0) + 1;
    }
    return counts;
  };
  return {
    count: people.length,
    gender: by(({ gender }) => gender),
    ageBand: by(({ ageBand }) => ageBand),
    language: by(({ language }) => language),
    region: by(({ region }) => region),
  };
}

type TimingTally = {
  readonly own: Statistics[];
  readonly fixedGap: Statistics[];
  readonly shuffled: Statistics[];
};

function timeOne(
  timings: Map<string, TimingTally>,
  record: DialogueRecord,
  look: (record: DialogueRecord, measured: Statistics) => void,
): void {
  if (record.speakers.length < 2) return;
  const register = registerOf(record);
  const tally = timings.get(register) ?? { own: [], fixedGap: [], shuffled: [] };
  timings.set(register, tally);
  const timeline = timelineOf(record);
  const measured = statistics(timeline);
  const random = createRandom(record.id);
  tally.own.push(measured);
  tally.fixedGap.push(statistics(fixedGapControl(timeline)));
  tally.shuffled.push(statistics(shuffledTimingControl(timeline, (count) => random.integer(count))));
  look(record, measured);
}

function registerOf({ scenario: { register } }: DialogueRecord): string {
  try {
    return findReference(register ?? usualRegister).register;
  } catch (error) {
    if (error instanceof TimelineError) return usualRegister;
    throw error;
  }
}

function timingOf(register: string, { own, fixedGap, shuffled }: TimingTally): RegisterTiming {
  const reference = findReference(register);
  const measured = poolStatistics(own);
  const [fixed, mixed] = [poolStatistics(fixedGap), poolStatistics(shuffled)];
  return {
    register,
    dialogues: own.length,
    measured,
    fit: compareToReference(measured, reference),
    controls: {
      fixedGap: compareToReference(fixed, reference),
      shuffled: compareToReference(mixed, reference),
    },
    fixedGapSamples: samplesOf(fixed),
    shuffledSamples: samplesOf(mixed),
  };
}

function samplesOf({ gap, overlap }: Statistics): ControlSamples {
  return { gap: gap.samples, overlap: overlap.samples };
}
