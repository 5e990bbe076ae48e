import * as z from 'zod';
import type { VoiceDesign } from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';

const voiceSchema = z.object({
  id: z.string(),
  sample_audio: z.object({ data: z.string() }).optional(),
});

/** https://ai.google.dev/gemini-api/docs/voice-design: one voice, which is stored as soon as it is made. */
export const googleDesign: VoiceDesign = {
  request: ({ description }) => ({
    path: 'voices',
    body: {
      store: true,
      voice: {
        type: 'prompted',
        model: 'gemini-3.8-flash-tts',
        display_name: description.slice(0, 80),
        prompted: { input: description },
      },
    },
  }),
  async read(reply) {
    const { id, sample_audio: sample } = voiceSchema.parse(await reply.json());
    return [{ id, audio: sample === undefined ? new Uint8Array() : fromBase64(sample.data) }];
  },
  // It is there already, and there is no call to name it anew.
  keep: ({ id }) => ({ method: 'GET', path: `voices/${encodeURIComponent(id)}` }),
  readKept: async (reply) => voiceSchema.parse(await reply.json()).id,
};
