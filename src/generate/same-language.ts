/** What a language tag begins with: `en` for `en-GB`, and `zh` for every tag of Mandarin. */
export function mainLanguage(tag: string): string {
  const main = tag.split('-')[0]?.toLowerCase() ?? '';
  return main === 'cmn' ? 'zh' : main;
}

/** Whether two tags are of one language, whatever the region. */
export function sameLanguage(one: string, other: string): boolean {
  return mainLanguage(one) === mainLanguage(other);
}

export function isMandarin(tag: string): boolean {
  return mainLanguage(tag) === 'zh';
}
