import { readScript, type Script } from '../script/index.ts';
import {
  openSegmentCache,
  type PronunciationRule,
  type SegmentCache,
  type Voice,
  type WordAligner,
} from '../voices/index.ts';
import { GenerateError } from './generate-error.ts';
import type { ConversationEngine, ConversationOptions, ScriptInput, Style, TurnDelivery } from './options.ts';
import { resolveTiming, type Timing } from './timing.ts';

/** Options whose turns have become a script, and whose stand-ins have been found. */
export type CheckableOptions = ScriptInput &
  Omit<ConversationOptions, 'fallback' | 'wordTimes'> & {
    readonly wordTimes?: 'aligned' | 'spread' | WordAligner;
    readonly sampleRate?: number;
  };

/** Options with every default in its place, checked. */
export type ResolvedOptions = {
  readonly script: Script;
  readonly voices: Readonly<Record<string, string | Voice>>;
  readonly style: Style;
  /** Seconds. */
  readonly gap: number;
  readonly seed: string;
  readonly backchannels: 'auto' | 'script' | 'none';
  readonly interruptions: 'script' | 'auto' | 'none';
  readonly timing: Timing;
  readonly sampleRate: number | undefined;
  readonly id: string;
  readonly maxConcurrency: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly loudness: {
    readonly levels: 'even' | 'keep';
    readonly target: number | undefined;
    readonly truePeak: number;
  };
  readonly delivery: TurnDelivery;
  readonly deliveries: readonly (TurnDelivery | undefined)[];
  readonly pronunciations: readonly PronunciationRule[];
  readonly cache: SegmentCache | undefined;
  readonly onError: 'throw' | 'partial';
  readonly engine: ConversationEngine | undefined;
  readonly path: 'auto' | 'native' | 'stitch';
  readonly wordTimes: 'aligned' | 'spread' | WordAligner;
};

/** Refuses what cannot be made before anything is rendered. */
export function checkPrepareOptions(options: CheckableOptions): ResolvedOptions {
  const { voices = {}, style = 'natural', gapMs = 300, seed = 'duologue', timing, loudness = {} } = options;
  const script = readScriptOption(options.script);
  checkScriptOption(script, voices);
  const { backchannels = style === 'natural' ? 'auto' : 'script', interruptions = 'script' } = options;
  requireOneOf('style', style, ['natural', 'sequential']);
  requireOneOf('backchannels', backchannels, ['auto', 'script', 'none']);
  requireOneOf('interruptions', interruptions, ['script', 'auto', 'none']);
  requireNumber('gapMs', gapMs, 0, 60_000);
  if (typeof seed !== 'string' && !Number.isFinite(seed))
    refuse('seed', seed, 'give a text or a finite number');
  const { sampleRate, maxConcurrency, signal, id = defaultId(script.title) } = options;
  if (sampleRate !== undefined) requireNumber('sampleRate', sampleRate, 8000, 192_000, true);
  if (maxConcurrency !== undefined) requireNumber('maxConcurrency', maxConcurrency, 1, 256, true);
  if (!/^[A-Za-z0-9_-]+$/.test(id)) refuse('id', id, 'use letters, digits, _ and - only');
  const { levels = 'even', target, truePeak = -1 } = loudness;
  requireOneOf('loudness.levels', levels, ['even', 'keep']);
  if (target !== undefined) requireNumber('loudness.target', target, -70, -5);
  requireNumber('loudness.truePeak', truePeak, -20, 0);
  return {
    script,
    voices,
    style,
    gap: gapMs / 1000,
    seed: String(seed),
    backchannels,
    interruptions,
    timing: resolveTiming(options.register ?? script.register ?? 'conversation', timing),
    sampleRate,
    id,
    maxConcurrency,
    signal,
    loudness: { levels, target, truePeak },
    ...checkServices(options, style),
  };
}

/** What concerns voices that are asked for, and paid. */
function checkServices(
  options: CheckableOptions,
  style: Style,
): Pick<
  ResolvedOptions,
  'delivery' | 'deliveries' | 'pronunciations' | 'cache' | 'onError' | 'engine' | 'path' | 'wordTimes'
> {
  const { delivery = {}, deliveries = [], pronunciations = {}, onError = 'throw', engine } = options;
  const { path = engine === undefined ? 'auto' : 'native' } = options;
  if (engine !== undefined) requireOneOf('engine', engine, ['dialospeech']);
  const { cache = false, wordTimes = style === 'natural' ? 'aligned' : 'spread' } = options;
  requireOneOf('onError', onError, ['throw', 'partial']);
  requireOneOf('path', path, ['auto', 'native', 'stitch']);
  if (typeof wordTimes === 'string') requireOneOf('wordTimes', wordTimes, ['aligned', 'spread']);
  const rules = resolvePronunciations(pronunciations);
  checkDelivery('delivery', delivery);
  for (const [index, one] of deliveries.entries()) {
    if (one !== undefined) checkDelivery(`deliveries[${index}]`, one);
  }
  return {
    delivery,
    deliveries,
    pronunciations: rules,
    cache: resolveCache(cache),
    onError,
    engine,
    path,
    wordTimes,
  };
}

