import {
  createModelStore,
  downloadBytes,
  type InstalledModel,
  isChecked,
  type ModelDescription,
  type ModelKind,
  type ModelStatus,
  type ModelStore,
  modelKinds,
} from '../../models/index.ts';
import { suggest } from '../../timeline/index.ts';
import type { Command, CommandContext, Invocation } from '../command.ts';
import { InputError, UsageError } from '../errors.ts';
import { createProgress } from '../progress.ts';
import { formatTable } from '../table.ts';

type Action = (
  store: ModelStore,
  names: readonly string[],
  invocation: Invocation,
  context: CommandContext,
) => Promise<void>;

export const modelsCommand: Command = {
  name: 'models',
  summary: 'voices, recognisers and the like for this machine: list, pull, remove',
  positionals: [
    { name: 'ACTION', optional: true },
    { name: 'MODEL', optional: true, many: true },
  ],
  options: {
    as: { description: 'pull, add: the name it gets, for an address or a folder of your own', value: 'NAME' },
    sha256: { description: 'pull: what an address of your own has to have, in hex', value: 'SUM' },
    kind: {
      description: 'pull, add: what it is (default voice)',
      value: 'KIND',
      choices: modelKinds,
    },
    language: { description: 'list: only those of it; pull, add: what it speaks', value: 'TAG' },
    trust: {
      description: 'pull: take a file without a known checksum, even if it has changed since the first time',
    },
  },
  examples: [
    'duologue models                       what there is; * is installed',
    'duologue models pull kokoro           53 voices in nine languages; again, after an interruption, to go on',
    'duologue models pull https://example.org/voice.tar.bz2 --as mine',
    'duologue models add ./my-model --as mine',
    'duologue models path kokoro           where it is; without a name, where all are',
    'duologue models verify kokoro',
    'duologue models remove kokoro',
  ],

  async run(invocation, context) {
    const [name = 'list', ...names] = invocation.positionals;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) {
      const nearest = suggest(name, Object.keys(actions));
      const hint =
        nearest === undefined
          ? `There are ${Object.keys(actions).join(', ')}.`
          : `Did you mean '${nearest}'?`;
      throw new UsageError(`models cannot '${name}'. ${hint}`, 'models');
    }
    await action(createModelStore(), names, invocation, context);
  },
};

const actions: Readonly<Record<string, Action>> = {
  async list(store, names, invocation, { terminal }) {
    refuse(names, 0);
    const language = invocation.text('language')?.toLowerCase();
    const all = await store.list();
    const models = language === undefined ? all : all.filter((model) => speaks(model, language));
    if (invocation.flag('json'))
      await terminal.out(`${JSON.stringify({ folder: store.folder, models }, null, 2)}\n`);
    else await terminal.out(table(models, store));
  },

  async pull(store, names, invocation, context) {
    demand(names, 'models pull kokoro');
    const name = invocation.text('as');
    if (name !== undefined && names.length > 1)
      throw new UsageError('--as names one model; pull one at a time.', 'models');
    for (const wanted of names) {
      const model = describe(wanted, name, invocation);
      const installed = await pullOne(store, model ?? (await known(store, wanted)), invocation, context);
      await show(installed, invocation, context);
    }
  },

  async add(store, names, invocation, context) {
    demand(names, 'models add ./folder --as mine');
    refuse(names, 1);
    const [folder = ''] = names;
    const installed = await store.add(folder, { id: nameFor(folder, invocation), ...traits(invocation) });
    await show(installed, invocation, context);
  },

  async remove(store, names, invocation, { terminal }) {
    demand(names, 'models remove kokoro');
    for (const id of names) {
      const freed = await store.remove(id);
      if (invocation.flag('json')) await terminal.out(`${JSON.stringify({ id, freed })}\n`);
      else if (!invocation.flag('quiet')) terminal.say(`${id} is removed; ${size(freed)} are free.\n`);
    }
  },

  async path(store, names, _invocation, { terminal }) {
    if (names.length === 0) await terminal.out(`${store.folder}\n`);
    for (const id of names) await terminal.out(`${(await store.find(id)).folder}\n`);
  },

  async verify(store, names, invocation, { terminal, signal }) {
    demand(names, 'models verify kokoro');
    for (const id of names) {
      const faults = await store.verify(id, { signal });
      if (invocation.flag('json')) await terminal.out(`${JSON.stringify({ id, faults })}\n`);
      if (faults.length > 0) {
        const shown = faults.slice(0, 5).join(', ') + (faults.length > 5 ? ' …' : '');
        throw new InputError(`${id} is not what was installed: ${shown}. Remove it and pull it again.`);
      }
      if (!invocation.flag('quiet')) terminal.say(`${id} is as it was installed.\n`);
    }
  },
};

