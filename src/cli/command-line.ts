import { suggest } from '../timeline/index.ts';
import type { Command, CommandContext } from './command.ts';
import { cacheCommand } from './commands/cache.ts';
import { captionsCommand } from './commands/captions.ts';
import { convertCommand } from './commands/convert.ts';
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
      const command = error.command ?? commands.find(({ name }) => name === words[0])?.name;
      terminal.say(`Try: duologue ${command === undefined ? '' : `${command} `}--help\n`);
    }
    if (code === exitCodes.fault && error instanceof Error) terminal.say(`${error.stack ?? ''}\n`);
    return code;
  }
}

async function dispatch(words: readonly string[], context: CommandContext): Promise<void> {
  const [name, ...rest] = words;
  const { terminal } = context;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const topic = commands.find((command) => command.name === rest[0]);
    await terminal.out(topic === undefined ? overview(commands) : commandHelp(topic));
    return;
  }
  if (name === '--version' || name === '-v') {
    await terminal.out(`${version()}\n`);
    return;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const nearest = suggest(
      name,
      commands.map((candidate) => candidate.name),
    );
    throw new UsageError(
      `There is no command '${name}'.${nearest === undefined ? '' : ` Did you mean '${nearest}'?`}`,
    );
  }
  const invocation = parseArguments(command, rest);
  if (invocation.flag('help')) await terminal.out(commandHelp(command));
  else await command.run(invocation, context);
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
