import type { Random } from '../../dsp/index.ts';
import type { RoomConditions } from '../conditions/conditions.ts';
import { drawBetween, drawName } from './draw.ts';
import type { Spec } from './spec.ts';

type Range = readonly [number, number];

type Place = {
  /** Metres: length, width, height. */
  readonly size: readonly [Range, Range, Range];
  /** Seconds, as far as the specification's bounds allow it. */
  readonly reverberation: Range;
};

/** Places that are known by name, in any case. */
const places: Readonly<Record<string, Place>> = {
  car: placeOf([2, 2.8], [1.3, 1.6], [1.1, 1.3], [0.05, 0.1]),
  booth: placeOf([1, 1.6], [0.9, 1.2], [2.1, 2.3], [0.08, 0.2]),
  bathroom: placeOf([1.8, 3.2], [1.5, 2.4], [2.3, 2.6], [0.4, 0.9]),
  bedroom: placeOf([3, 4.8], [2.6, 4], [2.3, 2.7], [0.2, 0.45]),
  kitchen: placeOf([2.6, 5], [2.2, 3.6], [2.3, 2.7], [0.3, 0.7]),
  living: placeOf([4, 7], [3.4, 5], [2.4, 2.9], [0.3, 0.6]),
  office: placeOf([3, 6.5], [2.6, 5], [2.5, 3], [0.3, 0.6]),
  meeting: placeOf([4.5, 9], [3.5, 6], [2.5, 3.2], [0.35, 0.8]),
  classroom: placeOf([7, 11], [5.5, 8], [2.8, 3.5], [0.5, 0.9]),
  shop: placeOf([6, 15], [4, 10], [2.7, 4], [0.5, 1]),
  cafe: placeOf([6, 14], [5, 9], [2.8, 4], [0.4, 0.9]),
  restaurant: placeOf([7, 16], [6, 12], [2.8, 4.2], [0.5, 1]),
  hall: placeOf([10, 28], [8, 18], [4, 9], [0.9, 1.5]),
  station: placeOf([20, 60], [12, 30], [6, 14], [1, 1.5]),
};

/** What is said of no place in particular. */
const anyRoom = placeOf([3, 8], [2.5, 6], [2.4, 3.2], [0.05, 1.5]);

/** Under the sky nothing comes back. */
const outdoors = new Set(['street', 'outdoors', 'outside', 'park', 'garden', 'field', 'beach']);

/** Nobody hears a wall in it: it tells only how far people are from each other's microphones. */
const openAir = placeOf([40, 60], [40, 60], [20, 30], [0.05, 0.05]);

type DrawnRoom = { readonly place: string; readonly room: RoomConditions | null };

/** A place and its room: none where somebody is alone under the sky. */
export function drawRoom(
  { places: names, reverberation }: Spec['conditions'],
  { together, random }: { readonly together: boolean; readonly random: Random },
): DrawnRoom {
  const place = drawName(names, random);
  const name = place.trim().toLowerCase();
  const isOpen = outdoors.has(name);
  const { size, reverberation: own } = isOpen ? openAir : (places[name] ?? anyRoom);
  const [length, width, height] = size;
  const room: RoomConditions = {
    place,
    size: [drawBetween(length, random), drawBetween(width, random), drawBetween(height, random)],
    reverberation: drawBetween(isOpen ? own : within(own, reverberation), random),
    distance: 0.05 + 0.05 * random.next(),
  };
  return { place, room: isOpen && !together ? null : room };
}

/** What two ranges have in common; of the second its nearest end, where that is nothing. */
function within([from, to]: Range, [least, most]: Range): Range {
  const clamp = (value: number): number => Math.min(most, Math.max(least, value));
  return [clamp(from), clamp(to)];
}

function placeOf(length: Range, width: Range, height: Range, reverberation: Range): Place {
  return { size: [length, width, height], reverberation };
}
