import { endsClause, endsSentence, textWidth } from '../timeline/index.ts';

/** Marks after which a phrase may end: Chinese ones anywhere, Western ones before a space. */
const boundary = /[。！？；，、：]+["'”’」』）]*|[.!?…;,:—]+["'”’)\]]*(?=\s|$)|\n+/gu;
const wideMark = /[。！？]["'”’」』）]*$/u;

export type CutText = { readonly phrases: readonly string[]; readonly rest: string };

/** A first phrase is short, so that the voice can begin; later ones are whole sentences where they come in time. */
const shortestFirst = 8;
const shortestClause = 48;
const longest = 220;
/** Characters in which the end of a phrase is looked for: a brain may send megabytes at once. */
const window = 1000;

/**
 * Cuts text that is still coming into phrases for a voice. `first`: nothing of the reply has been cut yet.
 * `finished`: no more text comes, so the rest is a phrase as well.
 */
export function cutPhrases(text: string, first: boolean, finished: boolean): CutText {
  const phrases: string[] = [];
  let rest = text;
  for (;;) {
    const near = rest.slice(0, window);
    const cut = firstCut(near, first && phrases.length === 0, finished && near.length === rest.length);
    if (cut === undefined) break;
    const phrase = rest.slice(0, cut).trim();
    if (phrase !== '') phrases.push(phrase);
    rest = rest.slice(cut);
  }
  if (finished && rest.trim() !== '') return { phrases: [...phrases, rest.trim()], rest: '' };
  return { phrases, rest: finished ? '' : rest };
}

/** Where the first phrase ends, if the text shows that it does. */
function firstCut(text: string, first: boolean, finished: boolean): number | undefined {
  for (const match of text.matchAll(boundary)) {
    const end = match.index + match[0].length;
    const phrase = text.slice(0, end).trim();
    const next = /\S+/.exec(text.slice(end))?.[0];
    if (phrase === '' || (next === undefined && !finished && !wideMark.test(phrase))) continue;
    const last = phrase.slice(phrase.search(/\S+$/));
    if (match[0].includes('\n') || endsSentence(last, next)) return end;
    if (endsClause(last) && textWidth(phrase) >= (first ? shortestFirst : shortestClause)) return end;
  }
  if (textWidth(text) <= longest) return undefined;
  const space = text.lastIndexOf(' ', longest);
  return space > 0 ? space : Math.min(text.length, longest);
}
