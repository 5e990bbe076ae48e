/** What a model does. */
export const modelKinds = [
  'voice',
  'recogniser',
  /** Tells who speaks when. */
  'segmentation',
  /** Tells one voice from another. */
  'embedding',
  /** Takes two voices at once apart. */
  'separation',
  /** Puts marks into texts. */
  'punctuation',
] as const;

export type ModelKind = (typeof modelKinds)[number];

/** A model that can be pulled, or was. Plain data: nothing here loads one. */
export type ModelDescription = {
  /** `[a-z0-9][a-z0-9._-]*`: the name of its folder in the store. */
  readonly id: string;
  readonly title: string;
  readonly kind: ModelKind;
  /** BCP 47. */
  readonly languages: readonly string[];
  /** Of a voice with one speaker. */
  readonly gender?: 'female' | 'male';
  /** SPDX where there is one. */
  readonly licence: string;
  /** Where to read about it. */
  readonly homepage?: string;
  readonly files: readonly ModelFile[];
};

/** One download. A `.tar.bz2`, `.tar.gz` or `.tar` is unpacked, anything else kept under its own name. */
export type ModelFile = {
  readonly url: string;
  /**
   * What the file may be, the newest first: some are uploaded anew under the same address. Empty: nothing is known,
   * and the first download is taken as it comes and remembered.
   */
  readonly uploads: readonly Upload[];
  /** Bytes, about; where no upload is known. */
  readonly roughBytes?: number;
};

export type Upload = {
  readonly bytes?: number;
  /** Hex. */
  readonly sha256: string;
};

/** Bytes to download, as far as is known. */
export function downloadBytes({ files }: ModelDescription): number {
  return files.reduce((sum, file) => sum + (file.uploads[0]?.bytes ?? file.roughBytes ?? 0), 0);
}

/** Whether every file of it has a checksum that was known beforehand. */
export function isChecked({ files }: ModelDescription): boolean {
  return files.every(({ uploads }) => uploads.length > 0);
}

export const modelIdForm = /^[a-z0-9][a-z0-9._-]{0,99}$/;
