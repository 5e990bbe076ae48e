import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createRandom, type Random } from '../../dsp/index.ts';
import { mainLanguage, sameLanguage } from '../../generate/index.ts';
import { fileSystemError } from '../../media/index.ts';
import { readScript, type Script, ScriptError, turnText, turnWords } from '../../script/index.ts';
import { findReference } from '../../timeline/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { type CorpusSpeaker, splits } from '../record/types.ts';
import type { DialoguePlan } from '../simulate/dialogue-plan.ts';
import { nameAt } from '../simulate/draw.ts';
import type { Spec } from '../simulate/spec.ts';
import type { ScriptWriter } from './script-writer.ts';
import { textPlace } from './text-place.ts';

type ReadFile = {
  /** From the folder that was named. */
  readonly name: string;
  readonly script: Script;
  /** Seconds, about. */
  readonly duration: number;
  /** From 0 to 1: which split may have it. */
  readonly place: number;
};

/**
 * Gives out scripts that somebody wrote: those of the language, the number of speakers and the split, rather those that are
 * about as long as the dialogue is to be. A script is of one split alone, whatever speakers speak it.
 */
export async function openScriptsWriter(
  { split: shares }: Pick<Spec, 'split'>,
  path: string,
  licence: string | null,
): Promise<ScriptWriter> {
  const files = await readScripts(path);
  return {
    async write(plan) {
      const { seed, split, language, speakers, duration } = plan;
      const fitting = files.filter(
        ({ script }) => sameLanguage(script.language, language) && script.speakers.length === speakers.length,
      );
      const own = fitting.filter(({ place }) => nameAt(shares, place) === split);
      const chosen = drawByLength(own, duration, createRandom(`${seed}/script`));
      if (chosen === undefined) throw noScript(plan, path, { files: files.length, fitting });
      const script = castAs(chosen.script, plan);
      return {
        script,
        source: chosen.name,
        licence,
        topic: script.title ?? null,
        roles: script.speakers.map(({ role }) => role ?? null),
        style: 'script',
        asides: [],
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}

function noScript(
  { id, split, language, speakers }: DialoguePlan,
  path: string,
  { files, fitting }: { readonly files: number; readonly fitting: readonly ReadFile[] },
): CorpusError {
  const what = `${speakers.length} speakers in ${language}`;
  return new CorpusError(
    fitting.length === 0
      ? `None of the ${files} scripts of ${path} has ${what}: add some, or name other languages.`
      : `Of the ${fitting.length} scripts of ${path} with ${what} none is for ${split}: add some, or set split to ${splits.map((name) => `${name}: …`).join(', ')} that fits them (one script: train: 1, dev: 0, test: 0).`,
    { item: id, field: fitting.length === 0 ? 'text.path' : 'split' },
  );
}

/** Deviation, of the logarithm, from the length that is wanted: how strict the choice is. */
const lengthSigma = 0.25;

/** By how near each is to the length; where all are far, the nearest are as likely as each other. */
function drawByLength(files: readonly ReadFile[], duration: number, random: Random): ReadFile | undefined {
  const distances = files.map((file) => (Math.log(file.duration / duration) / lengthSigma) ** 2 / 2);
  const nearest = Math.min(...distances);
  const weights = distances.map((distance) => Math.exp(nearest - distance));
  let mark = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, file] of files.entries()) {
    mark -= weights[index] ?? 0;
    if (mark < 0) return file;
  }
  return files.at(-1);
}

async function readScripts(path: string): Promise<ReadFile[]> {
  const files: ReadFile[] = [];
  for (const file of await listFiles(path)) {
    const text = await reading(file, () => readFile(file, 'utf8'));
    files.push({ name: relative(path, file) || file, ...readOne(text, file) });
  }
  if (files.length > 0) return files;
  throw new CorpusError(`There is no script in ${path}.`, { field: 'text.path', key: path });
}

/** In the order of their paths; what begins with a dot is left out. */
async function listFiles(path: string): Promise<string[]> {
  const isFolder = await reading(path, async () => (await stat(path)).isDirectory());
  if (!isFolder) return [path];
  const entries = await reading(path, () => readdir(path, { recursive: true, withFileTypes: true }));
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(path, file)
          .split(/[\\/]/)
          .some((part) => part.startsWith('.')),
    )
    .toSorted();
}

async function reading<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    throw fileSystemError(cause, 'read', path);
  }
}

function readOne(text: string, file: string): Omit<ReadFile, 'name'> {
  try {
    const script = readScript(text, { path: file });
    return { script, duration: durationOf(script), place: textPlace(script.turns.map(turnText).join(' ')) };
  } catch (cause) {
    if (!(cause instanceof ScriptError)) throw cause;
    throw new CorpusError(`text.path: ${cause.message}`, { field: 'text.path', key: file, cause });
  }
}

/** Seconds at the pace of its register. A Mandarin character counts two thirds of a word. */
function durationOf({ turns, language, register = 'conversation' }: Script): number {
  const words = turns.reduce((sum, turn) => sum + turnWords(turn).length, 0);
  const { wordsPerMinute } = findReference(register);
  return Math.max(1, (words / wordsPerMinute) * 60 * (mainLanguage(language) === 'zh' ? 2 / 3 : 1));
}

/** The same words by other people: women for women where it can be, and roles as they were. */
function castAs(script: Script, { speakers }: DialoguePlan): Script {
  const order = bestOrder(script, speakers);
  const cast = new Map(order.map((from, to) => [script.speakers[from]?.id ?? '', speakers[to]?.id ?? '']));
  const named = (id: string): string => cast.get(id) ?? id;
  return {
    ...script,
    speakers: speakers.map(({ id }, index) => {
      const { language, role } = script.speakers[order[index] ?? index] ?? {};
      return {
        id,
        ...(language === undefined ? {} : { language }),
        ...(role === undefined ? {} : { role }),
      };
    }),
    turns: script.turns.map((turn) => ({
      ...turn,
      speaker: named(turn.speaker),
      parts: turn.parts.map((part) =>
        'speaker' in part && part.speaker !== undefined ? { ...part, speaker: named(part.speaker) } : part,
      ),
    })),
  };
}

/** Which of the script's speakers each of the plan's is; turned round where more genders agree then. */
function bestOrder(script: Script, speakers: readonly CorpusSpeaker[]): number[] {
  const straight = speakers.map((_, index) => index);
  const agreeing = (order: readonly number[]): number =>
    order.filter((from, to) => {
      const wanted = script.speakers[from]?.gender;
      return wanted !== undefined && wanted === speakers[to]?.gender;
    }).length;
  const turned = straight.toReversed();
  return agreeing(turned) > agreeing(straight) ? turned : straight;
}
