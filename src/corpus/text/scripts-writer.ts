import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createRandom } from '../../dsp/index.ts';
import { fileSystemError } from '../../media/index.ts';
import { readScript, type Script } from '../../script/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { splits } from '../record/types.ts';
import { nameAt } from '../simulate/draw.ts';
import type { Spec } from '../simulate/spec.ts';
import type { ScriptWriter } from './script-writer.ts';
import { textPlace } from './text-place.ts';

/** Gives out scripts that somebody wrote. A script is of one split alone, whatever speakers speak it. */
export async function openScriptsWriter(
  spec: Spec,
  path: string,
  licence: string | null,
): Promise<ScriptWriter> {
  const scripts = await readScripts(path);
  return {
    async write({ id, seed, split, language, speakers }) {
      const own = scripts.filter(
        ({ script, text }) =>
          sameLanguage(script.language, language) &&
          script.speakers.length === speakers.length &&
          nameAt(spec.split, textPlace(text)) === split,
      );
      const random = createRandom(`${seed}/script`);
      const chosen = own[random.integer(own.length)];
      if (chosen === undefined) {
        throw new CorpusError(
          `There is no script of ${speakers.length} speakers in ${language} for ${split} among the ${scripts.length} of ${path}: add some, or set split to ${splits.map((name) => `${name}: …`).join(', ')} that fits them.`,
          { item: id, field: 'text.path' },
        );
      }
      return {
        script: castAs(
          chosen.script,
          speakers.map((speaker) => speaker.id),
        ),
        source: basename(chosen.file),
        licence,
        style: 'script',
        asides: [],
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}

async function readScripts(path: string): Promise<{ file: string; text: string; script: Script }[]> {
  try {
    const folder = (await stat(path)).isDirectory();
    const files = folder ? (await readdir(path)).toSorted().map((name) => join(path, name)) : [path];
    const texts = await Promise.all(
      files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })),
    );
    return texts.map(({ file, text }) => ({ file, text, script: readScript(text, { path: file }) }));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) throw fileSystemError(cause, 'read', path);
    throw cause;
  }
}

/** The same words by other people. */
function castAs(script: Script, ids: readonly string[]): Script {
  const cast = new Map(script.speakers.map(({ id }, index) => [id, ids[index] ?? id]));
  const named = (id: string): string => cast.get(id) ?? id;
  return {
    ...script,
    speakers: script.speakers.map(({ language }, index) => ({
      id: ids[index] ?? '',
      ...(language === undefined ? {} : { language }),
    })),
    turns: script.turns.map((turn) => ({
      ...turn,
      speaker: named(turn.speaker),
      parts: turn.parts.map((part) =>
        'speaker' in part && part.speaker !== undefined ? { ...part, speaker: named(part.speaker) } : part,
      ),
    })),
  };
}

function sameLanguage(a: string, b: string): boolean {
  return a.split('-')[0]?.toLowerCase() === b.split('-')[0]?.toLowerCase();
}
