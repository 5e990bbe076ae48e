import { RecognizerError } from './recognizer-error.ts';

/** A number that an option may have: what is outside is an error before anything is started. */
export type NumberRule = readonly [value: number, least: number, most: number];

export function checkNumbers(provider: string, rules: Readonly<Record<string, NumberRule>>): void {
  for (const [name, [value, least, most]] of Object.entries(rules)) {
    if (typeof value === 'number' && value >= least && value <= most) continue;
    throw new RecognizerError(
      `The recogniser ${provider}: ${name} is ${String(value)}: give a number from ${least} to ${most}.`,
      { provider },
    );
  }
}

export function checkSampleRate(provider: string, sampleRate: number): void {
  checkNumbers(provider, { sampleRate: [sampleRate, 8000, 192_000] });
  if (Number.isInteger(sampleRate)) return;
  throw new RecognizerError(`The recogniser ${provider}: sampleRate is ${sampleRate}: give whole Hz.`, {
    provider,
  });
}

export function checkLanguages(provider: string, languages: readonly string[]): void {
  for (const tag of languages) {
    try {
      Intl.getCanonicalLocales(tag);
    } catch (cause) {
      throw new RecognizerError(
        `The recogniser ${provider}: "${tag}" is no language: give BCP 47, such as "en".`,
        { provider, cause },
      );
    }
  }
}
