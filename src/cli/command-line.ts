import { suggest } from '../timeline/index.ts';
import type { Command, CommandContext } from './command.ts';
import { cacheCommand } from './commands/cache.ts';
import { captionsCommand } from './commands/captions.ts';
import { convertCommand } from './commands/convert.ts';
import { corpusCardCommand } from './commands/corpus/card.ts';
import { corpusCheckCommand } from './commands/corpus/check.ts';
import { corpusExportCommand } from './commands/corpus/export.ts';
import { corpusIngestCommand } from './commands/corpus/ingest.ts';
import { corpusPoolCommand } from './commands/corpus/pool.ts';
import { corpusShowCommand } from './commands/corpus/show.ts';
import { corpusSimulateCommand } from './commands/corpus/simulate.ts';
import { corpusStatsCommand } from './commands/corpus/stats.ts';
import { corpusStatusCommand } from './commands/corpus/status.ts';
import { corpusWorkCommand } from './commands/corpus/work.ts';
import { generateCommand } from './commands/generate.ts';
import { modelsCommand } from './commands/models.ts';
import { planCommand } from './commands/plan.ts';
import { serveCommand } from './commands/serve.ts';
import { statsCommand } from './commands/stats.ts';
import { voicesCommand } from './commands/voices.ts';
import { errorWords } from './error-words.ts';
import { UsageError } from './errors.ts';
import { exitCodeOf, exitCodes, stoppedBy } from './exit-codes.ts';
import { commandHelp, overview } from './help.ts';
import { parseArguments } from './parse-arguments.ts';
import { version } from './version.ts';

const commands: readonly Command[] = [
  generateCommand,
  planCommand,
  voicesCommand,
  modelsCommand,
  cacheCommand,
  statsCommand,
  captionsCommand,
  convertCommand,
  serveCommand,
  corpusSimulateCommand,
  corpusIngestCommand,
  corpusStatusCommand,
  corpusWorkCommand,
  corpusPoolCommand,
  corpusExportCommand,
  corpusCheckCommand,
  corpusStatsCommand,
  corpusShowCommand,
  corpusCardCommand,
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
    const message = errorWords(error, words);
    if (words.includes('--json')) terminal.say(`${JSON.stringify({ error: errorFields(error, message) })}\n`);
    else terminal.say(`duologue: ${message}\n`);
    const code = exitCodeOf(error);
    if (error instanceof UsageError) {
      const command = error.command ?? commandOf(words)?.name;
      terminal.say(`Try: duologue ${command === undefined ? '' : `${command} `}--help\n`);
    }
    if (code === exitCodes.fault && error instanceof Error) terminal.say(`${error.stack ?? ''}\n`);
    return code;
  }
}

async function dispatch(words: readonly string[], context: CommandContext): Promise<void> {
  const [name] = words;
  const { terminal } = context;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    await terminal.out(helpOn(words.slice(1)));
    return;
  }
  if (name === '--version' || name === '-v') {
    await terminal.out(`${version()}\n`);
    return;
  }
  const command = commandOf(words);
  if (command === undefined) {
    if (groupOf(name).length === 0)
      throw unknownCommand(
        name,
        commands.map(({ name: known }) => known),
      );
    const [, action = '--help'] = words;
    if (action !== '--help' && action !== '-h') {
      throw unknownCommand(
        `${name} ${action}`,
        groupOf(name).map(({ name: known }) => known),
      );
    }
    await terminal.out(helpOn(words));
    return;
  }
  const invocation = parseArguments(command, words.slice(command.name.split(' ').length));
  if (invocation.flag('help')) await terminal.out(commandHelp(command));
  else await command.run(invocation, context);
}

function helpOn(words: readonly string[]): string {
  const command = commandOf(words);
  if (command !== undefined) return commandHelp(command);
  const group = groupOf(words[0] ?? '');
  return group.length > 0 ? overview(group) : overview(commands);
}

/** `generate`, or two words, such as `corpus simulate`. */
function commandOf([first = '', second = '']: readonly string[]): Command | undefined {
  return commands.find(({ name }) => name === `${first} ${second}` || name === first);
}

function groupOf(name: string): readonly Command[] {
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
