import type { AiSdkLanguageModel } from '../ai-sdk/ai-sdk-model.ts';
import { checkModel } from '../ai-sdk/check-model.ts';
import { invalidSettings } from './brain-settings.ts';

export type LoadModelOptions = {
  readonly package: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly model: string;
  /** Of the provider; default the provider itself, as a function. */
  readonly method?: string;
  /** Where the package is looked for, when it is not beside this one. */
  readonly folder: string;
};

/** A language model of a package of the AI SDK, which is loaded when it is first named. */
export async function loadModel({ method, ...wanted }: LoadModelOptions): Promise<AiSdkLanguageModel> {
  const provider = providerOf(await loadPackage(wanted.package, wanted.folder), wanted);
  const make = method === undefined ? provider : fieldOf(provider, method);
  if (typeof make !== 'function') {
    const methods = Object.keys(Object(provider)).filter(
      (name) => typeof fieldOf(provider, name) === 'function',
    );
    throw invalidSettings(`${wanted.package} has no method "${method}": it has ${methods.join(', ')}.`);
  }
  const model: unknown = Reflect.apply(make, provider, [wanted.model]);
  if (!isLanguageModel(model))
    throw invalidSettings(`${wanted.package} made no language model of "${wanted.model}".`);
  return model;
}

function providerOf(module: unknown, { package: name, options }: Omit<LoadModelOptions, 'method'>): unknown {
  const names = Object.keys(Object(module)).filter(
    (each) => /^create[A-Z]/.test(each) && typeof fieldOf(module, each) === 'function',
  );
  // `createOpenAI` of @ai-sdk/openai: the factory with the shortest name is the package's own.
  const [first] = names.toSorted((a, b) => a.length - b.length);
  const create = first === undefined ? undefined : fieldOf(module, first);
  if (typeof create !== 'function')
    throw invalidSettings(`${name} is no provider of the AI SDK: it has no function such as createOpenAI.`);
  return Reflect.apply(create, undefined, [options]);
}

function fieldOf(value: unknown, name: string): unknown {
  return Object(value) === value ? Reflect.get(Object(value), name) : undefined;
}

function isLanguageModel(model: unknown): model is AiSdkLanguageModel {
  checkModel(model);
  return true;
}

async function loadPackage(name: string, folder: string): Promise<unknown> {
  try {
    const module: unknown = await import(name);
    return module;
  } catch (error) {
    if (!isMissing(error)) throw invalidSettings(`the package ${name} cannot be loaded.`, error);
  }
  const [modules, paths, urls] = await Promise.all([
    import('node:module'),
    import('node:path'),
    import('node:url'),
  ]);
  let path: string;
  try {
    path = modules.createRequire(paths.join(folder, 'package.json')).resolve(name);
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw invalidSettings(`the package ${name} is not installed: npm install ${name}`, error);
  }
  const module: unknown = await import(urls.pathToFileURL(path).href);
  return module;
}

function isMissing(error: unknown): boolean {
  return ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(String(fieldOf(error, 'code')));
}
