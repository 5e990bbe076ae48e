/**
 * Where each stream stands in its text, and what may happen next. The model never writes text: at each step it says
 * for each stream how far the pointer moves. A unit is a start symbol, phones, and an end symbol. A stream waits at
 * the start symbol of its next unit, walks through the unit, holds the end symbol for at least a step, and waits
 * again. While it waits it may say a backchannel of its own choice. The twin of `training/dialospeech/dialm_state.py`.
 */
export const stay = 0;
const longestAdvance = 3;
/** Action `firstBackchannel + b` begins backchannel `b`. */
export const firstBackchannel = 4;

/** What the model is told that a stream does. */
export const modes = { waiting: 0, blocked: 1, speaking: 2, ended: 3, ownBackchannel: 4 } as const;

/** Steps that a stream may stand at one symbol while it speaks. */
const longestDwell = 50;
/** Steps that all may wait before one who may begin has to. */
const longestSilence = 100;

export type StreamIndex = 0 | 1;

/** What is to be said, as the pointers see it. */
export type PointerPlan = {
  /** In script order; `length` counts symbols. */
  readonly units: readonly PlannedUnit[];
  /** For each stream, its units by their place in `units`. */
  readonly orders: readonly [readonly number[], readonly number[]];
  /** Those that the model may say by itself; nothing where one is not at hand. */
  readonly backchannels: readonly (PlannedBackchannel | undefined)[];
};

/** 0 is English, 1 Mandarin. */
export type LanguageIndex = 0 | 1;

export type PlannedUnit = {
  readonly stream: StreamIndex;
  readonly length: number;
  readonly language: LanguageIndex;
  /** Whether it ends as a question. */
  readonly asks?: boolean;
  /** Rising by symbol. None of them is passed over. */
  readonly holds?: readonly Hold[];
};
/** A symbol that is held for so many steps at least. */
export type Hold = { readonly symbol: number; readonly steps: number };
export type PlannedBackchannel = { readonly length: number; readonly language: LanguageIndex };

/** Where one stream stands. */
export type Place = {
  /** Which of the stream's own units; as many as there are when all are said. */
  readonly ordinal: number;
  readonly symbol: number;
  /** The backchannel of its own choice that it is saying, or -1. */
  readonly own: number;
  /** Steps spent at this symbol so far. */
  readonly dwell: number;
};

export type Places = readonly [Place, Place];
export type Actions = readonly [number, number];

export function planPointers(
  units: readonly PlannedUnit[],
  backchannels: PointerPlan['backchannels'],
): PointerPlan {
  const short = units.findIndex(({ length }) => length < 3);
  if (short >= 0) throw new RangeError(`Unit ${short} has ${units[short]?.length} symbols: 3 are the least.`);
  const orderOf = (stream: StreamIndex): number[] =>
    units.flatMap((unit, index) => (unit.stream === stream ? [index] : []));
  return { units, orders: [orderOf(0), orderOf(1)], backchannels };
}

export function initialPlaces(): Places {
  const start = { ordinal: 0, symbol: 0, own: -1, dwell: 0 };
  return [start, start];
}

/** The unit that a stream is at or waits for; past the last where it has none. */
export function pendingUnit(plan: PointerPlan, places: Places, stream: StreamIndex): number {
  return plan.orders[stream][places[stream].ordinal] ?? plan.units.length;
}

function nextToBegin(plan: PointerPlan, places: Places, stream: StreamIndex): number {
  const { own, symbol, ordinal } = places[stream];
  const begun = own < 0 && symbol > 0;
  return plan.orders[stream][ordinal + (begun ? 1 : 0)] ?? plan.units.length;
}

export function modeOf(plan: PointerPlan, places: Places, stream: StreamIndex): number {
  const place = places[stream];
  if (place.own >= 0) return modes.ownBackchannel;
  if (place.ordinal >= plan.orders[stream].length) return modes.ended;
  if (place.symbol > 0) return modes.speaking;
  const first = nextToBegin(plan, places, other(stream)) < pendingUnit(plan, places, stream);
  return first ? modes.blocked : modes.waiting;
}

/** Of the unit that it is at, else of its last, else of the other's first. */
function languageOf(plan: PointerPlan, places: Places, stream: StreamIndex): LanguageIndex {
  const order = plan.orders[stream];
  const unit = order[Math.min(places[stream].ordinal, order.length - 1)] ?? 0;
  return plan.units[unit]?.language ?? 0;
}

/** Whether what a stream says next follows a question of the other's. */
function isAsked(plan: PointerPlan, places: Places, stream: StreamIndex): boolean {
  const mode = modeOf(plan, places, stream);
  if (mode !== modes.waiting && mode !== modes.blocked) return false;
  const before = plan.units[pendingUnit(plan, places, stream) - 1];
  return before?.asks === true && before.stream !== stream;
}

/** Symbols that come after the pointer in the unit that it is in. */
function symbolsLeft(plan: PointerPlan, places: Places, stream: StreamIndex): number {
  const { own, ordinal, symbol } = places[stream];
  const unit = own >= 0 ? plan.backchannels[own] : plan.units[plan.orders[stream][ordinal] ?? -1];
  return unit === undefined ? 0 : unit.length - 1 - symbol;
}

