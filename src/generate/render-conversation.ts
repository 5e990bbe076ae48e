import { createEmbeddedAligner, type WordAligner } from '../voices/index.ts';
import type { CastScript } from './cast-script.ts';
import type { ResolvedOptions } from './check-options.ts';
import { directionOf, type Path } from './choose-path.ts';
import { createDresser } from './dress-voice.ts';
import { GenerateError } from './generate-error.ts';
import type { ConversationMaterial, TurnMaterial } from './material.ts';
import { planDialogue } from './plan-dialogue.ts';
import { type Plan, planTimeline } from './plan-timeline.ts';
import { planTracks } from './plan-tracks.ts';
import { renderDialogue } from './render-dialogue.ts';
import { countUsage, type Rendering, renderScript } from './render-script.ts';
import { createSoundRenderer } from './render-sound.ts';
import { renderTracks } from './render-tracks.ts';
import type { Spool } from './spool.ts';
import type { TrackLine } from './track-lines.ts';

/** What was rendered, and how it is put on the clock. */
export type Rendered = {
  readonly rendering: Rendering;
  /** The one that was taken in the end. */
  readonly path: Path;
  readonly place: (material: ConversationMaterial) => Plan;
};

/** Renders a script on its path. A vendor that refuses the dialogue as a whole may still speak its turns. */
export async function renderConversation(
  cast: CastScript,
  spool: Spool,
  onRendered: (done: number, total: number) => void,
): Promise<Rendered> {
  await using embedded = createEmbeddedAligner();
  const { path } = cast;
  // Awaited here: what is only returned outlives the aligner.
  if (path.type === 'stitch') return await stitch(cast, path, embedded, spool, onRendered);
  const { lines } = 'lines' in path ? path : {};
  try {
    if (lines !== undefined) return await converseOnTracks(cast, path, lines, spool, onRendered);
    return await converse(cast, path, embedded, spool, onRendered);
  } catch (error) {
    if (!mayStitch(error, cast)) throw error;
    const reason = `the dialogue as a whole failed: ${error.message}`;
    const stitched = await stitch(cast, { type: 'stitch', reason }, embedded, spool, onRendered);
    const { rendering } = stitched;
    return { ...stitched, rendering: { ...rendering, warnings: [error.message, ...rendering.warnings] } };
  }
}

/** What the vendor refuses as a whole may be taken turn by turn; what it cannot do now, others may. */
function mayStitch(error: unknown, { resolved, draft }: CastScript): error is GenerateError {
  if (!(error instanceof GenerateError) || error.provider === undefined || resolved.path !== 'auto')
    return false;
  if (resolved.onError === 'partial' || draft.requests.some(({ fallback }) => fallback.length > 0))
    return true;
  const { status, retryable } = error;
  return status !== undefined && !retryable && status !== 401 && status !== 403;
}

async function stitch(
  { resolved, draft }: CastScript,
  path: Path,
  embedded: WordAligner,
  spool: Spool,
  onRendered: (done: number, total: number) => void,
): Promise<Rendered> {
  const dress = createDresser({ ...resolved, aligner: alignerFor(resolved, embedded) });
  const rendering = await renderScript({
    draft,
    render: createSoundRenderer({ spool, dress }),
    maxConcurrency: resolved.maxConcurrency,
    onError: resolved.onError,
    finishRunning: resolved.cache !== undefined,
    signal: resolved.signal,
    onRendered,
  });
  return { rendering, path, place: (material) => planTimeline(material, resolved) };
}

async function converse(
  { resolved, draft }: CastScript,
  path: Exclude<Path, { type: 'stitch' }>,
  embedded: WordAligner,
  spool: Spool,
  onRendered: (done: number, total: number) => void,
): Promise<Rendered> {
  const { blocks, warnings, turnReports } = await renderDialogue({
    draft,
    dialogue: path.dialogue,
    blocks: path.blocks,
    spool,
    aligner: alignerFor(resolved, embedded) ?? embedded,
    cache: resolved.cache,
    seed: resolved.seed,
    language: resolved.script.language,
    maxConcurrency: resolved.maxConcurrency,
    signal: resolved.signal,
    onRendered,
  });
  const takes = new Map(
    blocks.flatMap(({ turns }) => turns.map(({ index, take }) => [index, take] as const)),
  );
  const turns = draft.turns.map(({ index, speech, assemble }): TurnMaterial => {
    const take = takes.get(index);
    return assemble(new Map(speech.map((key) => [key, take])));
  });
  return {
    rendering: {
      turns,
      backchannels: {},
      warnings,
      usage: countUsage(draft.requests),
      turnReports,
      missing: [],
    },
    path,
    place: (material) => planDialogue(material, blocks, { ...resolved, leadOut: resolved.timing.leadOut }),
  };
}

/** A model that gives each speaker a track, and says itself when everything is heard. */
async function converseOnTracks(
  { resolved, draft }: CastScript,
  path: Exclude<Path, { type: 'stitch' }>,
  lines: readonly TrackLine[],
  spool: Spool,
  onRendered: (done: number, total: number) => void,
): Promise<Rendered> {
  const { takes, backchannels, places, warnings, turnReports } = await renderTracks({
    dialogue: path.dialogue,
    lines,
    turnCount: draft.turns.length,
    spool,
    seed: resolved.seed,
    language: resolved.script.language,
    ownBackchannels: resolved.backchannels === 'auto',
    ...directionOf(draft),
    signal: resolved.signal,
    onRendered,
  });
  const keys = new Set(lines.map(({ key }) => key));
  const requests = draft.requests.filter(({ key }) => keys.has(key));
  return {
    rendering: {
      turns: draft.turns.map(({ assemble }) => assemble(takes)),
      backchannels,
      warnings,
      usage: countUsage(requests),
      turnReports,
      missing: [],
    },
    path,
    place: (material) =>
      planTracks(material, { places, leadOut: resolved.timing.leadOut, seed: resolved.seed }),
  };
}

export function alignerFor({ wordTimes }: ResolvedOptions, embedded: WordAligner): WordAligner | undefined {
  if (wordTimes === 'spread') return undefined;
  return wordTimes === 'aligned' ? embedded : wordTimes;
}
