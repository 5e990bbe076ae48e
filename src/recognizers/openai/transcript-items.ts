import type { TalkEvents } from '../realtime/dialect.ts';

type Item = { id: string | undefined; text: string; whole: boolean; committed: boolean };

/**
 * What is known of the utterances, which the vendor calls items. Their words may come before they are committed, and
 * one may be whole before the one before it: they are told in the order in which they were committed.
 */
export interface TranscriptItems {
  commit(id: string | undefined): void;
  add(id: string, delta: string): void;
  complete(id: string, text: string): void;
  /** No words will come of it but those that have. */
  giveUp(id: string): void;
}

export function createTranscriptItems({ heard }: Pick<TalkEvents, 'heard'>): TranscriptItems {
  const items: Item[] = [];
  let told = 0;

  const find = (id: string): Item => {
    const known = items.find((item) => item.id === id);
    if (known !== undefined) return known;
    const item: Item = { id, text: '', whole: false, committed: false };
    items.push(item);
    return item;
  };
  const tell = (): void => {
    for (let first = items[0]; first?.whole === true && first.committed; first = items[0]) {
      items.shift();
      heard({ kind: 'utterance', text: first.text, words: [], ordinal: told++ });
    }
    const [first] = items;
    if (first !== undefined && first.text !== '') {
      heard({ kind: 'partial', text: first.text, words: [], ordinal: told });
    }
  };

  return {
    commit(id) {
      // One of which nothing was heard gets a place of its own behind those that were committed before.
      const known = id === undefined ? undefined : items.find((item) => item.id === id);
      const item = known ?? { id, text: '', whole: id === undefined, committed: false };
      if (known !== undefined) items.splice(items.indexOf(known), 1);
      item.committed = true;
      items.splice(items.findLastIndex(({ committed }) => committed) + 1, 0, item);
      tell();
    },
    add(id, delta) {
      find(id).text += delta;
      if (items[0]?.id === id) tell();
    },
    complete(id, text) {
      Object.assign(find(id), { text, whole: true });
      tell();
    },
    giveUp(id) {
      find(id).whole = true;
      tell();
    },
  };
}
