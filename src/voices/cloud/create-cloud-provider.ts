import type { Voice, VoiceDescription } from '../voice.ts';
import { UnknownVoiceError } from '../voice-error.ts';
import type { AdapterModel, KnownVoice, SpeechAdapter } from './adapter.ts';
import { type Platform, systemPlatform } from './clock.ts';
import { createCloudClient } from './cloud-client.ts';
import { createCloudDialogue } from './cloud-dialogue.ts';
import { createCloudVoice } from './cloud-voice.ts';
import { ProviderError } from './provider-error.ts';
import type { CloudOptions, CloudProvider, SpeechModel, VoiceReference } from './speech-model.ts';
import { cloneWith, designWith } from './voice-making.ts';

/** A vendor's account behind an adapter. Nothing is asked, and no key is looked for, before a voice is wanted. */
export function createCloudProvider(
  adapter: SpeechAdapter,
  options: CloudOptions = {},
  platform: Platform = systemPlatform,
): CloudProvider {
  const client = createCloudClient(adapter, options, platform);
  const { baseURL } = client;
  const models = new Map<string, SpeechModel>();
  const modelOf = (id = adapter.models[0]?.id ?? ''): SpeechModel => {
    const known = models.get(id) ?? describeModel(id);
    models.set(id, known);
    return known;
  };
  const describeModel = (id: string): SpeechModel => {
    const model = findModel(adapter, id);
    const { dialogueLimits } = model;
    const { converse } = adapter;
    const dialogue =
      dialogueLimits === undefined || converse === undefined
        ? undefined
        : createCloudDialogue({
            adapter: { ...adapter, converse },
            model: { ...model, dialogueLimits },
            client,
            platform,
          });
    const mostCharacters = Math.min(
      model.mostCharacters ?? Number.POSITIVE_INFINITY,
      options.mostCharacters ?? Number.POSITIVE_INFINITY,
    );
    const limit = Number.isFinite(mostCharacters) ? mostCharacters : undefined;
    return {
      ...model,
      provider: adapter.name,
      ...(dialogue === undefined ? {} : { dialogue }),
      voice(reference): Voice {
        const known = checkVoice(adapter, model, reference);
        client.needKey();
        const service = {
          ...serviceOf(adapter, model, known?.id ?? nameOf(reference), baseURL),
          ...(limit === undefined ? {} : { mostCharacters: limit }),
        };
        const spoken = createCloudVoice({
          adapter,
          model: known?.speeds === undefined ? model : { ...model, speeds: known.speeds },
          voice: known?.id ?? reference,
          description: {
            ...describeVoice(adapter, baseURL, model, known ?? { id: service.voice }),
            service,
          },
          mostCharacters: limit,
          client,
          platform,
        });
        return dialogue === undefined || typeof reference !== 'string' ? spoken : { ...spoken, dialogue };
      },
    };
  };
  const voices = adapter.voices.map((voice) => {
    const model = adapter.models.find(({ id }) => voice.models === undefined || voice.models.includes(id));
    return describeVoice(adapter, baseURL, model ?? findModel(adapter, ''), voice);
  });
  const provider = {
    voices,
    models: adapter.models,
    voice(name: string): Voice {
      const [, model, voice] = /^([^:]+):(.+)$/s.exec(name) ?? [];
      if (model === undefined) refuseModel(adapter, name);
      return model === undefined || voice === undefined ? modelOf().voice(name) : modelOf(model).voice(voice);
    },
    cloneVoice: cloneWith(adapter, client),
    designVoice: designWith(adapter, client),
    async [Symbol.asyncDispose]() {},
  };
  // A function's own name cannot be assigned.
  return Object.assign(
    Object.defineProperty((id?: string) => modelOf(id), 'name', { value: adapter.name }),
    provider,
  );
}

