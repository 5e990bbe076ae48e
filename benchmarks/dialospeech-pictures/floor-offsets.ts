import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vocabulary } from '../../packages/dialospeech/src/text/index.ts';
import { type PackItem, packRate, tokenFrames } from '../../training/prepare/pack-item.ts';
import { decode, speakerVector, type WatchedModel } from './open-model.ts';

/** When the next one begins: seconds after the end of the turn before, below 0 in overlap. */
export type FloorOffsets = {
  readonly afterQuestions: readonly number[];
  readonly afterStatements: readonly number[];
};

/** A unit of speech with its symbols: what is needed to tell a turn from a listener's word, and a question from the rest. */
type Span = {
  readonly stream: number;
  readonly start: number;
  readonly end: number;
  readonly symbols: readonly number[];
};

const question = vocabulary.symbols.indexOf('<?>');
const cut = vocabulary.symbols.indexOf('<cut>');
const turn = vocabulary.symbols.indexOf('<turn>');
const backchannel = vocabulary.symbols.indexOf('<backchannel>');
const continuation = vocabulary.symbols.indexOf('<continue>');

/** All dialogues of a folder of packs. */
export async function readDialogues(folder: string): Promise<PackItem[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).toSorted();
  const texts = await Promise.all(
    names.map((name) => readFile(join(folder, name, 'items.jsonl'), 'utf8').catch(() => '')),
  );
  const items = texts
    .flatMap((text) => text.split('\n').filter(Boolean))
    .map((line): PackItem => JSON.parse(line))
    .filter(({ kind }) => kind === 'dialogue');
  if (items.length === 0)
    throw new Error(`There are no dialogues in ${folder}: give a folder that training/prepare/main.ts made.`);
  return items;
}

/** Of what a model learnt from. */
export function taughtOffsets(items: readonly PackItem[]): FloorOffsets {
  return joined(
    items.map(({ units }) => offsetsOf(units.map((unit) => ({ ...unit, stream: unit.channel })))),
  );
}

/** Of what a model makes of the same texts, each spoken once; it chooses its listeners' words by itself. */
export async function spokenOffsets(
  model: WatchedModel,
  items: readonly PackItem[],
  onItem: (done: number) => void,
): Promise<FloorOffsets> {
  const found: FloorOffsets[] = [];
  for (const { id, units, speakers, language } of items) {
    const written = units
      .filter(({ role }) => role !== 'backchannel')
      .map(({ channel, symbols, tones }) => ({
        stream: channel === 1 ? (1 as const) : (0 as const),
        symbols,
        tones,
        language: language === 'zh' ? (1 as const) : (0 as const),
      }));
    const [first, second] = speakers.map(({ gender }) => speakerVector(model.file, `${language}-${gender}`));
    if (first === undefined || second === undefined) continue;
    const { said } = await decode(model, written, { speakers: [first, second], seed: id });
    const step = tokenFrames / packRate;
    const spans = said.flatMap(({ stream, unit, onsets }) => {
      const symbols = written[unit]?.symbols;
      // Speech lasts from the first sound to where the end symbol begins.
      const [start, end] = [(onsets[1] ?? 0) * step, (onsets.at(-2) ?? 0) * step];
      return symbols === undefined ? [] : [{ stream, start, end, symbols, unit }];
    });
    found.push(offsetsOf(spans.toSorted((one, other) => one.unit - other.unit)));
    onItem(found.length);
  }
  return joined(found);
}

/** Units in the order of the script; one that goes on belongs to the turn before it. */
function offsetsOf(units: readonly Span[]): FloorOffsets {
  const turns: Span[] = [];
  for (const unit of units) {
    const begins = unit.symbols[0];
    const before = turns.findLastIndex(({ stream }) => stream === unit.stream);
    const last = turns[before];
    if (begins === backchannel) continue;
    if (begins === continuation && last !== undefined)
      turns[before] = { ...unit, start: last.start, symbols: [...last.symbols, ...unit.symbols] };
    else turns.push(unit);
  }
  const afterQuestions: number[] = [];
  const afterStatements: number[] = [];
  for (const [index, { stream, end, symbols }] of turns.entries()) {
    const next = turns[index + 1];
    const last = symbols.at(-1);
    if (next === undefined || next.stream === stream || last === cut || next.symbols[0] !== turn) continue;
    (last === question ? afterQuestions : afterStatements).push(next.start - end);
  }
  return { afterQuestions, afterStatements };
}

function joined(all: readonly FloorOffsets[]): FloorOffsets {
  return {
    afterQuestions: all.flatMap(({ afterQuestions }) => afterQuestions),
    afterStatements: all.flatMap(({ afterStatements }) => afterStatements),
  };
}