/** Whether the next step further leaves the unit. */
export function isAtEnd(plan: PointerPlan, places: Places, stream: StreamIndex): boolean {
  return places[stream].symbol > 0 && symbolsLeft(plan, places, stream) === 0;
}

export function isOver(plan: PointerPlan, places: Places): boolean {
  return modeOf(plan, places, 0) === modes.ended && modeOf(plan, places, 1) === modes.ended;
}

/** Smallest counts of the buckets from the ninth on: half octaves from 8. */
const bucketEdges = [12, 16, 23, 32, 46, 64, 91];

function bucket(count: number): number {
  if (count < 8) return count;
  const place = bucketEdges.findIndex((edge) => count < edge);
  return place < 0 ? 15 : 8 + place;
}

export const featureCount = 5;

/** What the model is told of a stream: mode, dwell, symbols left, language, whether it was asked. */
export function featuresOf(plan: PointerPlan, places: Places, stream: StreamIndex): number[] {
  return [
    modeOf(plan, places, stream),
    bucket(places[stream].dwell),
    bucket(symbolsLeft(plan, places, stream)),
    languageOf(plan, places, stream),
    isAsked(plan, places, stream) ? 1 : 0,
  ];
}

/** Both streams are judged by the places before the step. */
export function legalActions(plan: PointerPlan, places: Places, stream: StreamIndex): boolean[] {
  const allowed = Array.from({ length: firstBackchannel + plan.backchannels.length }, () => false);
  const mode = modeOf(plan, places, stream);
  const remaining = symbolsLeft(plan, places, stream);
  const { dwell } = places[stream];
  const reach = Math.min(remaining, untilHold(plan, places, stream));
  if (mode === modes.speaking || mode === modes.ownBackchannel) {
    const isHeld = heldSteps(plan, places, stream) > dwell;
    allowed[stay] = isHeld || dwell < longestDwell;
    for (let step = 1; step <= longestAdvance; step++)
      allowed[step] = !isHeld && (remaining === 0 ? step === 1 : step <= reach);
    return allowed;
  }
  const beside = places[other(stream)];
  const isQuiet = beside.own < 0 && beside.symbol === 0;
  const silence = isQuiet ? Math.min(dwell, beside.dwell) : 0;
  const mustBegin = mode === modes.waiting && silence >= longestSilence;
  allowed[stay] = !mustBegin;
  if (mode === modes.waiting) {
    for (let step = 1; step <= longestAdvance; step++) allowed[step] = step <= reach;
  }
  const isOpen = mode !== modes.ended || modeOf(plan, places, other(stream)) !== modes.ended;
  if (mustBegin || !isOpen) return allowed;
  const language = languageOf(plan, places, stream);
  for (const [index, backchannel] of plan.backchannels.entries())
    allowed[firstBackchannel + index] = backchannel?.language === language;
  return allowed;
}

function holdsOf(plan: PointerPlan, places: Places, stream: StreamIndex): readonly Hold[] {
  return places[stream].own >= 0 ? [] : (plan.units[pendingUnit(plan, places, stream)]?.holds ?? []);
}

/** Steps for which a stream holds the symbol that it is at. */
function heldSteps(plan: PointerPlan, places: Places, stream: StreamIndex): number {
  const { symbol } = places[stream];
  return holdsOf(plan, places, stream).find((hold) => hold.symbol === symbol)?.steps ?? 0;
}

/** Symbols to the next that is held. */
function untilHold(plan: PointerPlan, places: Places, stream: StreamIndex): number {
  const { symbol } = places[stream];
  const next = holdsOf(plan, places, stream).find((hold) => hold.symbol > symbol);
  return next === undefined ? Number.POSITIVE_INFINITY : next.symbol - symbol;
}

/** Steps in which a voice may fade where a symbol is held: after them it is silent. */
const fadeSteps = 2;

/** Whether a stream is silent because of a pause that was asked for. */
export function isPausing(plan: PointerPlan, places: Places, stream: StreamIndex): boolean {
  const { dwell } = places[stream];
  return dwell > fadeSteps && dwell <= heldSteps(plan, places, stream);
}

/** The places after a step. */
export function advance(plan: PointerPlan, places: Places, actions: Actions): Places {
  return [moved(plan, places, 0, actions[0]), moved(plan, places, 1, actions[1])];
}

function moved(plan: PointerPlan, places: Places, stream: StreamIndex, action: number): Place {
  const place = places[stream];
  if (legalActions(plan, places, stream)[action] !== true)
    throw new RangeError(`Stream ${stream} cannot take action ${action} at ${JSON.stringify(place)}.`);
  if (action === stay) return { ...place, dwell: place.dwell + 1 };
  if (action >= firstBackchannel)
    return { ordinal: place.ordinal, symbol: 1, own: action - firstBackchannel, dwell: 1 };
  if (isAtEnd(plan, places, stream)) {
    const done = place.own >= 0 ? place.ordinal : place.ordinal + 1;
    return { ordinal: done, symbol: 0, own: -1, dwell: 1 };
  }
  return { ...place, symbol: place.symbol + action, dwell: 1 };
}

/** Whether a stream is inside a unit. Where it is not, its token is silence without asking the model. */
export function isSounding({ own, symbol }: Place): boolean {
  return own >= 0 || symbol > 0;
}

export function other(stream: StreamIndex): StreamIndex {
  return stream === 0 ? 1 : 0;
}
