import { readFile, stat } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { type CloudOptions, providerNames } from '../voices/index.ts';
import { InputError } from './errors.ts';

/** Keys, servers and prices that a person keeps in a file, so that no command line has to say them. */
export type Settings = z.infer<typeof settingsSchema>;

const connectionSchema = z.strictObject({
  apiKey: z.string().min(1).optional(),
  baseURL: z.url({ error: 'give an address such as https://api.example.com/v1' }).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  maxRetries: z.number().min(0).max(20).optional(),
  maxConcurrency: z.number().int().min(1).max(256).optional(),
  requestsPerMinute: z.number().positive().optional(),
  timeout: z.number().positive().optional(),
});

const settingsSchema = z.strictObject({
  /** By provider's name. */
  connections: z.record(z.string(), connectionSchema).default({}),
  prices: z
    .strictObject({
      currency: z.string().optional(),
      perMillionCharacters: z.record(z.string(), z.number().min(0)),
    })
    .optional(),
  /** The folder is an absolute path, `~/…`, or one from the folder of the file. */
  cache: z
    .strictObject({ folder: z.string().min(1).optional(), mostBytes: z.number().min(0).optional() })
    .default({}),
});

export type ReadSettings = {
  readonly settings: Settings;
  readonly warnings: readonly string[];
};

/** The named file, else the usual one where it exists, else nothing. */
export async function readSettings(path: string | undefined): Promise<ReadSettings> {
  const file = path ?? process.env['DUOLOGUE_CONFIG'] ?? defaultPath();
  const asked = path !== undefined || process.env['DUOLOGUE_CONFIG'] !== undefined;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (!asked) return undefined;
    throw new InputError(`The settings in ${file} cannot be read.`, { cause });
  });
  if (text === undefined) return { settings: settingsSchema.parse({}), warnings: [] };
  const parsed = settingsSchema.safeParse(parseText(text, file) ?? {});
  if (!parsed.success) {
    // A key is a value: only names and places are said.
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new InputError(
      `${file}: ${where === '' ? '' : `${where}: `}${issue?.message ?? 'it cannot be read'}`,
    );
  }
  const settings = { ...parsed.data, cache: placeCache(parsed.data.cache, file) };
  for (const name of Object.keys(settings.connections)) {
    if (providerNames.includes(name)) continue;
    throw new InputError(
      `${file}: connections.${name}: there is no such provider; there are ${providerNames.join(', ')}.`,
    );
  }
  return { settings, warnings: await openToOthers(file, settings) };
}

/** What is written as a path from the settings does not depend on where a command is run. */
function placeCache({ folder, ...cache }: Settings['cache'], file: string): Settings['cache'] {
  if (folder === undefined) return cache;
  const path = /^~(?=[/\\]|$)/.test(folder) ? join(homedir(), folder.slice(1)) : folder;
  return { ...cache, folder: resolve(dirname(file), path) };
}

/** YAML holds JSON. */
function parseText(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch {
    // The parser's message quotes the line, which may hold a key.
    throw new InputError(`${file} is neither YAML nor JSON.`);
  }
}

function defaultPath(): string {
  const { XDG_CONFIG_HOME, APPDATA } = process.env;
  const folder = (platform() === 'win32' ? APPDATA : XDG_CONFIG_HOME) ?? join(homedir(), '.config');
  return join(folder, 'duologue', 'config.yaml');
}

async function openToOthers(file: string, { connections }: Settings): Promise<string[]> {
  const holdsKeys = Object.values(connections).some(
    ({ apiKey, headers }) => apiKey !== undefined || headers !== undefined,
  );
  if (!holdsKeys || platform() === 'win32') return [];
  const { mode } = await stat(file);
  return (mode & 0o077) === 0
    ? []
    : [`${file} holds keys and others on this machine may read it: chmod 600 ${file}`];
}

/** Without the names that are not given: an option that is absent is not one that is undefined. */
export function connectionsOf({ connections }: Settings): Readonly<Record<string, CloudOptions>> {
  return Object.fromEntries(
    Object.entries(connections).map(([name, connection]) => [
      name,
      Object.fromEntries(Object.entries(connection).filter(([, value]) => value !== undefined)),
    ]),
  );
}
