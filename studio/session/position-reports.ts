import type { ItemPlace } from '../sound/duplex.ts';

/** What is told to the server of where its user's hearing is: some time behind the player, and every 100 ms. */
export interface PositionReports {
  /** Takes where the player is after the next 20 ms; returns what is to be reported, if anything. */
  follow(place: ItemPlace | undefined, outputDelay: number): ItemPlace | undefined;
  /** The item has stopped: nothing more is reported of it. */
  forget(item: string): void;
}

/** Blocks of 20 ms between two reports, and as many as the longest delay has. */
const blocksApart = 5;
const mostBlocks = 51;

export function createPositionReports(): PositionReports {
  let places: (ItemPlace | undefined)[] = [];
  let reported: ItemPlace | undefined;
  let age = 0;
  return {
    follow(place, outputDelay) {
      places.push(place);
      if (places.length > mostBlocks) places.shift();
      age += 1;
      const heard = places[Math.max(0, places.length - 1 - Math.round(outputDelay / 0.02))];
      const news = heard?.item !== reported?.item || heard?.position !== reported?.position;
      if (age < blocksApart || heard === undefined || !news) return undefined;
      age = 0;
      reported = heard;
      return heard;
    },
    forget(item) {
      places = places.map((place) => (place?.item === item ? undefined : place));
    },
  };
}
