/** `zh` for every tag of Mandarin; the part before the first hyphen for the others. */
export function mainLanguage(tag: string): string {
  const main = tag.split('-')[0]?.toLowerCase() ?? '';
  return main === 'cmn' ? 'zh' : main;
}

export function sameLanguage(one: string, other: string): boolean {
  return mainLanguage(one) === mainLanguage(other);
}
