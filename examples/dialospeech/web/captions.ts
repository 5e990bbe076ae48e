import { splitWords } from 'duologue/timeline';
import type { DialoguePart } from 'duologue/voices';
import type { SpokenTurn } from './script-turns.ts';

/** What is said, word by word as it is heard. */
export interface Captions {
  follow(part: DialoguePart): void;
  /** @param position Seconds of the conversation. */
  show(position: number): void;
}

type Line = { readonly item: HTMLLIElement; readonly words: HTMLSpanElement[]; timed: number };

export function createCaptions(
  list: HTMLOListElement,
  turns: readonly SpokenTurn[],
  speakers: readonly string[],
): Captions {
  const lines = turns.map(({ speaker, turn: { text, kind = 'turn' } }): Line => {
    const line = createLine(speaker, splitWords(text), { kind, track: speakers.indexOf(speaker) });
    return { ...line, timed: 0 };
  });
  list.replaceChildren(...lines.map(({ item }) => item));
  /** Words that have a time and have not been heard. */
  let pending: { readonly word: HTMLSpanElement; readonly start: number }[] = [];
  /** When each line begins, of those for which it is known. */
  const starts = new Map<Element, number>();

  const timeWord = (word: HTMLSpanElement | undefined, start: number, end: number): void => {
    if (word === undefined) return;
    word.dataset['start'] = start.toFixed(3);
    word.dataset['end'] = end.toFixed(3);
    pending.push({ word, start });
  };
  /** In the order in which they begin; a turn of which that is not known yet comes after them. */
  const place = (item: HTMLLIElement, start: number): void => {
    starts.set(item, start);
    const next = [...list.children].find((one) => one !== item && (starts.get(one) ?? Infinity) > start);
    list.insertBefore(item, next ?? null);
  };

  return {
    follow(part) {
      if (part.type === 'turn-timed') {
        const line = lines[part.turn];
        if (line !== undefined) place(line.item, part.start);
      } else if (part.type === 'word-timed') {
        const line = lines[part.turn];
        if (line !== undefined) timeWord(line.words[line.timed++], part.word.start, part.word.end);
      } else if (part.type === 'backchannel-added') {
        const { item, words } = createLine(
          speakers[part.channel] ?? '',
          part.words.map(({ text }) => text),
          { kind: 'backchannel', track: part.channel },
        );
        item.dataset['added'] = '';
        place(item, part.start);
        for (const [index, { start, end }] of part.words.entries()) timeWord(words[index], start, end);
      }
    },
    show(position) {
      for (const { word, start } of pending) if (start <= position) word.classList.add('heard');
      pending = pending.filter(({ start }) => start > position);
    },
  };
}

function createLine(
  speaker: string,
  texts: readonly string[],
  { kind, track }: { readonly kind: string; readonly track: number },
): Pick<Line, 'item' | 'words'> {
  const item = document.createElement('li');
  item.dataset['kind'] = kind;
  item.dataset['track'] = String(track);
  const name = document.createElement('b');
  name.textContent = speaker;
  const said = document.createElement('span');
  said.className = 'said';
  const words = texts.map((text) => {
    const word = document.createElement('span');
    word.className = 'word';
    word.textContent = text;
    return word;
  });
  for (const [index, word] of words.entries()) {
    const isSpaced =
      !/\p{Script=Han}$/u.test(texts[index - 1] ?? '一') || !/^\p{Script=Han}/u.test(texts[index] ?? '');
    if (index > 0 && isSpaced && !/[，。？！、；：…]$/u.test(texts[index - 1] ?? '')) said.append(' ');
    said.append(word);
  }
  item.append(name, ' ', said);
  return { item, words };
}