function findModel({ models, title, name, otherModels = true }: SpeechAdapter, id: string): AdapterModel {
  const known = models.find((model) => model.id === id);
  if (known !== undefined) return known;
  const [usual] = models;
  if (typeof otherModels === 'function') return id === '' && usual !== undefined ? usual : otherModels(id);
  if (usual !== undefined && otherModels && id !== '') {
    // Whether another model speaks dialogues, and how long, is not known.
    const { dialogueLimits: _limits, ...alike } = usual;
    return { ...alike, id };
  }
  const list = models.map((model) => model.id).join(', ');
  throw new ProviderError(`${title} has no model ${JSON.stringify(id)}: use ${list}.`, {
    provider: name,
    code: 'invalid-option',
  });
}

/** The voice of that name, where the list has it; a name that cannot be one is refused. */
function checkVoice(
  adapter: SpeechAdapter,
  model: AdapterModel,
  reference: VoiceReference,
): KnownVoice | undefined {
  const { name, title, voices, otherVoices } = adapter;
  const { voiceSamples = adapter.voiceSamples } = model;
  const fail = (what: string): never => {
    throw new ProviderError(`${title}: ${what}`, { provider: name, code: 'invalid-option' });
  };
  if (typeof reference !== 'string') {
    if (reference === null || typeof reference !== 'object') return fail('give a voice by its name or id.');
    if (voiceSamples === undefined || voiceSamples === false)
      return fail('a recording cannot stand for a voice here: give a name or an id.');
    if (voiceSamples !== true && !(voiceSamples in reference))
      return fail(`a recording is given as { ${voiceSamples} } here.`);
    return undefined;
  }
  if (reference.trim() === '') return fail('the voice has no name.');
  const able = voices.filter((voice) => voice.models === undefined || voice.models.includes(model.id));
  const lower = reference.toLowerCase();
  const found =
    able.find(({ id }) => id === reference) ??
    able.find((voice) => voice.id.toLowerCase() === lower || voice.name?.toLowerCase() === lower);
  const other = typeof otherVoices === 'boolean' ? otherVoices : otherVoices(reference, model);
  if (found !== undefined || other) return found;
  throw new UnknownVoiceError(
    `${name}/${model.id}:${reference}`,
    able.map(({ id }) => `${name}/${model.id}:${id}`),
  );
}

/** A model where a voice is named: the vendor would be asked for a voice of that name. */
function refuseModel({ name: provider, models, voices }: SpeechAdapter, name: string): void {
  const isModel = models.some(({ id }) => id === name) && !voices.some(({ id }) => id === name);
  if (!isModel) return;
  const fitting = voices.find((one) => one.models === undefined || one.models.includes(name));
  const voice = fitting?.name ?? fitting?.id ?? 'VOICE';
  throw new ProviderError(
    `${provider}/${name} is a model: say which of its voices, such as ${provider}/${name}:${voice}.`,
    { provider, code: 'invalid-option' },
  );
}

function nameOf(reference: VoiceReference): string {
  if (typeof reference === 'string') return reference;
  if ('url' in reference) return reference.url;
  // Another recording is another voice.
  const bytes =
    typeof reference.audio === 'string' ? new TextEncoder().encode(reference.audio) : reference.audio;
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (const byte of bytes) {
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ low, 0x85ebca6b);
  }
  return `sample-${(low >>> 0).toString(36)}${(high >>> 0).toString(36)}`;
}

function serviceOf(adapter: SpeechAdapter, model: AdapterModel, voice: string, baseURL: string) {
  const tags = model.tags === undefined ? {} : { tags: model.tags };
  return { provider: adapter.name, model: model.id, voice, baseURL, ...tags };
}

function describeVoice(
  { name }: SpeechAdapter,
  baseURL: string,
  model: AdapterModel,
  { id, models: _models, speeds: _speeds, name: called, languages, ...facts }: KnownVoice,
): VoiceDescription {
  return {
    id: `${name}/${model.id}:${id}`,
    name: called ?? id,
    languages: languages ?? model.languages,
    sampleRate: model.sampleRate,
    timed: model.timed,
    instructions: model.instructions === true,
    ...facts,
    service: { provider: name, model: model.id, voice: id, baseURL },
  };
}
