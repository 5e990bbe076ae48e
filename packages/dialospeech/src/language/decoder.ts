import { createRandom } from 'duologue/dsp';
import { type Engine, floats, integers, type Outputs, output, type Tensor } from '../model/engine.ts';
import { symbolId } from '../text/vocabulary.ts';
import {
  type Actions,
  advance,
  featureCount,
  featuresOf,
  firstBackchannel,
  type Hold,
  initialPlaces,
  isAtEnd,
  isOver,
  isPausing,
  isSounding,
  type LanguageIndex,
  legalActions,
  modeOf,
  modes,
  type Place,
  type Places,
  type PointerPlan,
  pendingUnit,
  planPointers,
  type StreamIndex,
} from './pointers.ts';
import { sample, shareOf } from './sampling.ts';
import { encodeUnit, pair, type Surroundings, type UnitText, type UnitVectors } from './text-vectors.ts';

const question = symbolId('<?>');

/** Sizes of the language model. */
export type LanguageShape = {
  readonly layers: number;
  /** Steps that it looks back. */
  readonly window: number;
  readonly width: number;
  readonly textWidth: number;
  readonly surroundings: Surroundings;
  readonly tokens: {
    readonly silence: number;
    readonly begin: number;
    readonly count: number;
    /** Those that are sound, counted from 0. */
    readonly codes: number;
  };
  /** Backchannels that it has actions for. */
  readonly backchannels: number;
};

export type DecoderUnit = UnitText & {
  readonly language: LanguageIndex;
  /** Pauses that were asked for. */
  readonly holds?: readonly Hold[];
};

/** What is to be said: in script order, the later part of it perhaps not read yet. */
export type DecoderText = {
  readonly units: readonly DecoderUnit[];
  /** Whose turns come after, one or more units each. */
  readonly rest: readonly Pick<DecoderUnit, 'stream' | 'language'>[];
};

/** Everything that a conversation is decoded from. Plain data: it goes to another thread. */
export type DecoderScript = DecoderText & {
  /** By their number in the vocabulary; nothing where one may not be said. */
  readonly backchannels: readonly (Omit<DecoderUnit, 'stream'> | undefined)[];
  /** What the model is told of the two speakers. */
  readonly speakers: readonly [Float32Array, Float32Array];
  /** Nobody waits before the first unit. */
  readonly beginsAtOnce: boolean;
  readonly seed: string;
  readonly sampling: DecoderSampling;
};

export type DecoderSampling = {
  /** Of who speaks when, and how fast. */
  readonly actions: number;
  /**
   * Nobody begins over the other with a chance below this in a step. A turn is a hundred steps long: what the model
   * cannot quite exclude would break into every third turn.
   */
  readonly begins: number;
  /** Of how it sounds. */
  readonly tokens: number;
  readonly topP: number;
};

/**
 * How it speaks when nothing else is asked for. What is left out of the timing as too unlikely, the temperature above 1
 * makes up for: with both, turns of the validation scripts begin when their teacher's do.
 */
export const usualSampling: DecoderSampling = { actions: 1.07, begins: 0.03, tokens: 0.8, topP: 0.95 };

/** A unit, or a backchannel of the model's own, that has been said. */
export type SaidUnit = {
  readonly stream: StreamIndex;
  /** Its place in the script, or -1 for a backchannel of the model's own. */
  readonly unit: number;
  /** Its number in the vocabulary, or -1. */
  readonly backchannel: number;
  /** When each symbol began, in steps; one more for the end. */
  readonly onsets: readonly number[];
};

export type DecodedStep = {
  readonly tokens: readonly [number, number];
  readonly said: readonly SaidUnit[];
};

/** Decodes one conversation step by step. All of its state is its own; one step at a time. */
export interface Decoder {
  /** More of the text has been read: all units so far. */
  extend(text: DecoderText): void;
  /** `starved` before a step that needs more of the text, `over` when all is said. */
  step(): Promise<DecodedStep | 'starved' | 'over'>;
}

const closed = -1e9;
/** Actions that begin a turn where one waits. */
const beginning = { from: 1, to: firstBackchannel };

