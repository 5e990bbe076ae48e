import { readScript } from '../../script/index.ts';
import type { Brain } from '../../voices/index.ts';
import { type AiSdkBrainOptions, createAiSdkBrain } from '../ai-sdk/ai-sdk-brain.ts';
import type { AiSdkLanguageModel } from '../ai-sdk/ai-sdk-model.ts';
import { createInterviewer } from '../interviewer/interviewer.ts';
import { createScriptBrain } from '../script/script-brain.ts';
import {
  type InterviewerSettings,
  invalidSettings,
  type PackageSettings,
  readBrainSettings,
  type ScriptSettings,
  type ServerSettings,
} from './brain-settings.ts';
import { loadModel } from './load-provider.ts';

/** `interviewer`, `script:FILE`, `script:FILE#PART`, `VENDOR/MODEL`, or fields. */
export type BrainSettings = string | InterviewerSettings | ScriptSettings | PackageSettings | ServerSettings;

export type OpenBrainOptions = {
  /** Where files are read from and packages looked for; default the working directory. */
  readonly folder?: string;
  /** Where a key is found that the settings name a variable for; default the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
};

/** A brain from settings as they stand in a file or at the command line. Nothing is asked of a service. */
export async function openBrain(settings: BrainSettings, options: OpenBrainOptions = {}): Promise<Brain> {
  const named = readBrainSettings(settings);
  const { folder = process.cwd(), environment = process.env } = options;
  if (named.kind === 'interviewer') return createInterviewer(named.settings.interviewer);
  if (named.kind === 'script') return openScript(named.settings, folder);
  if (named.kind === 'server') return openServer(named.settings, folder, environment);
  const { package: name, options: given = {}, method, ...others } = named.settings;
  const wanted = { package: name, options: given, model: others.model, folder };
  const model = await loadModel(method === undefined ? wanted : { ...wanted, method });
  return createAiSdkBrain(brainOptions(model, others));
}

async function openScript({ script: file, ...options }: ScriptSettings, folder: string): Promise<Brain> {
  const [files, paths] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  const path = paths.resolve(folder, file);
  const text = await files.readFile(path, 'utf8').catch((error: unknown) => {
    throw invalidSettings(`the script ${path} cannot be read.`, error);
  });
  return createScriptBrain(readScript(text, { path }), options);
}

async function openServer(
  { baseURL, apiKey, apiKeyVariable, headers, ...others }: ServerSettings,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Brain> {
  const found = apiKeyVariable === undefined ? apiKey : environment[apiKeyVariable];
  if (apiKeyVariable !== undefined && (found === undefined || found === ''))
    throw invalidSettings(`the environment has no ${apiKeyVariable}: set it, or leave apiKeyVariable out.`);
  const model = await loadModel({
    package: '@ai-sdk/openai',
    method: 'chat',
    model: others.model,
    folder,
    // Left out, the package would send this server the key of OpenAI that is in the environment.
    options: { baseURL, apiKey: found ?? 'none', ...(headers === undefined ? {} : { headers }) },
  });
  return createAiSdkBrain({ ...brainOptions(model, others), id: `${new URL(baseURL).host}/${others.model}` });
}

function brainOptions(
  model: AiSdkLanguageModel,
  options: Omit<AiSdkBrainOptions, 'model'> & { readonly model: string },
): AiSdkBrainOptions {
  return { ...options, model };
}
