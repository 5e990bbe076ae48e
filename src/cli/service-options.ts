import {
  type ConversationPlan,
  type PrepareOptions,
  type PriceTable,
  planConversation,
} from '../generate/index.ts';
import { openSegmentCache, type SegmentFolder } from '../voices/index.ts';
import type { CommandContext, Invocation, OptionDescription } from './command.ts';
import { CostError, UsageError } from './errors.ts';
import { connectionsOf, type ReadSettings, readSettings, type Settings } from './settings.ts';

// The same as `wordTimes` of the call.
const wordTimings = ['aligned', 'spread', 'openai', 'elevenlabs', 'deepgram', 'sherpa'] as const;

/** What concerns voices that are services, for `generate` and `plan`. */
export const serviceOptions = {
  fallback: { description: 'who speaks where a voice fails for good', value: 'VOICE', many: true },
  instructions: { description: 'how all turns are said, for voices that take direction', value: 'TEXT' },
  path: {
    description: 'whether a model may speak the dialogue as a whole',
    value: 'PATH',
    choices: ['auto', 'native', 'stitch'],
  },
  'word-times': {
    description: 'when the words of voices that time none are heard',
    value: 'HOW',
    choices: wordTimings,
  },
  concurrency: { description: 'utterances at once', value: 'N' },
  'no-cache': { description: 'pay for every utterance, and keep none' },
  config: {
    description: 'keys, servers and prices (default: $DUOLOGUE_CONFIG, else ~/.config/duologue/config.yaml)',
    value: 'FILE',
  },
} as const satisfies Record<string, OptionDescription>;

export type Services = {
  readonly options: Pick<
    PrepareOptions,
    'connections' | 'cache' | 'fallback' | 'path' | 'maxConcurrency' | 'delivery' | 'wordTimes'
  >;
  readonly cache: SegmentFolder | undefined;
  readonly prices: PriceTable | undefined;
};

export async function readServices(invocation: Invocation, { terminal }: CommandContext): Promise<Services> {
  const { settings, warnings }: ReadSettings = await readSettings(invocation.text('config'));
  if (!invocation.flag('quiet')) for (const warning of warnings) terminal.say(`warning: ${warning}\n`);
  const cache = invocation.flag('no-cache') ? undefined : openCache(settings);
  const path = (['auto', 'native', 'stitch'] as const).find((one) => one === invocation.text('path'));
  const wordTimes = wordTimings.find((one) => one === invocation.text('word-times'));
  const instructions = invocation.text('instructions');
  const maxConcurrency = invocation.number('concurrency', { from: 1, to: 256 });
  return {
    options: {
      connections: connectionsOf(settings),
      fallback: invocation.texts('fallback'),
      ...(cache === undefined ? {} : { cache }),
      ...(path === undefined ? {} : { path }),
      ...(wordTimes === undefined ? {} : { wordTimes }),
      ...(instructions === undefined ? {} : { delivery: { instructions } }),
      ...(maxConcurrency === undefined ? {} : { maxConcurrency: Math.round(maxConcurrency) }),
    },
    cache,
    prices: pricesOf(settings),
  };
}

export function openCache({ cache: { folder, mostBytes } }: Settings): SegmentFolder {
  return openSegmentCache({
    ...(folder === undefined ? {} : { folder }),
    ...(mostBytes === undefined ? {} : { mostBytes }),
  });
}

function pricesOf({ prices }: Settings): PriceTable | undefined {
  if (prices === undefined) return undefined;
  const { currency, perMillionCharacters } = prices;
  return { perMillionCharacters, ...(currency === undefined ? {} : { currency }) };
}

/** Refuses what would cost more than `--max-cost`, before anything is paid; tells what `--resume` goes on from. */
export async function checkCost(
  invocation: Invocation,
  options: PrepareOptions,
  { prices, cache }: Services,
  { terminal }: CommandContext,
): Promise<void> {
  const most = invocation.number('max-cost', { from: 0 });
  const resume = invocation.flag('resume');
  if (resume && cache === undefined) {
    throw new UsageError(
      '--resume goes on from the cache, which --no-cache leaves out: give one of them.',
      'generate',
    );
  }
  if (most === undefined && !resume) return;
  const plan = await planConversation({ ...options, ...(prices === undefined ? {} : { prices }) });
  if (most !== undefined) requireWithin(most, plan);
  if (resume && !invocation.flag('quiet')) {
    const { utterances, characters } = plan.cached;
    const left = `${plan.requests} requests of ${plan.characters} characters are left`;
    terminal.say(`${utterances} utterances of ${characters} characters are in the cache; ${left}.\n`);
  }
}

function requireWithin(most: number, plan: ConversationPlan): void {
  const { price, currency = '', services } = plan;
  if (price === undefined && services.length > 0) {
    const names = services
      .filter((use) => use.price === undefined)
      .map(({ provider, model }) => `${provider}/${model}`);
    throw new CostError(
      `--max-cost needs the price of ${names.join(', ')}: put prices.perMillionCharacters into the settings (see docs/services.md).`,
    );
  }
  if (price !== undefined && price > most) {
    const unit = currency === '' ? '' : ` ${currency}`;
    throw new CostError(
      `This would cost ${price.toFixed(4)}${unit} for ${plan.characters} characters, more than --max-cost ${most}. Nothing was sent.`,
    );
  }
}
