import { type Place, transcriptError } from './transcript-error.ts';

export type Token = { readonly value: string | number; readonly place: Place };

/**
 * Praat reads strings, free-standing numbers and flags, and nothing else: `xmin = 0` is 0, `item [1]:` is nothing. So
 * the long form and the short one are the same to it. Flags are left out here.
 */
export function readTokens(text: string, name: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = /"((?:[^"]|"")*)"|![^\n]*|[^\s"!][^\s"]*|\n|"/gu;
  let line = 1;
  for (const [whole, quoted] of text.matchAll(pattern)) {
    const place = { name, line };
    if (quoted !== undefined) tokens.push({ value: quoted.replaceAll('""', '"'), place });
    else if (whole === '"')
      throw transcriptError(
        place,
        'a quotation mark has no partner',
        'a quote inside a text is written twice',
      );
    else if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/iu.test(whole))
      tokens.push({ value: Number(whole), place });
    line += whole === '\n' ? 1 : (quoted?.split('\n').length ?? 1) - 1;
  }
  return tokens;
}
