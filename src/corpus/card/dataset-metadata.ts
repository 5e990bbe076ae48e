import { stringify } from 'yaml';
import type { CorpusCard } from './corpus-card.ts';

/** What stands at the head of a dataset's card, for the programs that list data sets. */
export type DatasetMetadata = {
  readonly pretty_name: string;
  readonly license: string | readonly string[];
  readonly license_name?: string;
  readonly language: readonly string[];
  readonly language_bcp47: readonly string[];
  readonly size_categories: readonly string[];
  readonly task_categories: readonly string[];
  readonly tags: readonly string[];
  readonly configs?: readonly {
    readonly config_name: string;
    readonly data_files: readonly { readonly split: string; readonly path: string }[];
  }[];
};

/** The names under which Hugging Face lists licences, of those that data have. */
const listedLicences: ReadonlySet<string> = new Set([
  'apache-2.0',
  'mit',
  'bsd-2-clause',
  'bsd-3-clause',
  'cc0-1.0',
  ...['2.0', '3.0', '4.0'].flatMap((version) =>
    ['cc-by', 'cc-by-sa', 'cc-by-nc', 'cc-by-nd', 'cc-by-nc-sa', 'cc-by-nc-nd'].map(
      (name) => `${name}-${version}`,
    ),
  ),
  'odc-by',
  'odbl',
  'pddl',
  'gpl-3.0',
]);

export function datasetMetadata(
  card: CorpusCard,
  { title, splits }: { readonly title: string; readonly splits: readonly string[] | null },
): DatasetMetadata {
  const languages = Object.keys(card.shares.language).filter((language) => language !== 'unknown');
  const origins = Object.keys(card.shares.origin);
  return {
    pretty_name: title,
    ...licenceFields(Object.keys(card.shares.licence)),
    language: sorted(languages.map((language) => language.split('-')[0] ?? language)),
    language_bcp47: sorted(languages),
    size_categories: [sizeCategory(card.dialogues)],
    task_categories: [
      'audio-to-audio',
      'voice-activity-detection',
      ...(card.words > 0 ? ['automatic-speech-recognition', 'text-to-speech'] : []),
    ],
    tags: sorted(['audio', 'conversation', 'dialogue', 'full-duplex', 'turn-taking', ...origins]),
    ...(splits === null || splits.length === 0
      ? {}
      : {
          configs: [
            {
              config_name: 'default',
              data_files: splits.map((split) => ({
                split: listedSplit(split, splits),
                path: `data/${split}-*.parquet`,
              })),
            },
          ],
        }),
  };
}

/** `all` is a word of `datasets` itself: what is not split is there to train on. */
function listedSplit(split: string, splits: readonly string[]): string {
  if (split !== 'all') return split;
  return splits.includes('train') ? 'unsplit' : 'train';
}

function sorted(names: Iterable<string>): string[] {
  return [...new Set(names)].toSorted();
}

/** What nobody named is `unknown`, and what has no listed name is `other`: none is guessed. */
function licenceFields(licences: readonly string[]): Pick<DatasetMetadata, 'license' | 'license_name'> {
  const listed = [...new Set(licences.map(listedName))].toSorted();
  const [only = 'unknown'] = listed;
  if (listed.length > 1) return { license: listed };
  const [name] = licences;
  return only === 'other' && name !== undefined && licences.length === 1
    ? { license: only, license_name: name.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-') }
    : { license: only };
}

function listedName(licence: string): string {
  const name = licence.toLowerCase();
  if (name === 'unknown' || listedLicences.has(name)) return name;
  return 'other';
}

function sizeCategory(rows: number): string {
  const names = ['1K', '10K', '100K', '1M', '10M'];
  const index = names.findIndex((_, power) => rows < 1000 * 10 ** power);
  if (index < 0) return '10M<n<100M';
  return index === 0 ? 'n<1K' : `${names[index - 1] ?? ''}<n<${names[index] ?? ''}`;
}

export function printFrontMatter(metadata: DatasetMetadata): string {
  return `---\n${stringify(metadata, { lineWidth: 0 })}---\n`;
}
