import { readFile } from 'node:fs/promises';
import { parse as parseYaml } from 'yaml';
import * as z from 'zod';
import { CorpusError } from '../corpus-error.ts';
import type { PoolSpeaker } from './pool-entry.ts';

const optional = z.string().min(1).nullable().default(null);

const person = {
  language: optional,
  nativeLanguage: optional,
  gender: z.enum(['female', 'male', 'other']).nullable().default(null),
  ageBand: optional,
  accent: optional,
  region: optional,
  consent: optional,
  licence: optional,
  voice: optional,
};

/** `pool.yaml`: what a layout that only names speakers leaves open. */
const fileSchema = z.strictObject({
  ...person,
  speakers: z.record(z.string(), z.strictObject(person)).default({}),
});

export interface PoolDefaults {
  /** A speaker with what is known of them: said here, else in `pool.yaml` for them, else there for all. */
  speaker(
    name: string,
    where: string,
    known?: { readonly language?: string | null; readonly gender?: PoolSpeaker['gender'] },
  ): PoolSpeaker;
}

/** Reads `pool.yaml`, which may be missing. */
export async function readPoolDefaults(path: string): Promise<PoolDefaults> {
  const file = await readDefaults(path);
  return {
    speaker(name, where, { language = null, gender = null } = {}) {
      const own = file.speakers[name];
      const { speakers: _, ...all } = file;
      const said = Object.fromEntries(
        Object.entries(all).map(([key, value]) => [key, Reflect.get(own ?? {}, key) ?? value]),
      );
      const merged = z.object(person).parse(said);
      const spoken = language ?? merged.language;
      if (spoken === null) {
        throw new CorpusError(
          `${where}: nothing says in what language ${name} speaks: write language: … into ${path}.`,
          { key: path, field: 'language' },
        );
      }
      return {
        ...merged,
        id: name.replaceAll(/[^A-Za-z0-9_-]+/g, '-'),
        language: spoken,
        gender: gender ?? merged.gender,
      };
    },
  };
}

async function readDefaults(path: string): Promise<z.output<typeof fileSchema>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '{}';
    throw cause;
  });
  let document: unknown;
  try {
    document = parseYaml(text, { logLevel: 'error' }) ?? {};
  } catch (cause) {
    throw new CorpusError(`${path} is no YAML: ${cause instanceof Error ? cause.message : String(cause)}`, {
      key: path,
      cause,
    });
  }
  const parsed = fileSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new CorpusError(`${path} is not right: ${z.prettifyError(parsed.error)}`, {
    key: path,
    field: parsed.error.issues[0]?.path.join('.') ?? '',
    cause: parsed.error,
  });
}
