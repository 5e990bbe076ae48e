import { type DialogueRequest, type DialogueVoice, respell, wordsToSay } from '../voices/index.ts';
import type { ResolvedOptions } from './check-options.ts';
import type { Draft, SoundRequest } from './draft-script.ts';
import { GenerateError } from './generate-error.ts';
import type { TurnDelivery } from './options.ts';
import { type TrackLine, trackLines } from './track-lines.ts';

/** How a conversation is made. */
export type Path =
  /** A model speaks all of it at once. */
  | {
      readonly type: 'native';
      readonly dialogue: DialogueVoice;
      readonly blocks: readonly DialogueBlock[];
      /** Of a model that gives each speaker a track: what it is asked for. */
      readonly lines?: readonly TrackLine[];
      /** What of the script it leaves out. */
      readonly warnings?: readonly string[];
    }
  /** A model speaks it in several stretches of turns. */
  | {
      readonly type: 'native-split';
      readonly dialogue: DialogueVoice;
      readonly blocks: readonly DialogueBlock[];
    }
  /** Each turn is spoken alone. */
  | { readonly type: 'stitch'; readonly reason: string };

/** Turns that one request speaks, by index: `first` to before `end`. */
export type DialogueBlock = { readonly first: number; readonly end: number };

type SpokenTurn = {
  readonly index: number;
  readonly request: Extract<SoundRequest, { speech: unknown }>;
};

type PathOptions = Pick<
  ResolvedOptions,
  'engine' | 'path' | 'style' | 'script' | 'pronunciations' | 'delivery' | 'backchannels' | 'interruptions'
>;

/** Decides whether a model can speak the dialogue as a whole. Pure; throws where `native` is asked for and cannot be. */
export function choosePath(draft: Draft, options: PathOptions): Path {
  const path = findPath(draft, options);
  if (path.type === 'stitch' && options.path === 'native') {
    throw new GenerateError(`The dialogue cannot be spoken as a whole: ${path.reason}.`, { field: 'path' });
  }
  return path;
}

function findPath(draft: Draft, options: PathOptions): Path {
  const { path, style, script, pronunciations, delivery } = options;
  if (path === 'stitch') return stitch('it was asked for');
  const spoken = draft.requests.flatMap((request) =>
    request.purpose === 'turn' && 'speech' in request ? [request] : [],
  );
  const dialogue = spoken[0]?.voice.dialogue;
  if (dialogue === undefined || spoken.some(({ voice }) => voice.dialogue !== dialogue)) {
    return stitch(differenceOf(spoken));
  }
  if (dialogue.tracks === true) return trackPath(draft, dialogue, spoken, options);
  if (style !== 'sequential') return stitch('the natural style places every turn itself');
  const requests = new Map(spoken.map((request) => [request.key, request]));
  const turns: SpokenTurn[] = [];
  for (const { index, keys } of draft.turns) {
    const [key = '', ...others] = keys;
    const request = requests.get(key);
    const plain =
      script.turns[index]?.parts.every(({ type }) => type === 'speech') === true && others.length === 0;
    if (request === undefined || !plain || wordsToSay(request.voice, request.speech.text).length === 0) {
      return stitch(`turn ${index + 1} is not words of one language alone`);
    }
    turns.push({ index, request });
  }
  const special = specialWay(turns, { delivery, pronunciations });
  if (special !== undefined) return stitch(special);
  const { leastVoices, mostVoices } = dialogue.limits;
  const voices = new Set(turns.map(({ request }) => request.voice.id)).size;
  if (voices < leastVoices || voices > mostVoices) {
    return stitch(`${dialogue.id} speaks with ${leastVoices} to ${mostVoices} voices, not ${voices}`);
  }
  const blocks = cutBlocks(turns, dialogue);
  if (typeof blocks === 'string') return stitch(blocks);
  return { type: blocks.length === 1 ? 'native' : 'native-split', dialogue, blocks };
}

/**
 * A model that takes turns by itself is asked for all of it at once. Where it was asked for as the engine, it leaves out
 * what it cannot do, with a warning; elsewhere each turn is spoken alone then.
 */
function trackPath(
  draft: Draft,
  dialogue: DialogueVoice,
  spoken: readonly SpokenTurn['request'][],
  options: PathOptions,
): Path {
  const drafted = trackLines(draft, dialogue, options);
  if (typeof drafted === 'string') return stitch(drafted);
  const { lines, unmet } = drafted;
  const turns = spoken.map((request) => ({ index: request.where.turnIndex ?? 0, request }));
  const special = specialWay(turns, options);
  const reasons = [...unmet, ...(special === undefined ? [] : [special])];
  const [reason] = reasons;
  const isLenient = options.engine !== undefined && options.path === 'native';
  if (reason !== undefined && !isLenient) return stitch(reason);
  const blocks = [{ first: 0, end: draft.turns.length }];
  const warnings = reasons.map(
    (each) => `${each.slice(0, 1).toUpperCase()}${each.slice(1)}: it is left out.`,
  );
  return { type: 'native', dialogue, blocks, lines, warnings };
}

