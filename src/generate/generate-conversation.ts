import { createAudioEncoder, createMemorySink, MediaError, type MemorySink } from '../media/index.ts';
import type { Timeline } from '../timeline/index.ts';
import { castScript } from './cast-script.ts';
import { encodeTurns } from './encode-turns.ts';
import { type EncodedAudio, encodedAudio, labelled } from './encoded-audio.ts';
import { GenerateError } from './generate-error.ts';
import { channelGains, resolveLayout } from './layouts.ts';
import { checkInput, checkOptionNames, generateNames } from './option-names.ts';
import {
  type ConversationOptions,
  type EncodingOptions,
  inputOf,
  mannerOf,
  type ScriptInput,
  type TurnsInput,
} from './options.ts';
import { type ConversationMetadata, renderCast, workersFor } from './prepare-conversation.ts';
import type { MissingTurn } from './render-script.ts';
import { toBits } from './speech-options.ts';
import { houseOptions, type SpeechSdkOptions } from './speech-sdk-options.ts';
import { type ConversationWordTimestamp, timelineToTimestamps } from './timestamps.ts';
import { openVoiceLookup } from './voice-lookup.ts';
import { type ConversationOutput, writeConversation } from './write-conversation.ts';

export type GenerateOptions = (ScriptInput | TurnsInput) &
  ConversationOptions &
  SpeechSdkOptions & {
    readonly output?: OutputOptions;
    /** Also `clips`, the sound of each turn alone, in the same format. Default false. */
    readonly splitTurns?: boolean;
  };

export type OutputOptions = EncodingOptions & {
  /** Hz, 8,000 to 192,000. Default: the highest of the voices in use. */
  readonly sampleRate?: number;
  /** Also each speaker alone, in the same format. Default false. */
  readonly stems?: boolean;
};

export type GeneratedConversation = {
  readonly audio: EncodedAudio;
  /** With `output.stems`: each speaker alone. */
  readonly tracks?: readonly (EncodedAudio & { readonly speaker: string })[];
  /** With `splitTurns`: each turn alone. */
  readonly clips?: readonly (EncodedAudio & { readonly turnIndex: number })[];
  readonly timeline: Timeline;
  /** With `timestamps`: the words of the turns, in order of time. */
  readonly timestamps?: readonly ConversationWordTimestamp[];
  readonly warnings: readonly string[];
  /** With `onError: 'partial'`: what is not in it. */
  readonly missing: readonly MissingTurn[];
  readonly metadata: ConversationMetadata & SpeechSdkMetadata;
  /** By turn: what vendors said beside the sound, where they said something. */
  readonly providerMetadata?: {
    readonly perTurn: readonly (Readonly<Record<string, unknown>> | undefined)[];
  };
};

/** Under the names that users of speech SDKs know. */
export type SpeechSdkMetadata = {
  /** Wall time of the whole call. */
  readonly latencyMs: number;
  readonly inputChars: number;
  readonly audioDurationMs: number;
};

/**
 * A script, or turns, in, a conversation out, all in memory. For long ones, and for several files at once,
 * `prepareConversation` and `writeConversation` hold no more than a second of sound; `streamConversation` gives it
 * while it is made.
 */
export async function generateConversation(options: GenerateOptions): Promise<GeneratedConversation> {
  const startedAt = performance.now();
  if (typeof options !== 'object' || options === null) {
    throw new GenerateError('Nothing is asked for: give at least a script.', { field: 'script' });
  }
  const { house, encoding, sampleRate, stems, splitTurns } = readGenerateOptions(options);
  await using lookup = openVoiceLookup({ ...house, workers: workersFor(house) });
  const cast = await castScript({ ...house, ...(sampleRate === undefined ? {} : { sampleRate }) }, lookup);
  const speakers = cast.resolved.script.speakers.map(({ id }) => id);
  await checkEncoding(encoding, speakers, sampleRate);
  await using prepared = await renderCast(cast, house.onProgress);
  const { timeline, metadata, missing } = prepared;
  const sink = createMemorySink();
  const outputs: ConversationOutput[] = [{ ...encoding, sink }];
  const alone: { readonly speaker: string; readonly sink: MemorySink }[] = [];
  for (const { id } of stems ? timeline.speakers : []) {
    const stem = createMemorySink();
    alone.push({ speaker: id, sink: stem });
    outputs.push({ ...encoding, sink: stem, layout: { stem: id } });
  }
  const uncut = new Map<string, MemorySink>();
  for (const { id } of splitTurns ? timeline.speakers : []) {
    const stem = createMemorySink();
    uncut.set(id, stem);
    outputs.push({ format: 'wav', sink: stem, layout: { stem: id } });
  }
  const warnings = await writeConversation(prepared, outputs, house);
  const { format } = encoding;
  const told = metadata.perTurn.map(({ providerMetadata }) => providerMetadata);
  return {
    audio: encodedAudio(sink.bytes(), format),
    ...(stems
      ? {
          tracks: alone.map(({ speaker, sink: stem }) =>
            labelled(encodedAudio(stem.bytes(), format), { speaker }),
          ),
        }
      : {}),
    ...(splitTurns ? { clips: await encodeTurns(timeline, bytesOf(uncut), encoding) } : {}),
    timeline,
    ...(house.timestamps ? { timestamps: timelineToTimestamps(timeline) } : {}),
    warnings: [...prepared.warnings, ...warnings],
    missing,
    metadata: {
      ...metadata,
      latencyMs: performance.now() - startedAt,
      inputChars: metadata.perTurn.reduce((sum, { inputChars }) => sum + inputChars, 0),
      audioDurationMs: 1000 * timeline.duration,
    },
    ...(told.some((each) => each !== undefined) ? { providerMetadata: { perTurn: told } } : {}),
  };
}

function bytesOf(sinks: ReadonlyMap<string, MemorySink>): Map<string, Uint8Array> {
  return new Map([...sinks].map(([speaker, sink]) => [speaker, sink.bytes()]));
}

export function readGenerateOptions(options: GenerateOptions) {
  checkOptionNames(options, generateNames);
  checkInput(options);
  const { output = {}, splitTurns = false, ...rest } = mannerOf(options);
  const { sampleRate, stems = false, format = 'wav', bitrate, ...encoding } = output;
  return {
    house: houseOptions({ ...rest, ...inputOf(options) }),
    encoding: {
      // Turns, as speech SDKs have them, become one channel.
      ...(options.turns === undefined ? {} : { layout: 'mono' as const }),
      ...encoding,
      format,
      ...(bitrate === undefined ? {} : { bitrate: toBits(bitrate) }),
    },
    sampleRate,
    stems,
    splitTurns,
  };
}

/** What cannot be encoded is refused before anything is rendered, by the encoder itself. */
export async function checkEncoding(
  { format = 'wav', layout, ...encoding }: EncodingOptions,
  speakers: readonly string[],
  sampleRate = 48_000,
): Promise<void> {
  const channels = channelGains(resolveLayout(layout, format, speakers), speakers).length;
  try {
    const encoder = await createAudioEncoder({
      format,
      channels,
      sampleRate,
      sink: createMemorySink(),
      ...encoding,
    });
    await encoder.abort();
  } catch (cause) {
    if (!(cause instanceof MediaError)) throw cause;
    throw new GenerateError(cause.message, { field: 'output', cause });
  }
}
