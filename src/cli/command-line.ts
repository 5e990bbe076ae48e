import { suggest } from '../timeline/index.ts';
import type { Command, CommandContext } from './command.ts';
import { InputError, UsageError } from './errors.ts';
import { exitCodes, stoppedBy } from './exit-codes.ts';
import { commandHelp, overview } from './help.ts';
import { parseArguments } from './parse-arguments.ts';
import { version } from './version.ts';

/** Each is loaded when it is called: most of them need much that the others do not. */
type KnownCommand = { readonly name: string; load(): Promise<Command> };

const commands: readonly KnownCommand[] = [
  { name: 'generate', load: async () => (await import('./commands/generate.ts')).generateCommand },
  { name: 'plan', load: async () => (await import('./commands/plan.ts')).planCommand },
  { name: 'voices', load: async () => (await import('./commands/voices.ts')).voicesCommand },
  { name: 'models', load: async () => (await import('./commands/models.ts')).modelsCommand },
  { name: 'cache', load: async () => (await import('./commands/cache.ts')).cacheCommand },
  { name: 'stats', load: async () => (await import('./commands/stats.ts')).statsCommand },
  { name: 'captions', load: async () => (await import('./commands/captions.ts')).captionsCommand },
  { name: 'convert', load: async () => (await import('./commands/convert.ts')).convertCommand },
  { name: 'serve', load: async () => (await import('./commands/serve.ts')).serveCommand },
  {
    name: 'corpus simulate',
    load: async () => (await import('./commands/corpus/simulate.ts')).corpusSimulateCommand,
  },
  {
    name: 'corpus ingest',
    load: async () => (await import('./commands/corpus/ingest.ts')).corpusIngestCommand,
  },
  {
    name: 'corpus status',
    load: async () => (await import('./commands/corpus/status.ts')).corpusStatusCommand,
  },
  { name: 'corpus work', load: async () => (await import('./commands/corpus/work.ts')).corpusWorkCommand },
  { name: 'corpus pool', load: async () => (await import('./commands/corpus/pool.ts')).corpusPoolCommand },
  {
    name: 'corpus export',
    load: async () => (await import('./commands/corpus/export.ts')).corpusExportCommand,
  },
  { name: 'corpus check', load: async () => (await import('./commands/corpus/check.ts')).corpusCheckCommand },
  { name: 'corpus stats', load: async () => (await import('./commands/corpus/stats.ts')).corpusStatsCommand },
  { name: 'corpus show', load: async () => (await import('./commands/corpus/show.ts')).corpusShowCommand },
  { name: 'corpus card', load: async () => (await import('./commands/corpus/card.ts')).corpusCardCommand },
];

/** Runs `duologue` with these words and gives its exit code. Nothing is thrown. */
export async function runCommandLine(words: readonly string[], context: CommandContext): Promise<number> {
  const { terminal, signal } = context;
  try {
    await dispatch(words, context);
    return exitCodes.done;
  } catch (error) {
    if (signal.aborted) return stoppedBy(signal.reason);
    if (isClosedPipe(error)) return exitCodes.done;
    const { message, code } = await judgeError(error, words);
    if (words.includes('--json')) terminal.say(`${JSON.stringify({ error: errorFields(error, message) })}\n`);
    else terminal.say(`duologue: ${message}\n`);
    if (error instanceof UsageError) {
      const command = error.command ?? commandOf(words)?.name;
      terminal.say(`Try: duologue ${command === undefined ? '' : `${command} `}--help\n`);
    }
    if (code === exitCodes.fault && error instanceof Error) terminal.say(`${error.stack ?? ''}\n`);
    return code;
  }
}

type Verdict = { readonly message: string; readonly code: number };

/** Most kinds of errors come with what throws them: who only mistypes a word waits for none of it. */
async function judgeError(thrown: unknown, words: readonly string[]): Promise<Verdict> {
  if (thrown instanceof UsageError) return { message: thrown.message, code: exitCodes.usage };
  if (thrown instanceof InputError) return { message: thrown.message, code: exitCodes.input };
  const { errorWords } = await import('./error-words.ts');
  const { exitCodeOf } = await import('./error-exit-code.ts');
  return { message: errorWords(thrown, words), code: exitCodeOf(thrown) };
}

async function dispatch(words: readonly string[], context: CommandContext): Promise<void> {
  const [name] = words;
  const { terminal } = context;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    await terminal.out(await helpOn(words.slice(1)));
    return;
  }
  if (name === '--version' || name === '-v') {
    await terminal.out(`${version()}\n`);
    return;
  }
  const known = commandOf(words);
  if (known === undefined) {
    if (groupOf(name).length === 0) throw unknownCommand(name, namesOf(commands));
    const [, action = '--help'] = words;
    if (action !== '--help' && action !== '-h') {
      throw unknownCommand(`${name} ${action}`, namesOf(groupOf(name)));
    }
    await terminal.out(await helpOn(words));
    return;
  }
  const command = await known.load();
  const invocation = parseArguments(command, words.slice(command.name.split(' ').length));
  if (invocation.flag('help')) await terminal.out(commandHelp(command));
  else await command.run(invocation, context);
}

async function helpOn(words: readonly string[]): Promise<string> {
  const command = commandOf(words);
  if (command !== undefined) return commandHelp(await command.load());
  const group = groupOf(words[0] ?? '');
  return overview(await Promise.all((group.length > 0 ? group : commands).map((known) => known.load())));
}

function namesOf(known: readonly KnownCommand[]): string[] {
  return known.map(({ name }) => name);
}

/** `generate`, or two words, such as `corpus simulate`. */
function commandOf([first = '', second = '']: readonly string[]): KnownCommand | undefined {
  return commands.find(({ name }) => name === `${first} ${second}` || name === first);
}

function groupOf(name: string): readonly KnownCommand[] {
  return commands.filter((command) => command.name.startsWith(`${name} `));
}

function unknownCommand(name: string, known: readonly string[]): UsageError {
  const nearest = suggest(name, known);
  return new UsageError(
    `There is no command '${name}'.${nearest === undefined ? '' : ` Did you mean '${nearest}'?`}`,
  );
}

/** The reader of our output went away, as `| head` does: nothing to complain of. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

/** An error as data, for programs: its name, its message and its own fields. */
function errorFields(error: unknown, message: string): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: 'Error', message };
  const fields = Object.entries(error).filter(([field]) => field !== 'cause' && field !== 'stack');
  return { name: error.name, message, ...Object.fromEntries(fields) };
}