async function pullOne(
  store: ModelStore,
  model: ModelDescription,
  invocation: Invocation,
  { terminal, signal }: CommandContext,
): Promise<InstalledModel> {
  const quiet = invocation.flag('quiet');
  const progress = createProgress(terminal, quiet);
  const began = (await store.list()).find(({ id }) => id === model.id);
  if (!quiet && began?.state !== 'installed') {
    if (began?.state === 'partial') terminal.say(`${size(began.bytes)} of ${model.id} are here already.\n`);
    if (!isChecked(model))
      terminal.say(
        `No checksum of ${model.id} is known: its first download is taken on trust and remembered.\n`,
      );
  }
  const whole = downloadBytes(model);
  const detail = whole === 0 ? '' : size(whole);
  try {
    return await store.pull(model, {
      signal,
      trustAnew: invocation.flag('trust'),
      onProgress: ({ stage, share, bytes }) => {
        if (stage === 'download') progress.update('downloading', share, detail === '' ? size(bytes) : detail);
        else progress.update('unpacking', share);
      },
    });
  } catch (error) {
    progress.end();
    if (signal.aborted && !quiet)
      terminal.say(`Stopped. What has arrived is kept: the same command goes on.\n`);
    throw error;
  } finally {
    progress.end();
  }
}

async function show(
  model: InstalledModel,
  invocation: Invocation,
  { terminal }: CommandContext,
): Promise<void> {
  if (invocation.flag('json')) {
    await terminal.out(`${JSON.stringify(model, null, 2)}\n`);
  } else if (!invocation.flag('quiet')) {
    terminal.say(`${model.id} is installed in ${model.folder} (${size(model.bytes)}).\n`);
    for (const { url, sha256 } of model.sources.filter((source) => !source.known))
      terminal.say(`taken on trust: ${url}\n  SHA-256 ${sha256}\n`);
  }
}

async function known(store: ModelStore, id: string): Promise<ModelDescription> {
  const models = await store.list();
  const description = models.find((model) => model.id === id)?.description;
  if (description !== undefined) return description;
  const nearest = suggest(
    id,
    models.flatMap((model) => (model.description === undefined ? [] : [model.id])),
  );
  const hint = nearest === undefined ? 'duologue models lists what there is.' : `Did you mean '${nearest}'?`;
  throw new UsageError(`There is no model '${id}' to pull. ${hint}`, 'models');
}

/** A model of one's own, where an address is given rather than a name. */
function describe(
  wanted: string,
  name: string | undefined,
  invocation: Invocation,
): ModelDescription | undefined {
  if (!wanted.includes('://')) {
    if (name === undefined) return undefined;
    throw new UsageError(
      `--as names what comes from an address; '${wanted}' is a model of the list.`,
      'models',
    );
  }
  const sha256 = invocation.text('sha256')?.toLowerCase();
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256))
    throw new UsageError('--sha256 takes 64 hexadecimal digits.', 'models');
  const { kind = 'voice', languages = ['mul'] } = traits(invocation);
  return {
    id: nameFor(wanted, invocation),
    title: wanted,
    kind,
    languages,
    licence: 'unknown',
    files: [{ url: wanted, uploads: sha256 === undefined ? [] : [{ sha256 }] }],
  };
}

function nameFor(source: string, invocation: Invocation): string {
  const name = invocation.text('as');
  if (name !== undefined) return name;
  throw new UsageError(`${source} needs a name: --as NAME`, 'models');
}

function traits(invocation: Invocation): {
  readonly kind?: ModelKind;
  readonly languages?: readonly string[];
} {
  const language = invocation.text('language');
  return {
    kind: modelKinds.find((kind) => kind === invocation.text('kind')) ?? 'voice',
    ...(language === undefined ? {} : { languages: [language] }),
  };
}

function table(models: readonly ModelStatus[], { folder }: ModelStore): string {
  const rows = models.map(({ id, title, kind, languages, licence, state, bytes, description }) => [
    `${state === 'installed' ? '*' : ' '} ${id}`,
    kind,
    languages.length > 4 ? `${languages.slice(0, 3).join(' ')} …` : languages.join(' '),
    description === undefined ? '–' : size(downloadBytes(description)),
    state === 'absent' ? '' : `${size(bytes)}${state === 'partial' ? ' so far' : ''}`,
    licence,
    title,
  ]);
  const header = ['  model', 'kind', 'languages', 'download', 'on disk', 'licence', 'what'];
  const unchecked = models.flatMap(({ id, description }) =>
    description !== undefined && !isChecked(description) ? [id] : [],
  );
  const note =
    unchecked.length === 0
      ? ''
      : `No checksum is known of ${unchecked.join(', ')}: taken on trust the first time.\n`;
  return `${formatTable([header, ...rows], { header: true })}\n* installed, in ${folder}\n${note}`;
}

function speaks({ languages }: ModelStatus, wanted: string): boolean {
  return languages.some((tag) => tag === 'mul' || `${tag.toLowerCase()}-`.startsWith(`${wanted}-`));
}

function size(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1000)} kB`;
}

function demand(names: readonly string[], example: string): void {
  if (names.length === 0) throw new UsageError(`Which model? For example: duologue ${example}`, 'models');
}

function refuse(names: readonly string[], most: number): void {
  if (names.length > most) throw new UsageError(`'${names[most]}' is one argument too many.`, 'models');
}
