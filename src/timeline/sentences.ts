/** Abbreviations that are always followed by what they belong to. */
const titles = new Set(
  (
    'dr mr mrs ms mx prof st sr jr rev hon gen col maj capt cmdr lt sgt sen rep gov pres supt messrs mme mlle ' +
    'vs v no nos fig figs vol ch sec pp ed eds cf viz approx ca e.g i.e al mt ft'
  ).split(' '),
);
/** Abbreviations that can end a sentence: they do where the next word begins with a capital. */
const others = new Set(
  'etc inc ltd co corp dept est min max hr hrs sec lb lbs oz in a.m p.m ph.d b.a m.a b.c a.d'
    .split(' ')
    .concat(
      'jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun'.split(
        ' ',
      ),
    ),
);
const closing = /["'”’»)\]}」』）】》]+$/u;
const opening = /^["'“‘«([{「『（【《¿¡]+/u;

/** Whether a sentence ends with `word`, seen the word after it (none at the end of what was said). */
export function endsSentence(word: string, next: string | undefined): boolean {
  const bare = word.replace(closing, '');
  if (/[!?。！？｡]$/u.test(bare) || /[!?][.…]+$/u.test(bare)) return true;
  if (next === undefined) return /[.…]$/u.test(bare);
  const nextLetter = next.replace(opening, '');
  const startsLow = /^\p{Ll}/u.test(nextLetter);
  if (/(\.{2,}|…)$/u.test(bare)) return !startsLow;
  if (!bare.endsWith('.') || startsLow) return false;
  const stem = bare.slice(0, -1).replace(opening, '').toLowerCase();
  if (titles.has(stem)) return false;
  if (others.has(stem)) return /^\p{Lu}/u.test(nextLetter);
  // Initials: `J.` and `U.S.` are taken as part of the name that follows.
  return !/^(\p{L}\.)*\p{L}$/u.test(stem);
}

/** Whether a clause ends with `word`: a place where a caption may break in a long sentence. */
export function endsClause(word: string): boolean {
  return /[,;:–—，、；：…]$/u.test(word.replace(closing, '')) || /(\s-|--)$/u.test(word);
}
