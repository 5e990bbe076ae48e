import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { PeerClips } from './peer-clips.ts';

/** A server of three services on loopback: what they would say is known before they are asked. */
export interface PeerServer extends AsyncDisposable {
  readonly baseURL: string;
}

const askSchema = z.object({
  input: z.string().optional(),
  text: z.string().optional(),
  response_format: z.string().optional(),
});

/** `latency`: seconds until an answer begins. */
export async function startPeerServer(clips: PeerClips, latency: number): Promise<PeerServer> {
  const answers = createAnswers(clips);
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { type, bytes } = answers(request.url ?? '', await readBody(request));
    if (latency > 0) await wait(latency * 1000);
    response.writeHead(200, { 'content-type': type, 'content-length': bytes.length });
    response.end(bytes);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    baseURL: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

type Answer = { readonly type: string; readonly bytes: Uint8Array };

/** Made once for each clip: the server is to cost next to nothing beside what is measured. */
function createAnswers(clips: PeerClips): (url: string, body: string) => Answer {
  const made = new Map<string, Buffer>();
  const once = (key: string, make: () => Buffer): Buffer => {
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known;
  };
  return (url, body) => {
    const { input, text = input ?? '', response_format: format } = askSchema.parse(JSON.parse(body));
    const [clip = ''] = text.split(':');
    const samples = (rate: number): Buffer => once(`${clip}/${rate}`, () => encode(clips, clip, rate));
    const wave = (rate: number): Answer => ({
      type: 'audio/wav',
      bytes: once(`${clip}/${rate}/wav`, () => withHeader(samples(rate), rate)),
    });
    if (url.startsWith('/deepgram')) return wave(48_000);
    if (url.startsWith('/openai')) {
      return format === 'pcm' ? { type: 'audio/pcm', bytes: samples(24_000) } : wave(24_000);
    }
    // Of Fish Audio's two calls, one tells the times of the words beside the sound.
    if (!url.endsWith('with-timestamp')) return wave(44_100);
    const sound = once(`${clip}/base64`, () => Buffer.from(samples(44_100).toString('base64'), 'latin1'));
    const words = text.split(' ');
    const segments = words.map((word, index) => ({
      text: word,
      start: (4 * index) / words.length,
      end: (4 * (index + 1)) / words.length,
    }));
    const head = 'data: {"chunk_seq":0,"chunk_audio_offset_sec":0,"audio_base64":"';
    const tail = `","alignment":${JSON.stringify({ segments })}}\n\n`;
    return { type: 'text/event-stream', bytes: Buffer.concat([Buffer.from(head), sound, Buffer.from(tail)]) };
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function encode(clips: PeerClips, name: string, sampleRate: number): Buffer {
  const make = clips.get(name);
  if (make === undefined) throw new Error(`There is no clip ${name}.`);
  const { samples } = make(sampleRate);
  const data = Buffer.alloc(samples.length * 2);
  for (const [frame, sample] of samples.entries()) {
    data.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_767))), frame * 2);
  }
  return data;
}

function withHeader(data: Buffer, sampleRate: number): Buffer {
  return Buffer.concat([wavHeader(sampleRate, data.length), data]);
}

function wavHeader(sampleRate: number, size: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + size, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(2 * sampleRate, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(size, 40);
  return header;
}
