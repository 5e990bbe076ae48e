import {
  isProviderName,
  respell,
  type SpeechRequest,
  segmentKey,
  splitText,
  type VoiceService,
} from '../voices/index.ts';
import { type CastScript, castScript } from './cast-script.ts';
import { directionOf, type Path } from './choose-path.ts';
import { asksVoice, type SoundRequest } from './draft-script.ts';
import type { OutputOptions } from './generate-conversation.ts';
import { GenerateError } from './generate-error.ts';
import { checkInput, checkOptionNames, planNames } from './option-names.ts';
import type { PrepareOptions } from './options.ts';
import { workersFor } from './prepare-conversation.ts';
import { houseOptions, type SpeechSdkOptions } from './speech-sdk-options.ts';
import { openVoiceLookup } from './voice-lookup.ts';

/** What services charge, in one currency. */
export type PriceTable = {
  /** For whoever reads it, such as `USD`. */
  readonly currency?: string;
  /** For a million characters: of `provider/model`, else of `provider`. */
  readonly perMillionCharacters: Readonly<Record<string, number>>;
};

/** What a conversation would ask of services. */
export type ConversationPlan = {
  readonly path: Path['type'];
  readonly stitchReason?: string;
  /** All together. What is cached is not among them. */
  readonly requests: number;
  readonly characters: number;
  readonly services: readonly ServiceUse[];
  /** Utterances of services that are kept from another time, and cost nothing. */
  readonly cached: { readonly utterances: number; readonly characters: number };
  /** By turn, what it takes; nothing for turns of embedded voices. */
  readonly turns: readonly TurnUse[];
  /** Of all, where the table has a price for each. */
  readonly price?: number;
  readonly currency?: string;
  readonly warnings: readonly string[];
};

export type ServiceUse = {
  readonly provider: string;
  readonly model: string;
  readonly requests: number;
  readonly characters: number;
  readonly price?: number;
};

export type TurnUse = {
  readonly turnIndex: number;
  readonly voice: string;
  readonly requests: number;
  readonly characters: number;
  readonly cached: boolean;
};

export type PlanConversationOptions = PrepareOptions &
  SpeechSdkOptions & {
    readonly prices?: PriceTable;
    /** So that it takes what `generateConversation` does: the price is the same for each. */
    readonly output?: OutputOptions;
    readonly splitTurns?: boolean;
  };

/**
 * What a conversation would cost, and how it would be made: everything is checked as for making it, and nothing is
 * asked of any service. A request that fails and is made again is not foreseen.
 */
export async function planConversation(options: PlanConversationOptions): Promise<ConversationPlan> {
  if (typeof options !== 'object' || options === null) {
    throw new GenerateError('Nothing is asked for: give at least a script.', { field: 'script' });
  }
  checkOptionNames(options, planNames);
  checkInput(options);
  checkPrices(options.prices);
  const house = houseOptions(options);
  await using lookup = openVoiceLookup({ ...house, workers: workersFor(house) });
  const cast = await castScript(house, lookup);
  const uses = cast.path.type === 'stitch' ? await utterancesOf(cast) : await blocksOf(cast, cast.path);
  return summarise(cast, uses, options.prices);
}

function checkPrices(prices: PriceTable | undefined): void {
  for (const [name, price] of Object.entries(prices?.perMillionCharacters ?? {})) {
    if (typeof price === 'number' && price >= 0 && Number.isFinite(price)) continue;
    const field = `prices.perMillionCharacters.${name}`;
    throw new GenerateError(`${field} is ${price}: give a number of at least 0`, { field });
  }
}

/** One utterance, or one stretch of a dialogue, of a service. */
type Use = {
  readonly service: VoiceService;
  readonly requests: number;
  readonly characters: number;
  readonly cached: boolean;
  readonly turns: readonly {
    readonly turnIndex: number;
    readonly voice: string;
    readonly characters: number;
  }[];
};

async function utterancesOf({ draft, resolved }: CastScript): Promise<Use[]> {
  const owners = new Map(
    draft.turns.flatMap(({ index, speech }) => speech.map((key) => [key, index] as const)),
  );
  const uses: Use[] = [];
  for (const request of draft.requests) {
    const { service } = request.voice;
    if (service === undefined || !asksVoice(request)) continue;
    const turnIndex = owners.get(request.key);
    const characters = request.speech.text.length;
    uses.push({
      service,
      requests: splitText(request.speech.text, service.mostCharacters).length,
      characters,
      cached: await isCached(resolved, service, request.speech),
      turns: turnIndex === undefined ? [] : [{ turnIndex, voice: request.voice.id, characters }],
    });
  }
  return uses;
}

