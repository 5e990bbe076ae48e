import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import type { runCommandLine } from '../src/cli/command-line.ts';

/** What a document says can be run: a program in a file, or the words after `duologue`. */
export type DocumentRun = { readonly program: string } | { readonly words: readonly string[] };
/** Nothing where all is well, else what went wrong. */
export type DocumentOutcome = { readonly fault?: string };

/** Seconds that a program may go on after its last line. */
const patience = 10;
const [commandLine = ''] = process.argv.slice(2);

/** What keeps this process from ending, by kind. */
function holding(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** A program that is over lets its process end: it holds nothing that was not held before. */
async function leavesNothing(before: ReadonlyMap<string, number>): Promise<void> {
  const end = performance.now() + patience * 1000;
  for (;;) {
    await new Promise(setImmediate);
    const left = [...holding()].filter(([kind, count]) => count > (before.get(kind) ?? 0));
    if (left.length === 0) return;
    if (performance.now() > end) throw new Error(`It does not end: it holds ${inspect(left)}.`);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

async function runProgram(path: string): Promise<void> {
  const before = holding();
  await import(pathToFileURL(path).href);
  await leavesNothing(before);
}

/** The built command line, as the package runs it. */
async function runWords(words: readonly string[]): Promise<void> {
  const { runCommandLine: run }: { runCommandLine: typeof runCommandLine } = await import(
    pathToFileURL(commandLine).href
  );
  let said = '';
  const code = await run(words, {
    terminal: {
      out: () => Promise.resolve(),
      say(text) {
        said += text;
      },
      interactive: false,
      columns: 80,
      now: () => performance.now() / 1000,
    },
    signal: new AbortController().signal,
  });
  if (code !== 0) throw new Error(`duologue ${words.join(' ')} ends with ${code}: ${said}`);
}

process.on('message', (run: DocumentRun) => {
  const running = 'program' in run ? runProgram(run.program) : runWords(run.words);
  running.then(
    () => process.send?.({}),
    (error: unknown) => process.send?.({ fault: error instanceof Error ? error.stack : inspect(error) }),
  );
});
