import type { Script } from '../script/index.ts';
import type { Voice } from '../voices/index.ts';
import { type Casting, castSpeakers } from './casting.ts';
import { checkPrepareOptions, type ResolvedOptions } from './check-options.ts';
import { choosePath, type Path } from './choose-path.ts';
import { type Draft, draftScript } from './draft-script.ts';
import type { PrepareOptions } from './options.ts';
import { spokenLanguages } from './render-script.ts';
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
export async function castScript(
  options: PrepareOptions,
  lookUp: Pick<VoiceLookup, 'find' | 'voiceFor'>,
): Promise<CastScript> {
  const resolved = checkPrepareOptions(options);
  const { script } = resolved;
  const languages = spokenLanguages(script);
  const casting = await castSpeakers({ script, voices: resolved.voices, lookUp, languages });
  const draft = draftScript({
    script,
    casting,
    seed: resolved.seed,
    backchannelTakes: resolved.backchannels === 'auto' && script.speakers.length > 1 ? takesFor(script) : 0,
    deliveries: resolved.deliveries,
    delivery: resolved.delivery,
  });
  const path = choosePath(draft, resolved);
  const rates = path.type === 'stitch' ? usedVoices(script, casting, languages, draft) : [path.dialogue];
  const sampleRate =
    resolved.sampleRate ?? rates.reduce((most, voice) => Math.max(most, voice.sampleRate), 8000);
  return { resolved, casting, draft, path, sampleRate };
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