export function createDecoder(engine: Engine, shape: LanguageShape, script: DecoderScript): Decoder {
  const { layers, window, width, tokens } = shape;
  let text: DecoderText = script;
  let plan = planOf(text, script, shape);
  const random = createRandom(script.seed);
  const [actionDraws, tokenDraws] = [random.fork('actions'), random.fork('tokens')];
  const vectors = createVectors(engine, shape, script.backchannels);
  const keys = new Float32Array(layers * window * width);
  const values = new Float32Array(layers * window * width);
  const mask = new Float32Array(window).fill(closed);
  const speakers = pair(...script.speakers);
  const onsets: [number[], number[]] = [[], []];
  // A code where the voice sounds, silence, nothing else: the rest of the vocabulary is for the model's training.
  const sayable = Array.from(
    { length: tokens.count },
    (_, token) => token < tokens.codes || token === tokens.silence,
  );
  let places = initialPlaces();
  let previous: readonly [number, number] = [tokens.begin, tokens.begin];
  let position = 0;

  const textAt = async (at: Places): Promise<Tensor> =>
    pair(
      await vectors.at(at[0], pendingUnit(plan, at, 0), text.units),
      await vectors.at(at[1], pendingUnit(plan, at, 1), text.units),
    );

  const chooseActions = (outputs: Outputs): Actions => {
    const { actions: temperature, begins } = script.sampling;
    const draw = (logits: Float32Array, stream: StreamIndex): number => {
      const allowed = legalActions(plan, places, stream);
      const isWaiting = modeOf(plan, places, stream) === modes.waiting;
      if (position === 0 && script.beginsAtOnce && isWaiting) allowed.fill(false, 0, 1);
      const mayBreakIn = temperature > 0 && isWaiting && isSounding(places[stream === 0 ? 1 : 0]);
      if (mayBreakIn && shareOf(logits, beginning, temperature, allowed) < begins)
        allowed.fill(false, beginning.from, beginning.to);
      return sample(logits, { temperature, topP: 1 }, actionDraws, allowed);
    };
    const first = draw(output(outputs, 'dialm', 'actions_first'), 0);
    const table = output(outputs, 'dialm', 'actions_second');
    const count = Math.round(Math.sqrt(table.length));
    return [first, draw(table.subarray(first * count, (first + 1) * count), 1)];
  };

  const chooseTokens = async (summary: Float32Array, next: Places): Promise<[number, number]> => {
    const sounding = ([0, 1] as const).map(
      (stream) => isSounding(next[stream]) && !isPausing(plan, next, stream),
    );
    if (!sounding.includes(true)) return [tokens.silence, tokens.silence];
    const outputs = await engine.run('head', {
      summary: floats(summary, 2, summary.length / 2),
      text: await textAt(next),
    });
    const logits = output(outputs, 'head', 'logits');
    const count = logits.length / 2;
    const { tokens: temperature, topP } = script.sampling;
    const draw = (stream: StreamIndex): number => {
      const own = logits.subarray(stream * count, (stream + 1) * count);
      return sounding[stream] === true
        ? sample(own, { temperature, topP }, tokenDraws, sayable)
        : tokens.silence;
    };
    return [draw(0), draw(1)];
  };

  const keep = (outputs: Outputs): void => {
    const [newKeys, newValues] = [
      output(outputs, 'dialm', 'new_keys'),
      output(outputs, 'dialm', 'new_values'),
    ];
    const slot = position % window;
    for (let layer = 0; layer < layers; layer++) {
      const at = (layer * window + slot) * width;
      keys.set(newKeys.subarray(layer * width, (layer + 1) * width), at);
      values.set(newValues.subarray(layer * width, (layer + 1) * width), at);
    }
    mask[slot] = 0;
  };

  return {
    extend(more) {
      text = more;
      plan = planOf(text, script, shape);
    },
    async step() {
      if (isOver(plan, places)) return 'over';
      if (isStarved(text, plan, places)) return 'starved';
      const features = [...featuresOf(plan, places, 0), ...featuresOf(plan, places, 1)];
      const outputs = await engine.run('dialm', {
        tokens: integers(previous, 2),
        text: await textAt(places),
        features: integers(features, 2, featureCount),
        speakers,
        cache_keys: floats(keys, layers, window, width),
        cache_values: floats(values, layers, window, width),
        mask: floats(mask, window),
        position: integers([position], 1),
      });
      keep(outputs);
      const actions = chooseActions(outputs);
      const next = advance(plan, places, actions);
      previous = await chooseTokens(output(outputs, 'dialm', 'summary'), next);
      const said = ([0, 1] as const).flatMap((stream) =>
        follow(
          onsets[stream],
          { stream, before: places[stream], after: next[stream], action: actions[stream], step: position },
          plan.orders[stream],
        ),
      );
      places = next;
      position++;
      return { tokens: [previous[0], previous[1]], said };
    },
  };
}

