import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ParseResult, parseSync } from 'oxc-parser';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export type SourceFile = {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly parsed: ParseResult;
  /** What it imports, as written; `typeOnly` leaves no trace in the compiled file. */
  readonly imports: readonly { readonly specifier: string; readonly typeOnly: boolean }[];
};

/** The TypeScript files under these folders, tests left out where they are not asked for. */
export function sourceFiles(folders: readonly string[], { tests = false } = {}): SourceFile[] {
  return folders
    .flatMap((folder) => filesBelow(join(root, folder)))
    .filter((path) => path.endsWith('.ts') && (tests || !path.endsWith('.test.ts')))
    .map(readSource);
}

/** Every file below a folder; nothing that was installed or built. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', 'out', '.git'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** The file that a relative import means, from the root; undefined for a package. */
export function importedFile(file: SourceFile, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return slashes(relative(root, resolve(root, dirname(file.path), specifier)));
}

function readSource(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const parsed = parseSync(path, text);
  const stated = parsed.module.staticImports.map((found) => ({
    specifier: found.moduleRequest.value,
    typeOnly: found.entries.length > 0 && found.entries.every((entry) => entry.isType),
  }));
  const passedOn = parsed.module.staticExports.flatMap((found) =>
    found.entries.flatMap((entry) =>
      entry.moduleRequest === null ? [] : [{ specifier: entry.moduleRequest.value, typeOnly: entry.isType }],
    ),
  );
  const dynamic = parsed.module.dynamicImports.flatMap(({ moduleRequest }) => {
    const literal = /^(['"])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    return literal?.[2] === undefined ? [] : [{ specifier: literal[2], typeOnly: false }];
  });
  return { path: slashes(relative(root, path)), text, parsed, imports: [...stated, ...passedOn, ...dynamic] };
}

function slashes(path: string): string {
  return path.split(sep).join('/');
}
