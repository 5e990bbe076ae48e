/** Made when first asked: it takes longer to load than the rest of the folder. */
let languageNames: Intl.DisplayNames | undefined;

function languageName(code: string): string | undefined {
  languageNames ??= new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  return languageNames.of(code);
}

/** The canonical form of a BCP 47 tag whose language exists: `zh-cn` gives `zh-CN`, `english` nothing. */
export function parseLanguage(tag: string): string | undefined {
  if (!/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6}$/u.test(tag)) return undefined;
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    const [primary] = (canonical ?? '').split('-');
    return primary !== undefined && languageName(primary) !== undefined ? canonical : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** For somebody who writes `Chinese` where a tag belongs: `zh`. */
export function suggestLanguage(name: string): string | undefined {
  const wanted = name.trim().toLowerCase();
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
  for (const first of letters) {
    for (const second of letters) {
      const tag = first + second;
      if (languageName(tag)?.toLowerCase() === wanted) return tag;
    }
  }
  return undefined;
}

/** Whether a switch to `tag` is a return to `base`: `en` is, where the base is `en-US`. */
export function isBaseLanguage(tag: string, base: string): boolean {
  return base === tag || base.startsWith(`${tag}-`);
}

/** How much of a text is looked at: enough to know its writing system. */
const sampleLength = 10_000;

/** From the writing system, for a script that does not say. */
export function guessLanguage(text: string): string {
  const sample = text.slice(0, sampleLength);
  const count = (pattern: RegExp): number => sample.match(pattern)?.length ?? 0;
  const latin = count(/\p{Script=Latin}/gu) / 4; // four letters weigh as much as a character: about a word's part
  const han = count(/\p{Script=Han}/gu);
  const kana = count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const hangul = count(/\p{Script=Hangul}/gu);
  const most = Math.max(latin, han + kana, hangul);
  if (most === 0 || most === latin) return 'en';
  if (most === hangul) return 'ko';
  return kana > han / 10 ? 'ja' : 'zh';
}
