import { layoutPicture, pixelsPerSecond } from '../picture/layout-picture.ts';
import { type PictureColours, paintPicture, readColours } from '../picture/paint-picture.ts';
import type { TalkRecord } from '../session/talk.ts';
import { find } from './elements.ts';

/** The live picture of both tracks. */
export interface PictureView {
  show(record: TalkRecord | undefined): void;
}

/** Seconds between two pictures for who asked for less motion. */
const calmInterval = 0.5;

export function createPictureView(): PictureView {
  const canvas = find('picture', HTMLCanvasElement);
  const context = canvas.getContext('2d');
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let colours: PictureColours | undefined;
  let size = { width: 0, height: 0 };
  let painted = -Infinity;
  let fresh = false;
  dark.addEventListener('change', () => {
    colours = undefined;
    fresh = false;
  });
  new ResizeObserver(() => {
    size = { width: canvas.clientWidth, height: canvas.clientHeight };
    canvas.width = Math.round(size.width * devicePixelRatio);
    canvas.height = Math.round(size.height * devicePixelRatio);
    fresh = false;
  }).observe(canvas);

  return {
    show(record) {
      if (context === null || size.width === 0) return;
      const now = record?.now ?? 0;
      const due = now < painted || now - painted >= (calm.matches ? calmInterval : 0.001);
      if (fresh && !due) return;
      fresh = true;
      painted = now;
      colours ??= readColours(canvas);
      const { width, height } = size;
      const bins = record?.levels.between(now - width / pixelsPerSecond, now) ?? [];
      const marks = record?.conversation.marks ?? [];
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      paintPicture(context, layoutPicture({ bins, marks, now, width, height }), colours, size);
    },
  };
}
