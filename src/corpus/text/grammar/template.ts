import type { Random } from '../../../dsp/index.ts';

/** One sentence in all its wordings: words, `{slots}`, and `(one|another|)` of several. */
export type Template = readonly TemplatePart[];

type TemplatePart = string | { readonly slot: string } | { readonly options: readonly Template[] };

const terminators = /[.?!。？！]/u;

/** The sentences of a line. What ends one stands outside of brackets. Throws `SyntaxError` that shows the place. */
export function parseSentences(source: string): Template[] {
  const sentences: Template[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < source.length; index++) {
    const character = source.charAt(index);
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (!terminators.test(character)) continue;
    if (depth !== 0)
      throw new SyntaxError(`A sentence ends inside brackets: ${source.slice(start, index + 1)}`);
    sentences.push(parseTemplate(source.slice(start, index + 1).trim()));
    start = index + 1;
  }
  if (source.slice(start).trim() !== '') throw new SyntaxError(`No end of the sentence: ${source}`);
  return sentences;
}

export function parseTemplate(source: string): Template {
  let position = 0;

  function sequence(nested: boolean): TemplatePart[] {
    const parts: TemplatePart[] = [];
    let text = '';
    const flush = (): void => {
      if (text !== '') parts.push(text);
      text = '';
    };
    while (position < source.length) {
      const character = source.charAt(position);
      if (nested && (character === '|' || character === ')')) break;
      position++;
      if (character === '(') {
        flush();
        parts.push({ options: choices() });
      } else if (character === '{') {
        const end = source.indexOf('}', position);
        if (end === -1) throw new SyntaxError(`A slot is not closed: ${source}`);
        flush();
        parts.push({ slot: source.slice(position, end) });
        position = end + 1;
      } else if (character === ')' || character === '}') {
        throw new SyntaxError(`A bracket too many: ${source}`);
      } else text += character;
    }
    flush();
    return parts;
  }

  function choices(): Template[] {
    const options = [sequence(true)];
    while (source.charAt(position) === '|') {
      position++;
      options.push(sequence(true));
    }
    if (source.charAt(position) !== ')') throw new SyntaxError(`A bracket is not closed: ${source}`);
    position++;
    return options;
  }

  return sequence(false);
}

/** One wording. Spaces that empty choices leave over are closed up. */
export function expand(template: Template, random: Random, valueOf: (slot: string) => string): string {
  return tidy(write(template, random, valueOf, undefined));
}

/** The same, and how many bits were drawn for it: with twice as many wordings a sentence has one bit more. */
export function draw(
  template: Template,
  random: Random,
  valueOf: (slot: string) => string,
): { readonly text: string; readonly bits: number } {
  const count = { bits: 0 };
  const text = tidy(write(template, random, valueOf, count));
  return { text, bits: count.bits };
}

function write(
  template: Template,
  random: Random,
  valueOf: (slot: string) => string,
  count: { bits: number } | undefined,
): string {
  let text = '';
  for (const part of template) {
    if (typeof part === 'string') text += part;
    else if ('slot' in part) text += valueOf(part.slot);
    else {
      if (count !== undefined) count.bits += Math.log2(part.options.length);
      text += write(part.options[random.integer(part.options.length)] ?? [], random, valueOf, count);
    }
  }
  return text;
}

function tidy(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([,.?!])/g, '$1')
    .replaceAll(/,+(?=[,.?!])/g, '')
    .replaceAll(/[，]+(?=[，。？！])/gu, '')
    .replace(/^[\s,，]+/u, '');
}

/** Every slot that a template may ask for. */
export function slotsOf(template: Template): string[] {
  return template.flatMap((part) => {
    if (typeof part === 'string') return [];
    return 'slot' in part ? [part.slot] : part.options.flatMap(slotsOf);
  });
}
