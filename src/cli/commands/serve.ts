import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DuologueServer } from '../../server/index.ts';
import type { Command, CommandContext, Invocation } from '../command.ts';
import { UsageError } from '../errors.ts';
import { formatTable } from '../table.ts';

/** Seconds that sessions have to come to their end when the server is asked to stop, unless said otherwise. */
const usualDrain = 30;

export const serveCommand: Command = {
  name: 'serve',
  summary: 'a server to talk with: OpenAI’s Realtime protocol, speech, conversations, and a page',
  positionals: [
    { name: 'keys', optional: true },
    { name: 'ACTION', optional: true, many: true },
  ],
  options: {
    host: { description: 'where to listen (default 127.0.0.1; any other needs keys)', value: 'HOST' },
    port: { description: 'on which port; 0 is any that is free (default 8000)', value: 'N' },
    config: { description: 'settings of the server: models, voices, keys, limits', value: 'FILE' },
    keys: { description: 'the file of API keys', value: 'FILE' },
    record: { description: 'record every session into this folder: two tracks and a timeline', value: 'DIR' },
    drain: {
      description: `seconds that sessions may go on after a request to terminate (default ${usualDrain})`,
      value: 'SECONDS',
    },
    log: { description: 'write a line of JSON for everything that happens to standard error' },
  },
  examples: [
    'duologue serve',
    'duologue serve --port 0 --record sessions',
    'duologue serve keys add alice',
    'duologue serve --host 0.0.0.0 --config server.yaml',
  ],

  async run(invocation, context) {
    const [topic, ...rest] = invocation.positionals;
    if (topic !== undefined && topic !== 'keys') {
      throw new UsageError(`serve knows 'keys' and nothing called '${topic}'.`, 'serve');
    }
    // No other command needs to load a server.
    const module = await import('../../server/index.ts');
    try {
      if (topic === 'keys') await manageKeys(module, rest, invocation, context);
      else await serve(module, invocation, context);
    } catch (error) {
      if (error instanceof module.ServerError) throw new UsageError(error.message, 'serve');
      throw error;
    }
  },
};

type ServerModule = typeof import('../../server/index.ts');

async function serve(
  { createServer, logLine, openServerConfig, readServerConfig, usualKeyFile }: ServerModule,
  invocation: Invocation,
  { terminal, signal, allowTime }: CommandContext,
): Promise<void> {
  const drain = invocation.number('drain', { from: 0, to: 86_400 }) ?? usualDrain;
  const port = invocation.number('port', { from: 0, to: 65_535 });
  const host = invocation.text('host');
  const record = invocation.text('record');
  const file = invocation.text('config');
  const { config, folder } =
    file === undefined ? { config: {}, folder: process.cwd() } : await readServerConfig(file);
  await using opened = await openServerConfig(config, { folder, keyFile: keyFile(invocation, usualKeyFile) });
  const studio = studioFolder();
  await using server = await createServer({
    ...opened.options,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port: Math.round(port) }),
    ...(record === undefined ? {} : { record: resolve(record) }),
    ...(studio === undefined ? {} : { studio }),
    ...(invocation.flag('log') ? { log: (entry) => terminal.say(logLine(entry, new Date())) } : {}),
  });
  await announce(server, invocation, { terminal, signal }, opened.options.models);
  // A stop by hand ends the sessions; a request to terminate lets them come to their end.
  await stopWanted(signal);
  const patience = signal.reason === 'SIGTERM' ? drain : 0;
  allowTime?.(patience + 5);
  await server.drain(patience);
}

async function announce(
  { url, port }: DuologueServer,
  invocation: Invocation,
  { terminal }: CommandContext,
  models: readonly { readonly id: string }[],
): Promise<void> {
  const names = models.map(({ id }) => id);
  const realtime = `${url.replace(/^http/, 'ws')}/v1/realtime?model=${names[0] ?? ''}`;
  if (invocation.flag('json')) {
    await terminal.out(`${JSON.stringify({ url, port, realtime, models: names })}\n`);
  } else if (!invocation.flag('quiet')) {
    await terminal.out(`Listening at ${url}\n  to talk: ${realtime}\n  models: ${names.join(', ')}\n`);
  }
}

function stopWanted(signal: AbortSignal): Promise<void> {
  return new Promise((stop) => {
    if (signal.aborted) stop();
    else signal.addEventListener('abort', () => stop(), { once: true });
  });
}

function keyFile(invocation: Invocation, usual: ServerModule['usualKeyFile']): string {
  const named = invocation.text('keys');
  return named === undefined ? usual(process.env, homedir()) : resolve(named);
}

async function manageKeys(
  { addKey, removeKey, readKeyFile, usualKeyFile }: ServerModule,
  [action = 'list', name]: readonly string[],
  invocation: Invocation,
  { terminal }: CommandContext,
): Promise<void> {
  const path = keyFile(invocation, usualKeyFile);
  if (action === 'add' || action === 'remove') {
    if (name === undefined)
      throw new UsageError(`Say which key: duologue serve keys ${action} NAME`, 'serve');
    if (action === 'remove') {
      const { id } = await removeKey(path, name);
      if (!invocation.flag('quiet')) terminal.say(`${name} (${id}) is removed from ${path}.\n`);
      return;
    }
    const { key, kept } = await addKey(path, name);
    if (invocation.flag('json')) await terminal.out(`${JSON.stringify({ ...kept, key })}\n`);
    else {
      await terminal.out(`${key}\n`);
      if (!invocation.flag('quiet')) {
        terminal.say(`This is shown once; only its hash is kept, in ${path}.\n`);
      }
    }
    return;
  }
  if (action !== 'list') {
    throw new UsageError(`serve keys knows add, list and remove; '${action}' is none of them.`, 'serve');
  }
  const keys = await readKeyFile(path);
  const shown = keys.map(({ id, name: owner, created }) => ({ id, name: owner, created }));
  if (invocation.flag('json')) await terminal.out(`${JSON.stringify(shown, null, 2)}\n`);
  else if (shown.length === 0) await terminal.out(`There are no keys in ${path}.\n`);
  else {
    const rows = shown.map(({ id, name: owner, created }) => [id, owner, created.slice(0, 10)]);
    await terminal.out(formatTable([['id', 'name', 'created'], ...rows], { header: true }));
  }
}

/** The page, as it was built; from the sources it lies elsewhere than in the package. */
function studioFolder(): string | undefined {
  return ['../../studio/', '../../../dist/studio/']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(resolve(path, 'index.html')));
}
