import { type DialoguePart, type DialogueRequest, type DialogueVoice, VoiceError } from '../voices/index.ts';
import type { ConversationMaterial, Take } from './material.ts';
import type { TurnReport } from './render-script.ts';
import { voiceFailure } from './render-sound.ts';
import type { Spool } from './spool.ts';
import { createTrackKeeper } from './track-keeper.ts';
import type { TrackLine } from './track-lines.ts';

export type TrackRequest = {
  readonly dialogue: DialogueVoice;
  readonly lines: readonly TrackLine[];
  readonly seed: string;
  readonly language: string;
  /** Whether listeners may say what is not written. */
  readonly ownBackchannels: boolean;
  readonly instructions?: string | undefined;
  readonly signal: AbortSignal | undefined;
};

export type TrackRenderOptions = TrackRequest & {
  readonly turnCount: number;
  readonly spool: Spool;
  readonly onRendered?: (done: number, total: number) => void;
};

/** What a model spoke with a track for each speaker. The sounds lie in the spool. */
export type TrackRendering = {
  /** By the key of the sound in the draft. */
  readonly takes: ReadonlyMap<string, Take>;
  /** Of listeners' own accord, by speaker. */
  readonly backchannels: ConversationMaterial['backchannels'];
  /** Where each sound begins on the model's clock, by its source; seconds. */
  readonly places: ReadonlyMap<number, number>;
  readonly warnings: readonly string[];
  readonly turnReports: readonly TurnReport[];
};

/** Lets a model speak all lines, and keeps what it said as it comes: of an hour no more than some seconds are held. */
export async function renderTracks(options: TrackRenderOptions): Promise<TrackRendering> {
  const { dialogue, lines, spool, onRendered } = options;
  const takes = new Map<string, Take>();
  const places = new Map<number, number>();
  const reports: TurnReport[] = [];
  const warnings: string[] = [];
  const added = new Map<string, { take: Take; weight: number; language: string }[]>();
  const keeper = createTrackKeeper({
    ...options,
    modelRate: dialogue.sampleRate,
    sampleRate: spool.sampleRate,
    write: (source, samples, levels) => spool.write(source, samples, levels),
  });
  const keep = (kept: Awaited<ReturnType<typeof keeper.finish>>): void => {
    for (const { speaker, take, at, language, line } of kept) {
      places.set(take.source, at);
      if (line === undefined) {
        added.set(speaker, [...(added.get(speaker) ?? []), { take, weight: 1, language }]);
        continue;
      }
      takes.set(line.key, take);
      if (line.said.kind !== 'backchannel') reports.push(trackReport(line, take));
      onRendered?.(takes.size, lines.length);
    }
  };
  for await (const part of trackParts(options)) {
    keep(await keeper.push(part));
    if (part.type === 'warning-raised') warnings.push(part.message);
  }
  keep(await keeper.finish());
  return { takes, places, warnings, backchannels: Object.fromEntries(added), turnReports: reports };
}

/** What the model says; its failure is a `GenerateError`. */
export async function* trackParts(request: TrackRequest): AsyncGenerator<DialoguePart> {
  const { dialogue, signal } = request;
  try {
    yield* dialogue.converse(requestOf(request), { ...(signal && { signal }) });
  } catch (cause) {
    if (signal?.aborted === true || !(cause instanceof VoiceError)) throw cause;
    throw voiceFailure(`${dialogue.id} could not speak the conversation`, {}, cause);
  }
}

function requestOf({ lines, seed, language, instructions, ownBackchannels }: TrackRequest): DialogueRequest {
  return {
    turns: lines.map(({ said }) => said),
    seed,
    language,
    backchannels: ownBackchannels,
    ...(instructions === undefined ? {} : { instructions }),
  };
}

export function trackReport({ said, turnIndex }: TrackLine, { duration }: Take): TurnReport {
  return {
    turnIndex,
    voice: said.voice,
    inputChars: said.text.length,
    audioDurationMs: 1000 * duration,
    latencyMs: 0,
    attempts: 0,
    requestIds: [],
  };
}
