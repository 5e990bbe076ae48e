import type { SpeechAdapter } from './adapter.ts';
import { fitsHeader } from './check-cloud-options.ts';
import { ProviderError } from './provider-error.ts';

export type KeyedService = Pick<SpeechAdapter, 'name' | 'title' | 'keyVariables' | 'keyOptional'>;

/** The key that was given, or the environment's. Throws where it is missing and needed, or cannot be one. */
export function findKey(service: KeyedService, given: string | undefined): string | undefined {
  const key = keyIn(given) ?? keyFromEnvironment(service.keyVariables);
  if (key === undefined && service.keyOptional !== true) throw missingKey(service);
  if (key !== undefined && !fitsHeader(key)) throw brokenKey(service);
  return key;
}

function missingKey({ name, title, keyVariables }: KeyedService): ProviderError {
  const where = keyVariables.join(' or ');
  return new ProviderError(`${title} needs a key: set ${where}, or give apiKey. Nothing was sent.`, {
    provider: name,
    code: 'missing-key',
    keyVariables,
  });
}

function brokenKey({ name, title }: KeyedService): ProviderError {
  const what =
    'has characters that no key has, such as a line break or “…”: copy it again. Nothing was sent.';
  return new ProviderError(`${title}: the key ${what}`, { provider: name, code: 'invalid-option' });
}

function keyFromEnvironment(names: readonly string[]): string | undefined {
  // In a browser there is no environment.
  if (typeof process === 'undefined') return undefined;
  return names.map((name) => keyIn(process.env[name])).find((value) => value !== undefined);
}

/** An empty one is none: `process.env.KEY ?? ''` is often written. */
function keyIn(value: string | undefined): string | undefined {
  const key = value?.trim();
  return key === '' ? undefined : key;
}
