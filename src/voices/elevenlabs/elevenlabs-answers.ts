import * as z from 'zod';
import type { WirePart, WireReply } from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';
import { errorInside } from '../cloud/status-error.ts';

const alignmentSchema = z
  .object({
    characters: z.array(z.string()),
    character_start_times_seconds: z.array(z.number()),
    character_end_times_seconds: z.array(z.number()),
  })
  .transform((wire) => ({
    characters: wire.characters,
    starts: wire.character_start_times_seconds,
    ends: wire.character_end_times_seconds,
  }));

const segmentSchema = z.object({
  start_time_seconds: z.number(),
  end_time_seconds: z.number(),
  character_start_index: z.number().int(),
  character_end_index: z.number().int(),
  dialogue_input_index: z.number().int().nonnegative(),
});

const pieceSchema = z.object({
  audio_base64: z.string().nullish(),
  /** Of the text as it was sent; the other one of the text as it was read aloud. Times amiss do not cost the sound. */
  alignment: alignmentSchema.nullish().catch(null),
  normalized_alignment: alignmentSchema.nullish().catch(null),
  voice_segments: z.array(segmentSchema).nullish().catch(null),
  /** Of a failure in the middle. */
  detail: z.unknown().optional(),
});

type Alignment = z.output<typeof alignmentSchema>;
type Piece = z.output<typeof pieceSchema>;

const service = { name: 'elevenlabs', title: 'ElevenLabs' };

/** A JSON object, or one on each line with the next piece of the sound. */
export async function* readElevenLabs(reply: WireReply, sampleRate: number): AsyncGenerator<WirePart> {
  let frames = 0;
  let last = 0;
  for await (const line of reply.lines()) {
    const piece = pieceSchema.parse(line);
    if (piece.detail !== undefined) throw errorInside(service, 500, JSON.stringify(piece.detail));
    const bytes = fromBase64(piece.audio_base64 ?? '');
    if (bytes.length > 0) yield { type: 'bytes', bytes };
    const timed = piece.alignment ?? piece.normalized_alignment;
    if (timed !== null && timed !== undefined) {
      // Times of a whole answer rise; where they begin again, they count from the start of their piece.
      const offset = (timed.starts[0] ?? last) < last - 0.1 ? frames / sampleRate : 0;
      last = (timed.ends.at(-1) ?? 0) + offset;
      yield { type: 'characters', ...moved(timed, offset) };
    }
    frames += bytes.length / 2;
  }
}

export async function* readElevenLabsDialogue(reply: WireReply): AsyncGenerator<WirePart> {
  const answer = pieceSchema.parse(await reply.json());
  if (answer.audio_base64 === undefined || answer.audio_base64 === null) return;
  yield { type: 'bytes', bytes: fromBase64(answer.audio_base64) };
  const segments = answer.voice_segments ?? [];
  const timed = segmentedAlignment(answer);
  if (timed !== undefined && segments.length === 0) yield { type: 'characters', ...timed };
  for (const segment of segments) {
    const { character_start_index: from, character_end_index: to, dialogue_input_index: turn } = segment;
    if (timed === undefined) continue;
    const [characters, starts, ends] = [
      timed.characters.slice(from, to),
      timed.starts.slice(from, to),
      timed.ends.slice(from, to),
    ];
    yield { type: 'characters', characters, starts, ends, turn };
  }
  for (const turn of new Set(segments.map((segment) => segment.dialogue_input_index))) {
    const own = segments.filter((segment) => segment.dialogue_input_index === turn);
    const start = Math.min(...own.map((segment) => segment.start_time_seconds));
    const end = Math.max(...own.map((segment) => segment.end_time_seconds));
    yield { type: 'turn', turn, start, end };
  }
}

/** The one that the segments' indices count in. */
function segmentedAlignment({ alignment, normalized_alignment, voice_segments }: Piece) {
  const end = voice_segments?.at(-1)?.character_end_index;
  const both = [alignment, normalized_alignment].filter((each) => each !== null && each !== undefined);
  return both.find(({ characters }) => characters.length === end) ?? both[0];
}

function moved({ characters, starts, ends }: Alignment, offset: number): Alignment {
  if (offset === 0) return { characters, starts, ends };
  return {
    characters,
    starts: starts.map((time) => time + offset),
    ends: ends.map((time) => time + offset),
  };
}