export function resolvePronunciations({
  rules = [],
}: NonNullable<ConversationOptions['pronunciations']>): readonly PronunciationRule[] {
  if (!Array.isArray(rules)) refuse('pronunciations.rules', rules, 'give a list of { word, replacement }');
  for (const [index, rule] of rules.entries()) {
    const isRule =
      typeof rule?.word === 'string' && rule.word.trim() !== '' && typeof rule.replacement === 'string';
    if (!isRule) refuse(`pronunciations.rules[${index}]`, rule, 'give a word and its replacement');
  }
  return rules;
}

function checkDelivery(field: string, { speed, instructions, providerOptions }: TurnDelivery): void {
  if (speed !== undefined) requireNumber(`${field}.speed`, speed, 0.5, 2);
  if (instructions !== undefined && typeof instructions !== 'string')
    refuse(`${field}.instructions`, instructions, 'give a text');
  if (providerOptions !== undefined) checkProviderOptions(`${field}.providerOptions`, providerOptions);
}

/** They go into a request, and into the name under which its answer is kept. */
export function checkProviderOptions(field: string, options: unknown): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    refuse(field, options, 'give an object');
  try {
    JSON.stringify(options);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new GenerateError(`${field} cannot be sent: ${reason}`, { field, cause });
  }
}

export function resolveCache(cache: SegmentCache | string | boolean): SegmentCache | undefined {
  if (typeof cache === 'object') return cache;
  if (cache === false) return undefined;
  return openSegmentCache(cache === true ? {} : { folder: cache });
}

function readScriptOption(script: Script | string): Script {
  if (typeof script === 'string') return readScript(script);
  if (typeof script === 'object' && script !== null && Array.isArray(script.turns)) {
    if (Array.isArray(script.speakers) && typeof script.language === 'string') return script;
    return refuse('script', Object.keys(script), 'give it language, speakers and turns');
  }
  return refuse('script', script, 'give a script, or the text of one');
}

function checkScriptOption(script: Script, voices: Readonly<Record<string, string | Voice>>): void {
  if (script.turns.length === 0) {
    throw new GenerateError('The script has no turns: there is nothing to say.', { field: 'script.turns' });
  }
  const ids = script.speakers.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (!/^[A-Za-z0-9_-]+$/.test(id))
      refuse(`script.speakers[${index}].id`, id, 'use letters, digits, _ and - only');
    if (ids.indexOf(id) !== index)
      refuse(`script.speakers[${index}].id`, id, 'give each speaker an id of their own');
  }
  for (const name of Object.keys(voices)) {
    if (!ids.includes(name)) refuse(`voices.${name}`, name, `the speakers are ${ids.join(', ')}`);
  }
  for (const [turn, { speaker, parts, onset, speed, line }] of script.turns.entries()) {
    const where = { turnIndex: turn, ...(line === undefined ? {} : { line }) };
    const fail = (field: string, found: unknown, remedy: string): never => {
      const path = `script.turns[${turn}].${field}`;
      throw new GenerateError(`${path} is ${print(found)}: ${remedy}`, { field: path, ...where });
    };
    const known = (field: string, id: string): void => {
      if (!ids.includes(id)) fail(field, id, `the speakers are ${ids.join(', ')}`);
    };
    known('speaker', speaker);
    if (!Array.isArray(parts) || typeof onset !== 'object')
      fail('parts', parts, 'give each turn onset and parts');
    if ('duration' in onset && !isDuration(onset.duration)) {
      fail('onset.duration', onset.duration, 'give seconds from 0 to 3,600');
    }
    if (speed !== undefined && !(speed >= 0.25 && speed <= 4))
      fail('speed', speed, 'give a rate from .5 to 2');
    for (const [index, part] of parts.entries()) {
      if ((part.type === 'speech' || part.type === 'backchannel') && typeof part.text !== 'string') {
        fail(`parts[${index}].text`, part.text, 'give a text');
      }
      if (part.type === 'pause' && !isDuration(part.duration)) {
        fail(`parts[${index}].duration`, part.duration, 'give seconds from 0 to 3,600');
      }
      if (part.type === 'backchannel') {
        known(`parts[${index}].speaker`, part.speaker);
        if (part.speaker === speaker)
          fail(`parts[${index}].speaker`, part.speaker, 'nobody answers themselves');
      }
      if (part.type === 'event' && part.speaker !== undefined) known(`parts[${index}].speaker`, part.speaker);
    }
  }
}

function isDuration(value: number): boolean {
  return value >= 0 && value <= 3600;
}

function defaultId(title: string | undefined): string {
  const words = (title ?? '')
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return words?.join('-').slice(0, 60) || 'conversation';
}

function requireOneOf(field: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) refuse(field, value, `use ${allowed.join(', ')}`);
}

function requireNumber(field: string, value: number, least: number, most: number, whole = false): void {
  if (typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value)))
    return;
  refuse(field, value, `give a ${whole ? 'whole ' : ''}number from ${least} to ${most}`);
}

function refuse(field: string, value: unknown, remedy: string): never {
  throw new GenerateError(`${field} is ${print(value)}: ${remedy}`, { field });
}

function print(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
}
