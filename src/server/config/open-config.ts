import { join, resolve } from 'node:path';
import { type BrainSettings, openBrain } from '../../brains/index.ts';
import { openRecognizer } from '../../recognizers/index.ts';
import {
  createCatalogue,
  dialoSpeechProvider,
  isProviderName,
  openDialoSpeech,
  openEmbeddedVoices,
  openLocalVoices,
  openProvider,
  type Recognizer,
  type VoiceCatalogue,
} from '../../voices/index.ts';
import { readKeyFile } from '../access/key-file.ts';
import { ServerError } from '../server-error.ts';
import type { ServedModel, ServerOptions } from '../server-options.ts';
import type { ServerConfig } from './config-schema.ts';

/** What settings stand for, opened. Dispose it when the server has stopped. */
export type OpenedConfig = AsyncDisposable & {
  readonly options: ServerOptions;
};

export type OpenConfigOptions = {
  /** From which paths in the settings count. Default the working directory. */
  readonly folder?: string;
  /** Default the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where keys are kept if the settings name no file. Default none. */
  readonly keyFile?: string;
};

type Closing = Partial<AsyncDisposable>;

export async function openServerConfig(
  config: ServerConfig,
  { folder = process.cwd(), environment = process.env, keyFile }: OpenConfigOptions = {},
): Promise<OpenedConfig> {
  const opened: Closing[] = [];
  const close = async (): Promise<void> => {
    await Promise.allSettled(opened.splice(0).map(async (part) => part[Symbol.asyncDispose]?.()));
  };
  try {
    const voices = await openVoices(config);
    opened.push(voices);
    const models: ServedModel[] = [];
    for (const [id, settings] of Object.entries(config.models ?? { interviewer: interviewer })) {
      models.push(await openModel(id, settings, { folder, environment, opened }));
    }
    const {
      tokenSecretVariable: variable,
      keys,
      record,
      host,
      port,
      origins,
      hosts,
      proxies,
      limits,
    } = config;
    const tokenSecret = variable === undefined ? undefined : environment[variable];
    if (variable !== undefined && (tokenSecret === undefined || tokenSecret.length < 16)) {
      throw new ServerError('tokenSecretVariable', `${variable} must hold at least 16 characters.`);
    }
    const file = keys === undefined ? keyFile : resolve(folder, keys);
    const connections = config.connections ?? {};
    return {
      options: {
        models,
        voices,
        connections,
        firstVoices: config.voices ?? [],
        keys: file === undefined ? [] : await readKeyFile(file),
        ...(host === undefined ? {} : { host }),
        ...(port === undefined ? {} : { port }),
        ...(origins === undefined ? {} : { origins }),
        ...(hosts === undefined ? {} : { hosts }),
        ...(proxies === undefined ? {} : { proxies }),
        ...(limits === undefined ? {} : { limits }),
        ...(record === undefined ? {} : { record: resolve(folder, record) }),
        ...(tokenSecret === undefined ? {} : { tokenSecret }),
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type ModelConfig = NonNullable<ServerConfig['models']>[string];

const interviewer: ModelConfig = { brain: 'interviewer' };

type Opening = {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly opened: Closing[];
};

async function openModel(
  id: string,
  { brain: settings, recognizer: ears, ...rest }: ModelConfig,
  { folder, environment, opened }: Opening,
): Promise<ServedModel> {
  const field = `models.${id}.brain`;
  if (!isBrainSettings(settings)) throw new ServerError(field, `${field}: name a brain, or give its fields.`);
  const brain = await openBrain(settings, { folder, environment }).catch((error: unknown) => {
    throw atField(field, error);
  });
  if (ears === undefined) return { id, brain, ...rest };
  const { use, ...given } = typeof ears === 'string' ? { use: ears } : ears;
  const recognizer: Recognizer & Closing = await openRecognizer(use, given).catch((error: unknown) => {
    throw atField(`models.${id}.recognizer`, error);
  });
  opened.push(recognizer);
  return { id, brain, recognizer, ...rest };
}

/** Nothing is sure but that it is a text or fields: `openBrain` checks what they say, and tells. */
function isBrainSettings(
  settings: string | Readonly<Record<string, unknown>>,
): settings is BrainSettings & typeof settings {
  return typeof settings === 'string' || Object.keys(settings).length > 0;
}

function atField(field: string, error: unknown): ServerError {
  return new ServerError(field, `${field}: ${error instanceof Error ? error.message : String(error)}`, error);
}

/** The embedded voices, this machine's models and the services that are named. */
async function openVoices({ voices = [], connections = {} }: ServerConfig): Promise<VoiceCatalogue> {
  const embedded = await openEmbeddedVoices();
  const named = [...new Set(voices.map((id) => id.split('/')[0] ?? ''))];
  const services = await Promise.all(
    named.filter(isProviderName).map((name) => openProvider(name, connections[name] ?? {})),
  );
  const local = named.includes('sherpa') ? [await openLocalVoices()] : [];
  if (named.includes(dialoSpeechProvider)) local.push(await openDialoSpeech());
  const catalogue = createCatalogue([...embedded.providers, ...services, ...local]);
  for (const id of voices) {
    try {
      catalogue.find(id);
    } catch (error) {
      await catalogue[Symbol.asyncDispose]();
      throw atField('voices', error);
    }
  }
  return catalogue;
}

/** Where keys are kept unless the settings say otherwise. */
export function usualKeyFile(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  const base = environment['XDG_CONFIG_HOME'] ?? join(home, '.config');
  return environment['DUOLOGUE_SERVER_KEYS'] ?? join(base, 'duologue', 'server-keys.json');
}
