import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fieldOf, listenOnLoopback } from './vendor-server.ts';

export type Asked = {
  /** From 1, in order of arrival. */
  readonly number: number;
  readonly input: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
};

export type Answer = (asked: Asked, response: ServerResponse) => void | Promise<void>;

export interface FaultServer extends AsyncDisposable {
  /** With the `/v1`. */
  readonly url: string;
  readonly port: number;
  readonly inputs: readonly string[];
  readonly active: number;
  readonly mostActive: number;
  /** Open connections. */
  readonly connections: number;
  /** As when its process is killed: no more connections, and those that are open are gone. */
  die(): void;
}

/** An OpenAI-compatible server of tones, whose answers a test writes as it likes. */
export async function startFaultServer(answer: Answer = sendTone, port = 0): Promise<FaultServer> {
  const inputs: string[] = [];
  const state = { active: 0, mostActive: 0 };
  const server = createServer((message, response) => {
    state.active++;
    state.mostActive = Math.max(state.mostActive, state.active);
    response.once('close', () => state.active--);
    void read(message).then((body) => {
      const field = fieldOf(body, 'input');
      const input = typeof field === 'string' ? field : '';
      inputs.push(input);
      const asked = { number: inputs.length, input, path: message.url ?? '', headers: message.headers, body };
      return answer(asked, response);
    }, ignore);
  });
  const listening = await listenOnLoopback(server, port);
  return {
    url: `http://127.0.0.1:${listening.port}/v1`,
    port: listening.port,
    inputs,
    get active() {
      return state.active;
    },
    get mostActive() {
      return state.mostActive;
    },
    get connections() {
      return listening.sockets.size;
    },
    die: () => void listening.die(),
    [Symbol.asyncDispose]: listening.die,
  };
}

function ignore(): void {}

async function read(message: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece);
  return JSON.parse(Buffer.concat(pieces).toString('utf8') || '{}');
}

export function sendTone({ input }: Pick<Asked, 'input'>, response: ServerResponse): void {
  const bytes = toneFor(input);
  response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': String(bytes.length) });
  response.end(bytes);
}

/** A tone as long as the text would take, its pitch the text's own: a WAV file of 24 kHz. */
export function toneFor(text: string): Buffer {
  const rate = 24_000;
  const frames = Math.round(rate * Math.max(0.2, text.length / 15));
  const bytes = Buffer.alloc(44 + 2 * frames);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + 2 * frames, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * rate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * frames, 40);
  const hertz = 150 + (Array.from(text).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 200);
  for (let frame = 0; frame < frames; frame++) {
    bytes.writeInt16LE(Math.round(6000 * Math.sin((2 * Math.PI * hertz * frame) / rate)), 44 + 2 * frame);
  }
  return bytes;
}

export function sendError(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  message = 'no',
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: { message } }));
}
