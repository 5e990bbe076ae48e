/** Sounds that are written in many ways, and that no dictionary of English has. */
const forms: readonly (readonly [pattern: RegExp, phones: string])[] = [
  [/^m+-?h+m+$|^h+m+-h+m+$/u, 'm hh m'],
  [/^u+h+-?h+u+h+$/u, 'ah hh ah'],
  [/^u+h+-u+h+$/u, 'ah ah'],
  [/^m{2,}-m{2,}$/u, 'm m'],
  [/^m{2,}$/u, 'm'],
  [/^h+m+$/u, 'hh m'],
  [/^u+h+$/u, 'ah'],
  [/^u+m+$/u, 'ah m'],
  [/^e+r+$/u, 'er'],
  [/^e+r+m+$/u, 'er m'],
  [/^h+u+h+$/u, 'hh ah'],
  [/^a+h+$/u, 'aa'],
  [/^o+h+$/u, 'ow'],
];

/** Characters, with the signs around them. */
const longest = 24;

/** The phones of `mm-hm`, `uh`, `hmm` and their like; undefined of any other word. */
export function interjectionPhones(word: string): readonly string[] | undefined {
  if (word.length > longest) return undefined;
  const letters = word.toLowerCase().replaceAll(/^[^a-z]+|[^a-z]+$/gu, '');
  return forms.find(([pattern]) => pattern.test(letters))?.[1].split(' ');
}
