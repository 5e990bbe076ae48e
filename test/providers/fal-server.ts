import { z } from 'zod';
import { say, toFile } from './spoken.ts';
import { startVendorServer, type VendorReply, type VendorServer } from './vendor-server.ts';

// As documented at https://fal.ai/models/fal-ai/{f5-tts,orpheus-tts,kokoro/american-english}/llms.txt
type Asked = { text: string; voice?: string | undefined; speed?: number | undefined };
const schemas: Record<string, z.ZodType<Asked> | undefined> = {
  '/fal-ai/f5-tts': z
    .strictObject({
      gen_text: z.string().max(5000),
      ref_audio_url: z.url(),
      ref_text: z.string().optional(),
      model_type: z.enum(['F5-TTS', 'E2-TTS']),
      remove_silence: z.boolean().optional(),
    })
    .transform(({ gen_text: text }) => ({ text })),
  '/fal-ai/orpheus-tts': z.strictObject({
    text: z.string(),
    voice: z.enum(['tara', 'leah', 'jess', 'leo', 'dan', 'mia', 'zac', 'zoe']).optional(),
    temperature: z.number().optional(),
    repetition_penalty: z.number().min(1.1).optional(),
  }),
  '/fal-ai/kokoro/british-english': z
    .strictObject({
      prompt: z.string(),
      voice: z.string().regex(/^b[fm]_/),
      speed: z.number().min(0.1).max(5).optional(),
    })
    .transform(({ prompt: text, ...rest }) => ({ text, ...rest })),
};

export const falKey = 'fal-test-id:fal-test-secret-1234567890';

/** fal's synchronous endpoint and the files of its answers, both on loopback. */
export async function startFalServer(): Promise<VendorServer> {
  const files = new Map<string, Uint8Array>();
  const server: VendorServer = await startVendorServer(
    async ({ method, path, headers, body }) => {
      const id = { 'x-fal-request-id': `request-${files.size + 1}` };
      if (path.startsWith('/files/')) return fileReply(files.get(path), headers.authorization);
      const refuse = (status: number, detail: unknown): VendorReply => ({
        status,
        headers: id,
        body: { detail },
      });
      if (headers.authorization !== `Key ${falKey}`)
        return refuse(401, 'Cannot access application. Authentication is required.');
      const parsed = method === 'POST' ? schemas[path]?.safeParse(body) : undefined;
      if (parsed === undefined) return refuse(404, `Application ${path} not found`);
      if (!parsed.success) return refuse(422, issuesOf(parsed.error));
      const { text, voice = '', speed = 1 } = parsed.data;
      const { audio } = await say(text, /^.m_|leo|dan|zac/.test(voice) ? 'rms' : 'slt', speed);
      const name = `/files/${files.size + 1}.wav`;
      files.set(name, await toFile(audio, 'wav', 24_000));
      const file = { url: `${server.url}${name}`, content_type: 'audio/wav', file_name: 'speech.wav' };
      const answer = JSON.stringify(path.endsWith('f5-tts') ? { audio_url: file } : { audio: file });
      return { headers: { ...id, 'content-type': 'application/json' }, body: [answer, '\n'] };
    },
    { files: '/files/' },
  );
  return server;
}

/** Files are public: a key that arrives there has been given away. */
function fileReply(file: Uint8Array | undefined, key: string | undefined): VendorReply {
  if (key !== undefined) return { status: 400, body: 'Why do you tell me?' };
  return file === undefined ? { status: 404 } : { headers: { 'content-type': 'audio/wav' }, body: file };
}

function issuesOf({ issues }: z.ZodError): unknown {
  return issues.map(({ path, message, code }) => ({ loc: ['body', ...path], msg: message, type: code }));
}
