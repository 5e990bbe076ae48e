const englishStops = new Set(
  (
    'about above actually after again almost also always another anything because been before being between both came ' +
    'come could different does doing done down during each either else enough even ever every everybody everyone ' +
    'everything from gets getting give goes going good have having here himself into just kind know last least less ' +
    'like likes little long look made make makes many maybe mean might more most much must myself need never next nice ' +
    'nobody none nothing often okay once only other others ours over people perhaps probably quite rather really right ' +
    'same seen several should since some somebody someone something sometimes soon still stuff such sure take tell than ' +
    'thank thanks that their them then there these they thing things think this those though thought through time times ' +
    'together told took under until upon used usually very want wanted wants well went were what when where which while ' +
    'will with within without wonderful would yeah year years yesterday your yours great pretty because love loved lot lots ' +
    'basically literally honestly definitely absolutely exactly course guess feel felt said says saying'
  ).split(' '),
);

const mandarinStops = new Set(
  (
    '我们 你们 他们 她们 自己 大家 这个 那个 这些 那些 这样 那样 这里 那里 什么 怎么 为什么 哪里 时候 有时候 现在 今天 昨天 明天 ' +
    '以前 以后 后来 然后 因为 所以 但是 不过 如果 虽然 还是 还有 或者 而且 就是 不是 可以 可能 应该 觉得 认为 知道 喜欢 非常 ' +
    '特别 比较 有点 一点 一些 一个 一下 一起 一直 已经 没有 东西 事情 其实 当然 真的 比如 起来 出来 的话 很多 最近 经常 平时 ' +
    '有时 感觉 开始 主要 一般 可是 只是 好像 那么 这么 告诉 说话'
  ).split(' '),
);

/** What of it says `my` is the user's: an interviewer says `your`. */
const determiners: Readonly<Record<string, string>> = {
  my: 'your',
  our: 'your',
  the: 'the',
  this: 'that',
  his: 'his',
  her: 'her',
  their: 'their',
};

/**
 * A word that an interviewer can name back: what stands after `my` or `the` rather than anything else, else the longest
 * that carries a meaning; nothing where there is none.
 */
export function contentWord(text: string, language: 'en' | 'zh'): string | undefined {
  return language === 'zh' ? mandarinWord(text) : englishWord(text);
}

function englishWord(text: string): string | undefined {
  const words = text.toLowerCase().match(/[a-z]+(?:['’-][a-z]+)*/g) ?? [];
  const named = words.flatMap((word, index) => {
    const before = determiners[words[index - 1] ?? ''];
    return before !== undefined && isNoun(word) && carries(word) ? [`${before} ${word}`] : [];
  });
  if (named.length > 0) return named.at(-1);
  const plain = words.filter((word) => carries(word) && isNoun(word) && word.length >= 5);
  return longest(plain);
}

function carries(word: string): boolean {
  return word.length >= 4 && word.length <= 18 && !englishStops.has(word) && !/['’]/.test(word);
}

/** By its ending: enough to name no adverb or past tense. */
function isNoun(word: string): boolean {
  return !/(?:ly|ed|ous|ful|less|able|ible|n't)$/.test(word);
}

function mandarinWord(text: string): string | undefined {
  const segments = [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)].map(
    ({ segment }) => segment,
  );
  return longest(
    segments.filter(
      (word) =>
        /^\p{Script=Han}{2,6}$/u.test(word) &&
        !mandarinStops.has(word) &&
        !/^[很太最真不没可有想去来是会能要都也就还再又回说喜]|[了着过的吗呢吧啊是来去到得]$/u.test(word),
    ),
  );
}

/** The last of the longest: what was said last is what is still being talked about. */
function longest(words: readonly string[]): string | undefined {
  return words.reduce<string | undefined>(
    (best, word) => (best === undefined || word.length >= best.length ? word : best),
    undefined,
  );
}
