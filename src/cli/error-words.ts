import { GenerateError } from '../generate/index.ts';
import { ProviderError } from '../voices/index.ts';

/** Options of the call that are given at a terminal under another name. */
const flags: Readonly<Record<string, string>> = {
  fallback: '--fallback',
  wordTimes: '--word-times',
  path: '--path',
};

/** What an error says to somebody at a terminal, who gave flags and settings, not options of a call. */
export function errorWords(error: unknown, words: readonly string[]): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof GenerateError)) return keyWords(error) ?? error.message;
  const { field = '', message, cause } = error;
  const flag = flagFor(field, words);
  const key = keyWords(cause);
  if (key !== undefined) return `${flag ?? field}: ${key}`;
  return flag !== undefined && message.startsWith(`${field}: `)
    ? `${flag}${message.slice(field.length)}`
    : message;
}

/** The command line gives voices by `--voice` alone. */
function flagFor(field: string, words: readonly string[]): string | undefined {
  const [, speaker] = /^voices\.(.+)$/.exec(field) ?? [];
  if (speaker === undefined) return Object.hasOwn(flags, field) ? flags[field] : undefined;
  const choice = words
    .map((word) => word.replace(/^--voice=/, ''))
    .findLast((word) => word.startsWith(`${speaker}=`));
  return `--voice ${choice ?? `${speaker}=…`}`;
}

function keyWords(error: unknown): string | undefined {
  if (!(error instanceof ProviderError) || error.keyVariables.length === 0) return undefined;
  const { provider = '', keyVariables } = error;
  const place = `connections.${provider}.apiKey in the settings`;
  return `${provider} needs a key: set ${keyVariables.join(' or ')}, or ${place}. Nothing was sent.`;
}
