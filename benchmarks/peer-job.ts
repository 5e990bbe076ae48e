import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { speechClips } from './peer-clips.ts';

/** One conversation by one library: what `peer-child.mjs` is told. */
export type PeerJob = {
  readonly library: 'duologue' | 'peer';
  readonly turns: readonly { readonly clip: string; readonly service: Service }[];
  readonly format: 'wav' | 'mp3';
  readonly target: 'memory' | 'file';
  /** All turns of a service by one voice. */
  readonly oneVoice?: boolean;
  /** Where the audio is to be found afterwards. */
  readonly path?: string;
  readonly base64?: boolean;
};

/** 24, 44.1 and 48 kHz. */
export type Service = 'openai' | 'fish' | 'deepgram';

export const outcomeSchema = z.object({
  wall: z.number(),
  cpu: z.number(),
  memory: z.number(),
  stall: z.number(),
  duration: z.number(),
  utterances: z.array(z.object({ start: z.number(), end: z.number() })).optional(),
  base64: z.object({ seconds: z.number(), length: z.number() }).optional(),
});

export type PeerOutcome = z.infer<typeof outcomeSchema>;

/** Runs jobs against one server, each in a process of its own. */
export type RunPeerJob = (job: PeerJob) => Promise<PeerOutcome>;

/** Turns of speech, by one service or by three in turn. */
export function speechTurns(count: number, rates: '24' | 'mixed'): PeerJob['turns'] {
  const services: readonly Service[] = rates === '24' ? ['openai'] : ['openai', 'fish', 'deepgram'];
  return Array.from({ length: count }, (_, index) => ({
    clip: speechClips[(5 * index) % speechClips.length] ?? '',
    service: services[index % services.length] ?? 'openai',
  }));
}

/** What a job wrote. */
export async function readOutput(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(path));
}
