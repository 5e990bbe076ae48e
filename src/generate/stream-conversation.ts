import { availableParallelism } from 'node:os';
import { encodedSampleRate, mediaType } from '../media/index.ts';
import { createEmbeddedAligner } from '../voices/index.ts';
import { type CastScript, castScript } from './cast-script.ts';
import { describeConversation } from './describe-conversation.ts';
import { checkEncoding, type GenerateOptions, readGenerateOptions } from './generate-conversation.ts';
import { GenerateError } from './generate-error.ts';
import { channelGains, resolveLayout } from './layouts.ts';
import { limiterCeiling } from './levels.ts';
import { alignerFor } from './render-conversation.ts';
import { createOrderedRenderer } from './stream-order.ts';
import { openStreamOutput } from './stream-output.ts';
import type { ConversationPart } from './stream-parts.ts';
import { createScriptRenderer } from './stream-renderer.ts';
import { streamScript } from './stream-script.ts';
import { createSlots } from './stream-slots.ts';
import { stoppable } from './stream-stop.ts';
import { streamTracks } from './stream-tracks.ts';
import { createTurnstile } from './stream-turnstile.ts';
import { openVoiceLookup, type VoiceLookup } from './voice-lookup.ts';

/**
 * A script in, a conversation out while it is made: the first turn is heard before the second is rendered. What is
 * not taken is not made: who stops reading stops the requests, and who leaves the loop, or aborts `signal`, cancels
 * those under way. Each loop over what is returned makes the conversation anew.
 */
export function streamConversation(options: GenerateOptions): AsyncIterable<ConversationPart> {
  return {
    [Symbol.asyncIterator]: () =>
      stoppable((signal) => makeParts(options, signal), options?.signal ?? options?.abortSignal),
  };
}

async function* makeParts(
  options: GenerateOptions,
  signal: AbortSignal,
): AsyncGenerator<ConversationPart, void> {
  if (typeof options !== 'object' || options === null) {
    throw new GenerateError('Nothing is asked for: give at least a script.', { field: 'script' });
  }
  const asked = readGenerateOptions(options);
  const { house } = asked;
  await using lookup = openVoiceLookup({ ...house, workers: availableParallelism() });
  const cast = await castStream(asked, lookup);
  const { resolved, casting, draft, sampleRate } = cast;
  signal.throwIfAborted();
  const conversation = describeConversation(resolved, casting);
  const { format, layout: wanted, ...encoding } = asked.encoding;
  const speakers = conversation.speakers.map(({ id }) => id);
  const layout = resolveLayout(wanted, format, speakers);
  const channels = channelGains(layout, speakers).length;
  const { loudness } = resolved;
  const ceiling = loudness.levels === 'keep' ? undefined : limiterCeiling(loudness, sampleRate);
  const maxConcurrency = resolved.maxConcurrency ?? Math.max(6, 2 * availableParallelism());
  await using embedded = createEmbeddedAligner();
  const store = new Map<number, Float32Array>();
  const spool = {
    sampleRate,
    write: async (source: number, samples: Float32Array) => void store.set(source, samples.slice()),
  };
  const turnstile = createTurnstile();
  const output = await openStreamOutput({ format, layout, speakers, sampleRate, ceiling, ...encoding });
  try {
    yield {
      type: 'conversation-started',
      mediaType: mediaType(format),
      sampleRate: encodedSampleRate(format, sampleRate),
      channels,
      speakers: conversation.speakers,
    };
    const target =
      ceiling === undefined
        ? undefined
        : { ceiling, loudness: loudness.target ?? (channels === 1 ? -19 : -16) };
    const shared = {
      cast,
      conversation,
      target,
      output,
      signal,
      ...(house.onProgress && { onProgress: house.onProgress }),
    };
    const { path } = cast;
    if (path.type === 'native' && path.lines !== undefined) {
      yield* streamTracks({ ...shared, path, lines: path.lines });
      return;
    }
    yield* streamScript({
      ...shared,
      ahead: maxConcurrency,
      renderer: createScriptRenderer({
        draft,
        render: createOrderedRenderer({
          ...resolved,
          draft,
          spool,
          aligner: alignerFor(resolved, embedded),
          turnstile,
        }),
        store,
        slots: createSlots(maxConcurrency),
        lenient: resolved.onError === 'partial',
      }),
      turnstile,
    });
  } finally {
    await output.abort();
  }
}

/** Everything that can be known to be wrong is found here, before any request. */
async function castStream(
  { house, encoding, sampleRate, stems, splitTurns }: ReturnType<typeof readGenerateOptions>,
  lookup: VoiceLookup,
): Promise<CastScript> {
  if (stems) fail('output.stems', 'is true: a stream is one file. Take the layout tracks.');
  if (splitTurns)
    fail('splitTurns', 'is true: a stream is one file. The event turn-ended says where to cut.');
  const wanted = { ...house, ...(sampleRate === undefined ? {} : { sampleRate }) };
  const whole = await castScript(wanted, lookup);
  const isLive = whole.path.type === 'stitch' || ('lines' in whole.path && whole.path.lines !== undefined);
  if (!isLive && house.path === 'native')
    fail('path', 'is "native": in a stream this model speaks each turn alone. Leave it out.');
  const cast = isLive ? whole : await castScript({ ...wanted, path: 'stitch' }, lookup);
  const speakers = cast.resolved.script.speakers.map(({ id }) => id);
  await checkEncoding(encoding, speakers, sampleRate);
  return cast;
}

function fail(field: string, message: string): never {
  throw new GenerateError(`${field} ${message}`, { field });
}