async function blocksOf(
  { draft, resolved }: CastScript,
  { blocks }: Exclude<Path, { type: 'stitch' }>,
): Promise<Use[]> {
  const requests = new Map(draft.requests.map((request) => [request.key, request]));
  const uses = await Promise.all(
    blocks.map(async ({ first, end }): Promise<Use[]> => {
      const spoken = draft.turns.slice(first, end).map(({ index, keys: [key = ''] }) => ({
        index,
        request: speechOf(requests.get(key)),
      }));
      const service = spoken[0]?.request.voice.service;
      if (service === undefined) return [];
      const said = spoken.map(({ request }) => ({ voice: request.voice.id, text: request.speech.text }));
      const whole = { text: JSON.stringify(said), language: resolved.script.language, ...directionOf(draft) };
      const use: Use = {
        service,
        requests: 1,
        characters: said.reduce((sum, { text }) => sum + text.length, 0),
        cached: await isCached(resolved, { ...service, voice: 'dialogue' }, whole),
        turns: spoken.map(({ index, request }) => ({
          turnIndex: index,
          voice: request.voice.id,
          characters: request.speech.text.length,
        })),
      };
      return [use];
    }),
  );
  return uses.flat();
}

function speechOf(request: SoundRequest | undefined): Extract<SoundRequest, { speech: SpeechRequest }> {
  if (request === undefined || !('speech' in request)) throw new TypeError('A native dialogue is of words.');
  return request;
}

async function isCached(
  { cache, pronunciations }: CastScript['resolved'],
  service: VoiceService,
  request: SpeechRequest,
): Promise<boolean> {
  if (cache === undefined) return false;
  const text = respell(request.text, pronunciations).text;
  return (await cache.read(segmentKey(service, { ...request, text }))) !== undefined;
}

function summarise(cast: CastScript, uses: readonly Use[], prices: PriceTable | undefined): ConversationPlan {
  const { path, casting } = cast;
  const asked = uses.filter(({ cached }) => !cached);
  const kept = uses.filter(({ cached }) => cached);
  const services = groupByModel(asked, prices);
  const unpriced = services.filter(({ price }) => price === undefined);
  const warnings = [...casting.warnings];
  if (prices !== undefined && unpriced.length > 0) {
    const names = unpriced.map(({ provider, model }) => `${provider}/${model}`).join(', ');
    warnings.push(`The price table has no price for ${names}.`);
  }
  const listener = paidListener(cast);
  if (listener !== undefined) {
    warnings.push(`${listener} times the words by listening: what it charges is not in this.`);
  }
  const priced = prices !== undefined && unpriced.length === 0;
  return {
    path: path.type,
    ...(path.type === 'stitch' ? { stitchReason: path.reason } : {}),
    requests: total(asked, 'requests'),
    characters: total(asked, 'characters'),
    services,
    cached: { utterances: kept.length, characters: total(kept, 'characters') },
    turns: uses
      .flatMap(({ turns, requests, cached }) =>
        turns.map((turn, order) => ({ ...turn, cached, requests: cached || order > 0 ? 0 : requests })),
      )
      .toSorted((a, b) => a.turnIndex - b.turnIndex),
    ...(priced ? { price: services.reduce((sum, { price = 0 }) => sum + price, 0) } : {}),
    ...(prices?.currency === undefined ? {} : { currency: prices.currency }),
    warnings,
  };
}

/** Whose service times the words of voices that time none. */
function paidListener({ resolved: { wordTimes }, draft }: CastScript): string | undefined {
  if (typeof wordTimes === 'string' || !isProviderName(wordTimes.name.split('/')[0] ?? '')) return undefined;
  return draft.requests.some(({ voice }) => voice.timed === false) ? wordTimes.name : undefined;
}

function total(uses: readonly Use[], field: 'requests' | 'characters'): number {
  return uses.reduce((sum, use) => sum + use[field], 0);
}

function groupByModel(uses: readonly Use[], prices: PriceTable | undefined): ServiceUse[] {
  const groups = new Map<string, Use[]>();
  for (const use of uses) {
    const id = `${use.service.provider}/${use.service.model}`;
    const group = groups.get(id) ?? [];
    group.push(use);
    groups.set(id, group);
  }
  return [...groups].map(([id, group]) => {
    const [provider = '', ...model] = id.split('/');
    const characters = total(group, 'characters');
    const table = prices?.perMillionCharacters ?? {};
    const perMillion = table[id] ?? table[provider];
    return {
      provider,
      model: model.join('/'),
      requests: total(group, 'requests'),
      characters,
      ...(perMillion === undefined ? {} : { price: (perMillion * characters) / 1e6 }),
    };
  });
}
