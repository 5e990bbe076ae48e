import * as z from 'zod';
import { livePresetNames } from '../../live/index.ts';

/** What a file may say of a server. Every field has a default; `{}` is a server for this machine. */

const count = z.number().int().min(1);

const connectionSchema = z.strictObject({
  apiKey: z.string().min(1).exactOptional(),
  baseURL: z.url({ error: 'give an address such as https://api.example.com/v1' }).exactOptional(),
  headers: z.record(z.string(), z.string()).exactOptional(),
  maxRetries: z.number().min(0).max(20).exactOptional(),
  maxConcurrency: count.max(256).exactOptional(),
  requestsPerMinute: z.number().positive().exactOptional(),
  timeout: z.number().positive().exactOptional(),
});

const policySchema = z.strictObject({
  turnTaking: z
    .strictObject({
      shortestWait: z.number().min(0.1).max(2).exactOptional(),
      longestWait: z.number().min(0.3).max(8).exactOptional(),
      speculate: z.boolean().exactOptional(),
    })
    .exactOptional(),
  interruptions: z
    .strictObject({
      allowed: z.boolean().exactOptional(),
      duckLevel: z.number().min(-40).max(0).exactOptional(),
      holdAfter: z.number().min(0.15).max(2).exactOptional(),
      yieldAfter: z.number().min(0.3).max(5).exactOptional(),
      longestHold: z.number().min(0).max(1).exactOptional(),
      resume: z.boolean().exactOptional(),
      resumeAfter: z.number().min(0.2).max(5).exactOptional(),
      stopWords: z.array(z.string()).exactOptional(),
    })
    .exactOptional(),
  backchannels: z
    .strictObject({
      enabled: z.boolean().exactOptional(),
      perMinute: z.number().min(0).max(12).exactOptional(),
      after: z.number().min(1).max(30).exactOptional(),
    })
    .exactOptional(),
  noise: z
    .strictObject({
      denoise: z.boolean().exactOptional(),
      echoCancellation: z.enum(['auto', 'on', 'off']).exactOptional(),
      nearOnly: z.boolean().exactOptional(),
      ignoreSideTalk: z.boolean().exactOptional(),
    })
    .exactOptional(),
  silence: z
    .strictObject({
      promptAfter: z.number().min(2).max(600).exactOptional(),
      prompts: z.number().int().min(0).max(10).exactOptional(),
    })
    .exactOptional(),
  patience: z
    .strictObject({
      fillerAfter: z.number().min(0.5).max(30).exactOptional(),
      giveUpAfter: z.number().min(2).max(120).exactOptional(),
    })
    .exactOptional(),
});

const modelSchema = z.strictObject({
  /** As `openBrain` reads it: `interviewer`, `script:FILE`, `VENDOR/MODEL`, or fields. */
  brain: z.union([z.string().min(1), z.record(z.string(), z.unknown())]).default('interviewer'),
  /** As `openRecognizer` reads it: a name, or `use: NAME` with its settings. */
  recognizer: z.union([z.string().min(1), z.looseObject({ use: z.string().min(1) })]).exactOptional(),
  instructions: z.string().exactOptional(),
  facts: z.record(z.string(), z.unknown()).exactOptional(),
  preset: z.enum(livePresetNames).exactOptional(),
  policy: policySchema.exactOptional(),
  languages: z.array(z.string().min(2)).min(1).exactOptional(),
  opens: z.boolean().exactOptional(),
});

const limitsSchema = z.strictObject({
  sessions: count.exactOptional(),
  sessionsPerKey: count.exactOptional(),
  sessionLength: z.number().min(1).max(86_400).exactOptional(),
  messageBytes: count
    .min(1024)
    .max(64 * 1_048_576)
    .exactOptional(),
  messagesPerSecond: count.min(60).exactOptional(),
  bytesPerSecond: count.min(65_536).exactOptional(),
  bufferedBytes: count.min(65_536).exactOptional(),
  bodyBytes: count.min(1024).exactOptional(),
  renders: count.max(64).exactOptional(),
  load: z.number().min(0.1).max(1).exactOptional(),
});

export const serverConfigSchema = z.strictObject({
  host: z.string().min(1).exactOptional(),
  port: z.number().int().min(0).max(65_535).exactOptional(),
  /** By the name that clients ask for. */
  models: z.record(z.string().regex(/^[\w.:/-]{1,128}$/), modelSchema).exactOptional(),
  /** Ids, the first is spoken with. */
  voices: z.array(z.string().min(1)).exactOptional(),
  connections: z.record(z.string(), connectionSchema).exactOptional(),
  /** A file, from the folder of this one. */
  keys: z.string().min(1).exactOptional(),
  /** Name of the environment's variable that holds it. */
  tokenSecretVariable: z.string().min(1).exactOptional(),
  origins: z.array(z.union([z.literal('*'), z.url()])).exactOptional(),
  /** Names by which clients know the server behind a proxy. */
  hosts: z
    .array(z.string().regex(/^[a-z0-9.-]+$/, 'give a name in small letters, without a port'))
    .exactOptional(),
  /** Addresses whose X-Forwarded-For is believed. */
  proxies: z.array(z.union([z.ipv4(), z.ipv6()])).exactOptional(),
  limits: limitsSchema.exactOptional(),
  /** A folder, from that of this file. */
  record: z.string().min(1).exactOptional(),
});

export type ServerConfig = z.infer<typeof serverConfigSchema>;
