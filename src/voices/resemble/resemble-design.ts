import * as z from 'zod';
import type { VoiceDesign, WireReply } from '../cloud/adapter.ts';
import { ProviderError } from '../cloud/provider-error.ts';

// The guide and the reference of https://docs.resemble.ai/voice-creation/voice-design tell of two shapes.
const flatSchema = z.object({
  voice_candidates: z.array(
    z.object({ uuid: z.string(), voice_sample_index: z.number(), audio_url: z.string() }),
  ),
});
const samplesSchema = z.array(z.object({ sample_index: z.number(), audio_url: z.string() }));
const nestedSchema = z.object({
  voice_candidates: z.object({ voice_design_model_uuid: z.string(), samples: samplesSchema.nullish() }),
  samples: samplesSchema.nullish(),
});
const candidatesSchema = z.union([flatSchema, nestedSchema]);
const keptSchema = z.object({ voice_uuid: z.string() });

/** Voices from a description. They are not made where speech is: `app` is the other address. */
export function resembleDesign(app: string): VoiceDesign {
  return {
    request: ({ description }) => ({ path: `${app}/voice-design`, body: form('user_prompt', description) }),
    async read(reply) {
      const candidates = candidatesOf(candidatesSchema.parse(await reply.json()));
      return Promise.all(
        candidates.map(async ({ id, url }) => ({ id, audio: await soundBehind(reply, url) })),
      );
    },
    keep: ({ id }, name) => ({
      path: `${app}/voice-design/${id}/create_rapid_voice`,
      body: form('voice_name', name),
    }),
    readKept: async (reply) => keptSchema.parse(await reply.json()).voice_uuid,
  };
}

function form(name: string, value: string): FormData {
  const body = new FormData();
  body.set(name, value);
  return body;
}

/** The end of the path at which a candidate is kept. */
function idOf(uuid: string, index: number): string {
  return `${encodeURIComponent(uuid)}/${index}`;
}

function candidatesOf(answer: z.infer<typeof candidatesSchema>): { id: string; url: string }[] {
  const { voice_candidates: candidates } = answer;
  if (Array.isArray(candidates)) {
    return candidates.map((each) => ({
      id: idOf(each.uuid, each.voice_sample_index),
      url: each.audio_url,
    }));
  }
  const samples = candidates.samples ?? ('samples' in answer ? answer.samples : undefined) ?? [];
  return samples.map((sample) => ({
    id: idOf(candidates.voice_design_model_uuid, sample.sample_index),
    url: sample.audio_url,
  }));
}

/** Nothing where the link leads elsewhere: the voice was made, and can be kept without having been heard. */
async function soundBehind(reply: WireReply, url: string): Promise<Uint8Array> {
  try {
    const file = await reply.follow(url);
    const pieces: Uint8Array[] = [];
    for await (const piece of file.bytes()) pieces.push(piece);
    return new Uint8Array(await new Blob(pieces.map((piece) => new Uint8Array(piece))).arrayBuffer());
  } catch (error) {
    if (error instanceof ProviderError) return new Uint8Array();
    throw error;
  }
}
