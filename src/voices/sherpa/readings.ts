import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The languages that a model's eSpeak data reads, by the names of their files, in small letters. */
export function readReadings(folder: string): ReadonlySet<string> {
  const place = join(folder, 'espeak-ng-data', 'lang');
  if (!existsSync(place)) return new Set();
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Set(files.map(({ name }) => name.toLowerCase()));
}

/** eSpeak's name for a language, if it has it: `en-us` for `en-US`, `fr` for `fr-FR`, `en-gb-x-rp` for `en-GB`. */
export function readingOf(tag: string, readings: ReadonlySet<string>): string | undefined {
  const lower = tag.toLowerCase();
  const [main = ''] = lower.split('-');
  const american = main === 'en' ? ['en-us'] : [];
  return [lower, `${lower}-x-rp`, ...american, main].find((name) => readings.has(name));
}
