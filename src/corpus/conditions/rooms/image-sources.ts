import type { Random } from '../../../dsp/index.ts';

/** Metres from a corner: along length, width and height. */
export type Point = readonly [number, number, number];

/** The mouth seen in the mirrors that walls are. */
export type ImageSource = {
  /** Metres to the microphone. */
  readonly distance: number;
  /** How many walls the sound has met. */
  readonly reflections: number;
};

export type ImageSourcesOptions = {
  /** Metres. */
  readonly size: Point;
  readonly mouth: Point;
  readonly microphone: Point;
  /** Metres: images further off are left out. */
  readonly radius: number;
  /** By which they are moved a little from where a perfect box has them: such a box would sing. */
  readonly random: Random;
};

/** Metres that an image lies off at most, for each wall after the first. */
const unevenness = 0.04;

/** Allen and Berkley (1979), without the direct sound. */
export function findImageSources(options: ImageSourcesOptions): readonly ImageSource[] {
  const { size, mouth, microphone, radius, random } = options;
  const [alongX, alongY, alongZ] = ([0, 1, 2] as const).map((axis) =>
    imagesAlong(size[axis], mouth[axis], microphone[axis], radius),
  );
  const images: ImageSource[] = [];
  for (const x of alongX ?? []) {
    for (const y of alongY ?? []) {
      const plane = x.square + y.square;
      if (plane > radius * radius) continue;
      for (const z of alongZ ?? []) {
        const square = plane + z.square;
        const reflections = x.reflections + y.reflections + z.reflections;
        if (square > radius * radius || reflections === 0) continue;
        const moved = unevenness * (2 * random.next() - 1) * Math.min(4, reflections - 1);
        images.push({ distance: Math.max(0.01, Math.sqrt(square) + moved), reflections });
      }
    }
  }
  return images;
}

/** Between two walls: the square of the way to each image, and how often it was mirrored. */
function imagesAlong(length: number, mouth: number, microphone: number, radius: number) {
  const images: { readonly square: number; readonly reflections: number }[] = [];
  const reach = Math.ceil(radius / (2 * length)) + 1;
  for (let cell = -reach; cell <= reach; cell++) {
    for (const mirrored of [0, 1]) {
      const way = 2 * cell * length + (mirrored === 1 ? -mouth : mouth) - microphone;
      if (Math.abs(way) > radius) continue;
      images.push({ square: way * way, reflections: Math.abs(cell - mirrored) + Math.abs(cell) });
    }
  }
  return images;
}
