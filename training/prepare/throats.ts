/** As the voices have them. */
type Gender = 'female' | 'male';

/** Somebody of the training data: one throat, whatever language it speaks. */
export type Throat = {
  /** The speaker's id in the packs: `espeak/mei@0.95`. */
  readonly id: string;
  /** The embedded voice behind it, without provider: `mei`. */
  readonly base: string;
  readonly gender: Gender;
  readonly native: Language;
  /** The only part of the data in which it is heard, in any language. */
  readonly split: 'train' | 'dev' | 'test';
  /** By language that it speaks: the voice as `duologue corpus simulate` names it. */
  readonly voices: Readonly<Partial<Record<Language, string>>>;
};

export type Language = 'en' | 'zh';

const fliteBases: readonly (readonly [name: string, gender: Gender])[] = [
  ['slt', 'female'],
  ['rms', 'male'],
  ['nora', 'female'],
  ['hugo', 'male'],
  ['ruth', 'female'],
  ['simon', 'male'],
  ['joan', 'female'],
  ['leo', 'male'],
  ['kal16', 'male'],
  ['ryan', 'male'],
  ['awb', 'male'],
  ['tess', 'female'],
  ['kit', 'male'],
];
const espeakBases: readonly (readonly [name: string, gender: Gender])[] = [
  ['mei', 'female'],
  ['wei', 'male'],
  ['xue', 'female'],
  ['jun', 'male'],
  ['lan', 'female'],
  ['tao', 'male'],
  ['hao', 'male'],
];

/** How many times higher throat and pitch are. Further from 1, nobody sounds so. */
const fliteScales = [0.94, 0.98, 1.02, 1.06];
const espeakScales = [0.91, 0.93, 0.95, 0.97, 0.99, 1.01, 1.03, 1.05, 1.07, 1.09];
/** Those of the Mandarin throats that speak English, too. */
const bilingualScales = new Set([0.95, 1.01, 1.07]);

/** About one throat in ten, women and men of both engines in each part; one of each part speaks both languages. */
const heldOut: Readonly<Record<string, Throat['split']>> = {
  'flite/nora@1.02': 'dev',
  'flite/leo@1.02': 'dev',
  'espeak/mei@1.01': 'dev',
  'espeak/wei@0.95': 'dev',
  'espeak/lan@1.03': 'dev',
  'espeak/tao@0.97': 'dev',
  'flite/joan@0.98': 'test',
  'flite/ryan@0.98': 'test',
  'espeak/xue@0.95': 'test',
  'espeak/jun@1.01': 'test',
  'espeak/lan@0.93': 'test',
  'espeak/hao@1.05': 'test',
};

/** Paces spread evenly by the golden ratio, so that a voice's variants do not all speak alike. */
const paceReach = 0.08;
const goldenRatio = 0.6180339887498949;

function paced(index: number): string {
  const place = ((index + 0.5) * goldenRatio) % 1;
  return (1 + (2 * place - 1) * paceReach).toFixed(2);
}

/** Everybody there is. */
export function allThroats(): Throat[] {
  let count = 0;
  const flite = fliteBases.flatMap(([base, gender]) =>
    fliteScales.map((scale): Throat => {
      const id = `flite/${base}@${scale.toFixed(2)}`;
      return {
        id,
        base,
        gender,
        native: 'en',
        split: heldOut[id] ?? 'train',
        voices: { en: `${id}x${paced(count++)}` },
      };
    }),
  );
  const espeak = espeakBases.flatMap(([base, gender]) =>
    espeakScales.map((scale): Throat => {
      const id = `espeak/${base}@${scale.toFixed(2)}`;
      const variant = `${base}@${scale.toFixed(2)}x${paced(count++)}`;
      return {
        id,
        base,
        gender,
        native: 'zh',
        split: heldOut[id] ?? 'train',
        voices: {
          zh: `espeak/${variant}`,
          ...(bilingualScales.has(scale) ? { en: `espeak/en-US+${variant}` } : {}),
        },
      };
    }),
  );
  return [...flite, ...espeak];
}

/** Whose voice a record names. */
export function findThroat(throats: readonly Throat[], voice: string): Throat | undefined {
  return throats.find(({ voices }) => Object.values(voices).includes(voice));
}
