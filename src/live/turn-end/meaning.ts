/** Words that a recogniser adds, drops and exchanges without anything being meant otherwise. */
const empty = new Set(
  'a an the uh um er erm ah oh hm hmm mm mhm well like so please 嗯 呃 额 啊 哦 那个 这个 就是'.split(' '),
);
const sameAs: Readonly<Record<string, string>> = {
  ok: 'okay',
  alright: 'all right',
  yep: 'yes',
  yeah: 'yes',
  gonna: 'going to',
  wanna: 'want to',
  cannot: 'can not',
  "can't": 'can not',
  "it's": 'it is',
  "i'm": 'i am',
  "that's": 'that is',
};

/** Whether an answer to the one text is an answer to the other: they differ in marks, capitals, `um` and articles alone. */
export function meansTheSame(one: string, other: string): boolean {
  return one === other || kernel(one) === kernel(other);
}

function kernel(text: string): string {
  const words = text
    .toLowerCase()
    .replaceAll('’', "'")
    .match(/\p{Script=Han}|[\p{L}\p{N}']+/gu);
  const kept = (words ?? []).map((word) => sameAs[word] ?? word).filter((word) => !empty.has(word));
  // Of nothing but such words all are kept: `uh` is not `please`.
  return kept.length > 0 ? kept.join(' ') : (words ?? []).join(' ');
}
