/**
 * The server that is measured, in a process of its own: the product's, with a brain that answers as its client says,
 * and models that are named for their recogniser.
 * Its parent tells it what is said in which scenario, for the oracle alone, and asks what it cost.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { createCommandRecognizer } from '../../../src/recognizers/index.ts';
import { createServer, type ServedModel } from '../../../src/server/index.ts';
import {
  type Brain,
  createCatalogue,
  type Recognizer,
  type VoiceProvider,
} from '../../../src/voices/index.ts';
import { agentVoices } from '../scenarios/cast.ts';
import { openSpokenCache } from '../scenarios/spoken-cache.ts';
import { createRehearsedVoice } from '../stage/rehearsed-voice.ts';
import { createScriptedBrain } from '../stage/scripted-brain.ts';
import type { HeardWord } from '../stage/user-player.ts';
import { orderSchema, type RecogniserName, recogniserNames, type ServerReport } from './server-messages.ts';
import { createWireOracle } from './wire-oracle.ts';

const book = new Map<number, readonly HeardWord[]>();
const delay = async (duration: number, options: { readonly signal?: AbortSignal } = {}): Promise<void> =>
  wait(duration * 1000, undefined, options);
// It lives as long as its process: a line that nobody has rehearsed is spoken then.
const cache = openSpokenCache();
const server = await createServer({
  port: 0,
  models: recogniserNames.map((id) => servedModel(id, openRecogniser(id, book))),
  voices: createCatalogue(await rehearsedProviders()),
  // Whoever is measured is let in, however many there are.
  limits: { sessions: 1000, sessionsPerKey: 1000, load: 1 },
  log: ({ event, level, ...fields }) => {
    if (level !== 'info') console.error(event, fields);
  },
});

function servedModel(id: string, recognizer: Recognizer | undefined): ServedModel {
  return {
    id,
    brain: createInstructedBrain(recognizer !== undefined),
    ...(recognizer === undefined ? {} : { recognizer }),
  };
}

/** The agents of both halves under their own names. */
async function rehearsedProviders(): Promise<VoiceProvider[]> {
  const voices = await Promise.all(
    agentVoices().map(({ voice, language }) => createRehearsedVoice(cache, voice, language, delay)),
  );
  const names = new Set(voices.map(({ id }) => id.split('/')[0] ?? ''));
  return [...names].map((name) => {
    const own = voices.filter(({ id }) => id.startsWith(`${name}/`));
    return {
      name,
      voices: own,
      voice(wanted) {
        const found = own.find(({ id }) => id === `${name}/${wanted}`);
        if (found === undefined) throw new Error(`Nobody has rehearsed ${name}/${wanted}.`);
        return found;
      },
      async [Symbol.asyncDispose]() {},
    };
  });
}

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
report({ type: 'server-listening', url: server.url.replace('http', 'ws') });

function report(message: ServerReport): void {
  process.send?.(message);
}