type Move = {
  readonly stream: StreamIndex;
  readonly before: Place;
  readonly after: Place;
  readonly action: number;
  readonly step: number;
};

/**
 * Writes down when symbols begin. A pointer is at the last symbol that began before the middle of its step, so a
 * symbol began about at the start of the step; of several in one step, each has its share.
 */
function follow(
  onsets: number[],
  { stream, before, after, action, step }: Move,
  order: readonly number[],
): SaidUnit[] {
  if (action === 0) return [];
  if (action >= firstBackchannel) {
    onsets.push(step, step);
    return [];
  }
  if (before.symbol > 0 && after.symbol === 0) {
    const unit = before.own >= 0 ? -1 : (order[before.ordinal] ?? -1);
    return [{ stream, unit, backchannel: before.own, onsets: [...onsets.splice(0), step] }];
  }
  if (before.symbol === 0) onsets.push(step);
  for (let symbol = 1; symbol <= action; symbol++)
    onsets.push(Math.max(onsets.at(-1) ?? 0, step - 0.5 + (symbol - 0.5) / action));
  return [];
}

function planOf(
  { units, rest }: DecoderText,
  { backchannels }: DecoderScript,
  shape: LanguageShape,
): PointerPlan {
  return planPointers(
    [
      ...units.map(({ stream, symbols, language, holds = [] }) => ({
        stream,
        length: symbols.length,
        language,
        asks: symbols.at(-1) === question,
        holds,
      })),
      // Nobody gets there before they are read.
      ...rest.map(({ stream, language }) => ({ stream, length: 3, language })),
    ],
    Array.from({ length: shape.backchannels }, (_, index) => {
      const own = backchannels[index];
      return own === undefined ? undefined : { length: own.symbols.length, language: own.language };
    }),
  );
}

/** A unit is read together with the one after it. */
function isStarved({ units, rest }: DecoderText, plan: PointerPlan, places: Places): boolean {
  if (rest.length === 0) return false;
  return ([0, 1] as const).some((stream) => {
    const order = plan.orders[stream];
    const { ordinal } = places[stream];
    const reached = ordinal + (isAtEnd(plan, places, stream) ? 1 : 0);
    return (order[Math.min(reached, order.length - 1)] ?? 0) + 1 >= units.length;
  });
}

/** The vectors of the units at hand; each is encoded when it is first needed, and forgotten when it is said. */
function createVectors(
  engine: Engine,
  { textWidth, surroundings }: LanguageShape,
  backchannels: DecoderScript['backchannels'],
) {
  const nothing = new Float32Array(textWidth);
  const known = new Map<number, UnitVectors>();
  const own = new Map<number, UnitVectors>();

  const ofBackchannel = async (index: number): Promise<UnitVectors | undefined> => {
    const text = backchannels[index];
    if (text === undefined) return undefined;
    const found = own.get(index) ?? (await encodeUnit(engine, { ...text, stream: 0 }, {}, surroundings));
    own.set(index, found);
    return found;
  };

  const ofUnit = async (index: number, units: readonly UnitText[]): Promise<UnitVectors | undefined> => {
    const unit = units[index];
    if (unit === undefined) return undefined;
    const found = known.get(index);
    if (found !== undefined) return found;
    // Of each stream only the last is still of use.
    for (const old of known.keys()) if (units[old]?.stream === unit.stream) known.delete(old);
    const neighbours = { before: units[index - 1], after: units[index + 1] };
    const made = await encodeUnit(engine, unit, neighbours, surroundings);
    known.set(index, made);
    return made;
  };

  return {
    async at(place: Place, pending: number, units: readonly UnitText[]): Promise<Float32Array> {
      const found = place.own >= 0 ? await ofBackchannel(place.own) : await ofUnit(pending, units);
      return found?.at(place.symbol) ?? nothing;
    },
  };
}
