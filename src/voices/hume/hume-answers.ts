import * as z from 'zod';
import type { WirePart, WireReply } from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';

const timestampSchema = z.object({
  text: z.string(),
  type: z.string(),
  /** Milliseconds. */
  time: z.object({ begin: z.number(), end: z.number() }),
});

const snippetSchema = z.object({
  audio: z.string().nullish(),
  timestamps: z.array(timestampSchema).nullish(),
});

const generationSchema = z.object({
  audio: z.string(),
  generation_id: z.string().nullish(),
  encoding: z.object({ sample_rate: z.number().positive().nullish() }).nullish(),
  /** For each utterance, the pieces that it was spoken in. Times amiss do not cost the sound. */
  snippets: z.array(z.array(snippetSchema)).nullish().catch(null),
});

const answerSchema = z.object({
  request_id: z.string().nullish(),
  generations: z.array(generationSchema),
});

type Snippet = z.output<typeof snippetSchema>;

/** The first generation; in a dialogue, each utterance is a turn. */
export async function* readHume(reply: WireReply, { dialogue }: { dialogue: boolean }) {
  const { generations, request_id: requestId } = answerSchema.parse(await reply.json());
  const [generation] = generations;
  if (generation === undefined) return;
  const { audio, generation_id: generationId, encoding, snippets } = generation;
  yield { type: 'bytes', bytes: fromBase64(audio) } satisfies WirePart;
  yield* timesOf(snippets ?? [], encoding?.sample_rate ?? 48_000, dialogue);
  const metadata = {
    ...(typeof generationId === 'string' ? { generationId } : {}),
    ...(typeof requestId === 'string' ? { requestId } : {}),
  };
  yield { type: 'metadata', metadata } satisfies WirePart;
}

function* timesOf(
  utterances: readonly (readonly Snippet[])[],
  sampleRate: number,
  dialogue: boolean,
): Generator<WirePart> {
  let at = 0;
  for (const [index, snippets] of utterances.entries()) {
    const first = at;
    const turn = dialogue ? { turn: index } : {};
    for (const { audio, timestamps } of snippets) {
      const words = (timestamps ?? []).filter(({ type }) => type === 'word');
      const offset = offsetOf(words[0]?.time.begin ?? 0, first, at);
      for (const { text, time } of words) {
        const [start, end] = [time.begin / 1000 + offset, time.end / 1000 + offset];
        yield { type: 'word', text, start, end, ...turn };
      }
      at += secondsOf(audio ?? '', sampleRate);
    }
    if (dialogue && at > first) yield { type: 'turn', turn: index, start: first, end: at };
  }
}

/**
 * Where a piece's times count from: the answer's start, its utterance's, or its own. The documentation does not say;
 * a piece's words are not before the piece.
 */
function offsetOf(begin: number, utterance: number, piece: number): number {
  const fits = (origin: number): boolean => origin + begin / 1000 >= piece - 0.05;
  return [0, utterance].find(fits) ?? piece;
}

/** Of a WAV file of 16-bit samples, in base64. */
function secondsOf(audio: string, sampleRate: number): number {
  const padding = /=*$/.exec(audio)?.[0].length ?? 0;
  const bytes = (audio.length / 4) * 3 - padding;
  return Math.max(0, bytes - 44) / 2 / sampleRate;
}
