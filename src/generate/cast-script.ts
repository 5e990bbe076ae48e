import type { Script } from '../script/index.ts';
import { type Voice, VoiceError, type WordAligner } from '../voices/index.ts';
import { type Casting, castSpeakers } from './casting.ts';
import { type CheckableOptions, checkPrepareOptions, type ResolvedOptions } from './check-options.ts';
import { choosePath, type Path } from './choose-path.ts';
import { type Draft, draftScript } from './draft-script.ts';
import { GenerateError } from './generate-error.ts';
import { type ConversationOptions, inputOf, mannerOf, type PrepareOptions } from './options.ts';
import { spokenLanguages } from './render-script.ts';
import { findAll, scriptFromTurns } from './script-from-turns.ts';
import type { VoiceLookup } from './voice-lookup.ts';

/** A script whose speakers have voices, and what has to be asked of them. Nothing has been asked. */
export type CastScript = {
  readonly resolved: ResolvedOptions;
  readonly casting: Casting;
  readonly draft: Draft;
  readonly path: Path;
  /** Hz. */
  readonly sampleRate: number;
};

/** Everything that can be known to be wrong is found here, before any request. */
export async function castScript(options: PrepareOptions, lookUp: VoiceLookup): Promise<CastScript> {
  const resolved = checkPrepareOptions(await withScript(options, lookUp));
  const { script } = resolved;
  const languages = spokenLanguages(script);
  const cast = await castSpeakers({ script, voices: resolved.voices, lookUp, languages });
  const draft = draftScript({
    script,
    casting: cast,
    seed: resolved.seed,
    backchannelTakes: resolved.backchannels === 'auto' && script.speakers.length > 1 ? takesFor(script) : 0,
    deliveries: resolved.deliveries,
    delivery: resolved.delivery,
  });
  const path = choosePath(draft, resolved);
  const { warnings: left = [] } = path.type === 'native' ? path : {};
  const casting = { ...cast, warnings: [...cast.warnings, ...undirected(draft, resolved), ...left] };
  const rates = path.type === 'stitch' ? usedVoices(script, casting, languages, draft) : [path.dialogue];
  const sampleRate =
    resolved.sampleRate ?? rates.reduce((most, voice) => Math.max(most, voice.sampleRate), 8000);
  return { resolved, casting, draft, path, sampleRate };
}

/** Once for all turns: who does not take what is asked of them all. */
function undirected(draft: Draft, { delivery: { instructions } }: ResolvedOptions): string[] {
  if (instructions === undefined) return [];
  const deaf = draft.requests.filter(
    (request) =>
      request.purpose === 'turn' && 'speech' in request && request.speech.instructions === undefined,
  );
  if (deaf.length === 0) return [];
  const names = new Set(
    deaf.map(({ voice: { id, service } }) => (service ? `${service.provider}/${service.model}` : id)),
  );
  const take = names.size === 1 ? 'takes' : 'take';
  return [`${[...names].join(', ')} ${take} no instructions: ${JSON.stringify(instructions)} is left out.`];
}

/** Turns become a script; voices that are named to stand in are found. */
async function withScript(options: PrepareOptions, lookUp: VoiceLookup): Promise<CheckableOptions> {
  const { fallback = [], wordTimes, ...rest } = mannerOf(options);
  const standIns = await atField('fallback', () => findAll(fallback, lookUp));
  const timing = wordTimes === undefined ? {} : { wordTimes: await findAligner(wordTimes, lookUp) };
  const delivery = { ...rest.delivery, ...(standIns.length === 0 ? {} : { fallback: standIns }) };
  const input = inputOf(options);
  if (input.turns === undefined) return { ...rest, ...timing, ...input, delivery };
  return {
    style: rest.engine === undefined ? 'sequential' : 'natural',
    ...rest,
    ...timing,
    ...(await scriptFromTurns(input, lookUp)),
    turns: undefined,
    delivery,
  };
}

async function findAligner(
  wordTimes: NonNullable<ConversationOptions['wordTimes']>,
  lookUp: VoiceLookup,
): Promise<'aligned' | 'spread' | WordAligner> {
  if (typeof wordTimes !== 'string' || wordTimes === 'aligned' || wordTimes === 'spread') return wordTimes;
  return atField('wordTimes', () => lookUp.aligner(wordTimes));
}

async function atField<Result>(field: string, find: () => Promise<Result>): Promise<Result> {
  try {
    return await find();
  } catch (cause) {
    if (!(cause instanceof VoiceError)) throw cause;
    throw new GenerateError(`${field}: ${cause.message}`, { field, provider: cause.provider, cause });
  }
}

function usedVoices(
  script: Script,
  casting: Casting,
  languages: ReadonlyMap<string, readonly string[]>,
  draft: Draft,
): Voice[] {
  const cast = script.speakers.flatMap(({ id }) =>
    (languages.get(id) ?? []).map((language) => casting.voiceFor(id, language)),
  );
  return [...cast, ...draft.requests.map(({ voice }) => voice)];
}

/** So many takes of backchannels for a listener that a short talk repeats none, and a long one few. */
function takesFor(script: Script): number {
  return Math.max(4, Math.min(24, Math.ceil(script.turns.length / 5)));
}
