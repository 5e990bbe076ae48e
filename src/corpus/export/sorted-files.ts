import type { ExportFolder } from './exporter.ts';

/** Texts of many dialogues in files of so many each, in the order of their ids, which is the bytes' (the C locale's). */
export interface SortedFiles {
  add(group: string, id: string, text: string): Promise<void>;
  /** Writes what is left, and tells how many files there are. */
  end(): Promise<number>;
}

export type SortedFilesOptions = {
  readonly folder: ExportFolder;
  /** `train`, 0: the name of the group's first file. */
  readonly name: (group: string, index: number) => string;
  readonly perFile: number;
  /** What each file begins with. Default nothing. */
  readonly head?: string;
};

export function createSortedFiles({ folder, name, perFile, head = '' }: SortedFilesOptions): SortedFiles {
  const groups = new Map<string, { texts: [id: string, text: string][]; files: number }>();
  let files = 0;
  const flush = async (group: string): Promise<void> => {
    const own = groups.get(group);
    if (own === undefined || own.texts.length === 0) return;
    const sorted = own.texts.toSorted(([a], [b]) => compareBytes(a, b));
    own.texts = [];
    await folder.write(name(group, own.files++), head + sorted.map(([, text]) => text).join(''));
    files += 1;
  };
  return {
    async add(group, id, text) {
      const own = groups.get(group) ?? { texts: [], files: 0 };
      groups.set(group, own);
      own.texts.push([id, text]);
      if (own.texts.length >= perFile) await flush(group);
    },
    async end() {
      for (const group of groups.keys()) await flush(group);
      return files;
    },
  };
}

/** Ids are ASCII, whose order in UTF-16 is that of their bytes. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** `train-000000`. */
export function fileNumber(group: string, index: number): string {
  return `${group}-${String(index).padStart(6, '0')}`;
}
