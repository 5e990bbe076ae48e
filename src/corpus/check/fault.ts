/** Something of a corpus that is not as it should be: what, where, and what to do. */
export type CorpusFault = {
  readonly kind: FaultKind;
  readonly message: string;
  /** A dialogue's id. */
  readonly item?: string;
  readonly key?: string;
  readonly shard?: number;
};

export const faultKinds = [
  'run',
  'shard-missing',
  'shard-broken',
  'item-failed',
  'object-missing',
  'object-changed',
  'object-unknown',
  'record-broken',
  'record-misplaced',
  'id-twice',
  'sound-broken',
  'sound-length',
  'label-silent',
  'label-missing',
  'speaker-in-two-splits',
  'text-in-two-splits',
] as const;

export type FaultKind = (typeof faultKinds)[number];
