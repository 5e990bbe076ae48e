import { createDialoSpeech, hasModel, loadModel } from '@duologue/dialospeech';
import { createRandom } from 'duologue/dsp';
import type { Timeline } from 'duologue/timeline';
import { openEmbeddedVoices } from 'duologue/voices';
import { ownWeights } from '../../packages/dialospeech/src/model/load-model.ts';
import type { BenchmarkTable } from '../benchmark.ts';
import { type Collected, collectScripts } from './collect-scripts.ts';
import { fitCepstralEar } from './listeners/cepstral-ear.ts';
import { openEnglishListener } from './listeners/english-words.ts';
import { openModelEar } from './listeners/model-ear.ts';
import { openPhoneListener, openPhoneReader } from './listeners/phones.ts';
import { longTable } from './measure-long.ts';
import { paceTable } from './measure-pace.ts';
import { type Listeners, type Measured, measurePerformance } from './measure-performance.ts';
import type { DialogueSource, Performance } from './performance.ts';
import { withFixedGap, withShuffledOffsets, withShuffledSilences } from './sources/controls.ts';
import { createDirectorSource } from './sources/director-source.ts';
import { createModelSource } from './sources/model-source.ts';
import {
  type SourceResults,
  seamsTable,
  type TimingRow,
  timingTable,
  voicesTable,
  wordsTable,
} from './tables.ts';
import type { TestLanguage, TestScript } from './test-script.ts';

export type DialoSpeechBenchmarkOptions = {
  /** The folder of a model. Default: the weights of the package; where there are none, the rest is measured. */
  readonly model?: string | undefined;
  /** Of each language, a fifth of them written by hand. Default 100. */
  readonly scripts?: number;
};

/** Dialogues whose pace is measured, minutes of the long one, and of the register in each language, at most. */
const paced = 12;
const longest = 30;
const ofRegister = 120;
const languages = ['en', 'zh'] as const;

export async function measureDialoSpeech({
  model,
  scripts = 100,
}: DialoSpeechBenchmarkOptions): Promise<BenchmarkTable[]> {
  const counts = {
    scripts,
    crossed: Math.ceil(scripts / 4),
    register: Math.min(ofRegister, scripts + 20),
  };
  const collected = { en: await collectScripts('en', counts), zh: await collectScripts('zh', counts) };
  await using voices = await openEmbeddedVoices();
  await using stage = await openStage(model, collected);
  const director = createDirectorSource(voices);
  const listened: readonly DialogueSource[] =
    stage.model === undefined ? [director] : [stage.model, director];
  const results = new Map<string, Measured[]>();
  const keep = async (name: string, made: Performance, listeners?: Listeners): Promise<void> => {
    const own = results.get(name) ?? [];
    results.set(name, own);
    own.push(await measurePerformance(made, listeners));
  };
  for (const script of languages.flatMap((language) => scriptsOf(collected[language]))) {
    for (const [index, source] of listened.entries()) {
      const made = await source.perform(script);
      if (made === undefined) continue;
      await keep(source.name, made, stage.listeners);
      if (index === 0) for (const control of controlsOf(made)) await keep(control.name, control.performance);
    }
  }
  const sources = [...results].map(([name, measured]): SourceResults => ({ name, measured }));
  const heard = sources.filter(({ measured }) => measured.some((each) => each.heard !== undefined));
  const ears = stage.listeners.ears.map(({ name }) => name);
  const tables = [
    ...languages.map((language) => registerTable(language, collected[language], sources)),
    wordsTable(heard, director.name),
    voicesTable(heard, ears),
    seamsTable(heard),
    ...(stage.folder === undefined
      ? []
      : [
          await paceTable(stage.folder, Math.min(paced, scripts)),
          await longTable(stage.folder, Math.min(longest, scripts * 0.3)),
        ]),
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

function scriptsOf({ scripts, crossed }: Collected): TestScript[] {
  return [...scripts, ...crossed];
}

type Stage = AsyncDisposable & {
  /** Of the model; none where there is no model. */
  readonly folder: string | undefined;
  readonly model: DialogueSource | undefined;
  readonly listeners: Listeners;
};

/** Everything that is opened, of which the model may be missing. */
async function openStage(
  wanted: string | undefined,
  { en, zh }: Readonly<Record<TestLanguage, Collected>>,
): Promise<Stage> {
  const opened: AsyncDisposable[] = [];
  const keep = <Opened extends AsyncDisposable>(each: Opened): Opened => {
    opened.push(each);
    return each;
  };
  const close = async (): Promise<void> => {
    for (const each of opened.toReversed()) await each[Symbol.asyncDispose]();
  };
  try {
    const folder = await modelFolder(wanted);
    const texts = scriptsOf(en).flatMap(({ turns }) => turns.map(({ text }) => text));
    const listeners: Listeners = {
      english: keep(await openEnglishListener([...texts, ...backchannelTexts])),
      phones: keep(await openPhoneListener()),
      readPhones: await openPhoneReader(),
      ears: [
        ...(folder === undefined ? [] : [await openModelEar(folder)]),
        fitCepstralEar([...en.pieces, ...zh.pieces]),
      ],
    };
    const model = folder === undefined ? undefined : keep(await openModel(folder));
    return { folder, model, listeners, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openModel(folder: string): Promise<DialogueSource & AsyncDisposable> {
  const provider = await createDialoSpeech({ model: folder });
  const { dialogue, voices } = provider;
  return {
    ...createModelSource({ name: 'DialoSpeech', dialogue, voices }),
    [Symbol.asyncDispose]: () => provider[Symbol.asyncDispose](),
  };
}

/** What listeners may say that stands in no script. */
const backchannelTexts = ['Yeah.', 'Right.', 'Okay.', 'Oh.', 'I see.', 'Sure.', 'Really?'];

async function modelFolder(model: string | undefined): Promise<string | undefined> {
  if (model !== undefined) return (await loadModel(model)).folder;
  return (await hasModel(ownWeights)) ? ownWeights : undefined;
}

function controlsOf(made: Performance): { readonly name: string; readonly performance: Performance }[] {
  const random = createRandom(`${made.script.id}/controls`);
  return [
    { name: 'the same utterances .3 s apart', performance: withFixedGap(made) },
    { name: 'its offsets in another order', performance: withShuffledOffsets(made, random.fork('offsets')) },
    {
      name: 'its silences in another order',
      performance: withShuffledSilences(made, random.fork('silences')),
    },
  ];
}

function registerTable(
  language: TestLanguage,
  { simulated, register }: Collected,
  sources: readonly SourceResults[],
): BenchmarkTable {
  const timelines = ({ measured }: SourceResults): Timeline[] =>
    measured.flatMap(({ script, timeline }) => (script.language === language ? [timeline] : []));
  const rows: TimingRow[] = [
    ...sources.map((source) => ({ name: source.name, timelines: timelines(source) })),
    { name: 'the simulator, of its scripts', timelines: simulated },
  ];
  return timingTable(
    language,
    rows.filter((row) => row.timelines.length > 0),
    register,
  );
}
