/** A language that the model speaks. */
export type DialogueLanguage = 'en' | 'zh';

/** The sounds of flite's American English. */
const englishPhones =
  'aa ae ah ao aw ax ay b ch d dh eh er ey f g hh ih iy jh k l m n ng ow oy p r s sh t th uh uw v w y z zh';

/** `i0` is the vowel of `zi`, `i1` of `zhi`, `eh` of `ê`; `ng` is a nasal alone, `rr` the colour of erhua. */
const mandarinInitials = 'b p m f d t n l g k h j q x zh ch sh r z c s';
const mandarinFinals =
  'a o e eh ai ei ao ou an en ang eng ong er i i0 i1 ia io ie iao iu ian in iang ing iong u ua uo uai ui uan un uang ueng ' +
  'v ve van vn ng rr';

const prefixed = (prefix: string, names: string): string[] =>
  names.split(' ').map((name) => `${prefix}${name}`);

/** How a unit begins. */
export const unitRoles = ['turn', 'backchannel', 'interruption', 'continue'] as const;
export type UnitRole = (typeof unitRoles)[number];

const punctuation = ['<.>', '<?>', '<!>', '<cut>', '<,>', '<…>'] as const;
/** What is heard as a pause, or as the melody that ends a sentence. */
export type PunctuationSymbol = (typeof punctuation)[number];

/** In the order of their ids, which the weights depend on: what is new goes to the end. */
const symbols: readonly string[] = [
  '<pad>',
  ...unitRoles.map((role) => `<${role}>`),
  ...punctuation,
  '<laugh>',
  ...prefixed('en_', englishPhones),
  ...prefixed('zh_', mandarinInitials),
  ...prefixed('zh_', mandarinFinals),
];

/** None, the tones of Mandarin (5 is the light one), and English stress where it is known. */
const tones = ['none', '1', '2', '3', '4', '5', 'stressed', 'unstressed'] as const;

/** What the model may say of its own accord while it listens. */
const backchannels: readonly { readonly language: DialogueLanguage; readonly text: string }[] = [
  ...['Yeah.', 'Uh-huh.', 'Mm-hm.', 'Right.', 'Okay.', 'Hmm.', 'Oh.', 'I see.'].map((text) => ({
    language: 'en' as const,
    text,
  })),
  ...['嗯。', '嗯嗯。', '对。', '哦。', '啊。', '是。', '对对对。'].map((text) => ({
    language: 'zh' as const,
    text,
  })),
];

/** What the weights were trained with: kept beside them, and compared when they are opened. */
export const vocabulary = { symbols, tones, backchannels } as const;

const ids = new Map(symbols.map((name, id) => [name, id]));

/** The id of a symbol that there is; undefined for every other name. */
export function symbolId(name: string): number | undefined {
  return ids.get(name);
}