/** A turn that is said in another way than the rest. */
function specialWay(
  turns: readonly SpokenTurn[],
  { delivery, pronunciations }: Pick<PathOptions, 'delivery' | 'pronunciations'>,
): string | undefined {
  const own = turns.find(({ request }) => isOwn(request, delivery));
  if (own !== undefined) return `turn ${own.index + 1} has a way of speaking of its own`;
  const respelt = turns.find(
    ({ request: { speech } }) => respell(speech.text, pronunciations).text !== speech.text,
  );
  return respelt && `turn ${respelt.index + 1} has words that are read as others`;
}

function stitch(reason: string): Path {
  return { type: 'stitch', reason };
}

function differenceOf(requests: readonly SpokenTurn['request'][]): string {
  const models = new Set(requests.map(({ voice }) => `${voice.service?.provider}/${voice.service?.model}`));
  if (models.size > 1) return 'the voices are of several models';
  if (requests.every(({ voice }) => voice.dialogue !== undefined)) {
    return 'the voices are reached in several ways';
  }
  const voice = requests[0]?.voice;
  return `${voice?.service?.model ?? voice?.id ?? 'nobody'} speaks one voice at a time`;
}

function isOwn({ speech }: SpokenTurn['request'], delivery: TurnDelivery): boolean {
  const { speed = 1, instructions, providerOptions } = speech;
  // What is asked of all turns is asked of the dialogue.
  const isDirected = instructions !== undefined && instructions !== delivery.instructions;
  return speed !== 1 || isDirected || providerOptions !== undefined;
}

/** How a dialogue that is spoken as a whole is said. */
export function directionOf({ requests }: Draft): Pick<DialogueRequest, 'instructions'> {
  const spoken = requests.find((request) => request.purpose === 'turn' && 'speech' in request);
  const instructions = spoken !== undefined && 'speech' in spoken ? spoken.speech.instructions : undefined;
  return instructions === undefined ? {} : { instructions };
}

/** As few stretches as the limits allow, each as long as can be, or why there are none. */
function cutBlocks(turns: readonly SpokenTurn[], dialogue: DialogueVoice): readonly DialogueBlock[] | string {
  const { id, limits } = dialogue;
  const { mostCharacters = Number.POSITIVE_INFINITY } = limits;
  const long = turns.find(({ request }) => request.speech.text.length > mostCharacters);
  if (long !== undefined) {
    const { length } = long.request.speech.text;
    return `turn ${long.index + 1} is longer than ${id} takes: ${length} characters`;
  }
  /** For each turn, where a stretch that begins with it ends, and how many there are from it on. */
  const cuts: ({ readonly end: number; readonly count: number } | undefined)[] = [];
  for (let first = turns.length - 1; first >= 0; first--) {
    for (const end of possibleEnds(turns, first, dialogue)) {
      const count = 1 + (end === turns.length ? 0 : (cuts[end]?.count ?? Number.POSITIVE_INFINITY));
      if (count <= (cuts[first]?.count ?? Number.MAX_VALUE)) cuts[first] = { end, count };
    }
  }
  const blocks: DialogueBlock[] = [];
  for (let first = 0; first < turns.length; ) {
    const end = cuts[first]?.end;
    if (end === undefined) {
      return `however it is cut to what ${id} takes at once, a stretch has fewer than ${limits.leastVoices} voices`;
    }
    blocks.push({ first, end });
    first = end;
  }
  return blocks;
}

/** Where a stretch from `first` on may end, rising: it is not too long, and has voices enough. */
function* possibleEnds(
  turns: readonly SpokenTurn[],
  first: number,
  { limits }: DialogueVoice,
): Generator<number> {
  const { mostCharacters = Number.POSITIVE_INFINITY, mostTurns = Number.POSITIVE_INFINITY } = limits;
  const voices = new Set<string>();
  let characters = 0;
  for (const [offset, { request }] of turns.slice(first).entries()) {
    characters += request.speech.text.length;
    voices.add(request.voice.id);
    if (characters > mostCharacters || offset >= mostTurns || voices.size > limits.mostVoices) return;
    if (voices.size >= limits.leastVoices) yield first + offset + 1;
  }
}
