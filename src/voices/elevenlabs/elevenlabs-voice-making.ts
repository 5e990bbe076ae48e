import * as z from 'zod';
import type { VoiceCloning, VoiceDesign } from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';
import { sampleFile } from '../cloud/sample-file.ts';

const voiceSchema = z.object({ voice_id: z.string() });
const previewsSchema = z.object({
  previews: z.array(z.object({ generated_voice_id: z.string(), audio_base_64: z.string() })),
});

// https://elevenlabs.io/docs/api-reference/voices/ivc/create
export const elevenLabsCloning: VoiceCloning = {
  request({ name, samples, description, language }) {
    const body = new FormData();
    body.set('name', name);
    for (const [index, sample] of samples.entries()) {
      body.append('files', sampleFile(sample, `sample-${index + 1}`));
    }
    if (description !== undefined) body.set('description', description);
    if (language !== undefined) body.set('labels', JSON.stringify({ language }));
    return { path: 'v1/voices/add', body };
  },
  read: async (reply) => voiceSchema.parse(await reply.json()).voice_id,
};

// https://elevenlabs.io/docs/api-reference/text-to-voice/design
export const elevenLabsDesign: VoiceDesign = {
  request: ({ description, text }) => ({
    path: 'v1/text-to-voice/design',
    body: {
      voice_description: description,
      model_id: 'eleven_ttv_v3',
      ...(text === undefined ? { auto_generate_text: true } : { text }),
    },
  }),
  async read(reply) {
    const { previews } = previewsSchema.parse(await reply.json());
    return previews.map((preview) => ({
      id: preview.generated_voice_id,
      audio: fromBase64(preview.audio_base_64),
    }));
  },
  keep: ({ id }, name, { description }) => ({
    path: 'v1/text-to-voice',
    body: { voice_name: name, voice_description: description, generated_voice_id: id },
  }),
  readKept: async (reply) => voiceSchema.parse(await reply.json()).voice_id,
};
