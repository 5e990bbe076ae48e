/**
 * The server that is measured, in a process of its own: `node --import tsx measured-server.ts none|oracle|pocketsphinx`.
 * Its parent tells it what is said in which scenario, for the oracle alone, and asks what it cost.
 */
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import * as z from 'zod';
import { createCommandRecognizer } from '../../../src/recognizers/index.ts';
import { startRealtimeSession } from '../../../src/server/realtime/realtime-session.ts';
import type { Brain, Recognizer, Voice } from '../../../src/voices/index.ts';
import { agentVoices } from '../scenarios/cast.ts';
import { openSpokenCache } from '../scenarios/spoken-cache.ts';
import { createRehearsedVoice } from '../stage/rehearsed-voice.ts';
import { createScriptedBrain } from '../stage/scripted-brain.ts';
import type { HeardWord } from '../stage/user-player.ts';
import { orderSchema, type RecogniserName, recogniserNames, type ServerReport } from './server-messages.ts';
import { createWireOracle } from './wire-oracle.ts';

const name = z.enum(recogniserNames).parse(process.argv[2]);
const book = new Map<number, readonly HeardWord[]>();
const recognizer = openRecogniser(name, book);
const delay = async (duration: number, options: { readonly signal?: AbortSignal } = {}): Promise<void> =>
  wait(duration * 1000, undefined, options);
const cache = openSpokenCache();
const voices = await Promise.all(
  agentVoices().map(({ voice, language }) => createRehearsedVoice(cache, voice, language, delay)),
);
const brain = createInstructedBrain(recognizer !== undefined);
const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
let sessions = 0;
sockets.on('connection', (socket) => {
  const session = startRealtimeSession({
    offer: {
      session: `sess_${sessions++}`,
      model: 'scripted',
      voices: voices.map(({ id }) => id),
      recognises: recognizer !== undefined,
      languages: ['en'],
      opens: false,
      expiresAt: Math.round(Date.now() / 1000) + 3600,
    },
    brain,
    ...(recognizer === undefined ? {} : { recognizer }),
    voicesFor: (wanted): readonly Voice[] =>
      voices.toSorted(
        (a, b) => Number(b.id === wanted.audio.output.voice) - Number(a.id === wanted.audio.output.voice),
      ),
    rateLimits: () => [],
    send: (text) => socket.send(text),
    onEnded: () => socket.close(),
    observe: { output() {}, refused() {} },
  });
  socket.on('message', (data: Buffer) => session.receive(data.toString('utf8')));
  socket.on('close', () => void session.end('the client has left'));
});

function openRecogniser(
  wanted: RecogniserName,
  known: ReadonlyMap<number, readonly HeardWord[]>,
): Recognizer | undefined {
  if (wanted === 'none') return undefined;
  if (wanted === 'oracle') return createWireOracle(known);
  const program = fileURLToPath(new URL('../../../examples/pocketsphinx-recognizer.py', import.meta.url));
  return createCommandRecognizer({ command: 'python3', args: [program], languages: ['en'] });
}

/** Answers what its client's instructions say it is to answer. */
function createInstructedBrain(reads: boolean): Brain {
  const script = z.object({ replies: z.array(z.string()), thinking: z.array(z.number()) });
  return {
    id: 'scripted',
    reads,
    respond(request, options) {
      const { replies, thinking } = script.parse(JSON.parse(request.context.instructions ?? ''));
      return createScriptedBrain({ replies, thinking, wait: delay, reads }).respond(request, options);
    },
  };
}

const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();
let spent = process.cpuUsage();
process.on('message', (message) => {
  const asked = orderSchema.parse(message);
  if (asked.type === 'words-said') {
    book.set(asked.number, asked.words);
    return;
  }
  const { user, system } = process.cpuUsage(spent);
  report({ type: 'cost-told', cpu: (user + system) / 1e6, delay: loop.percentile(99) / 1e9 });
  spent = process.cpuUsage();
  loop.reset();
});
process.on('disconnect', () => process.exit(0));
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  report({ type: 'server-listening', url: `ws://127.0.0.1:${port}/v1/realtime?model=scripted` });
});

function report(message: ServerReport): void {
  process.send?.(message);
}
