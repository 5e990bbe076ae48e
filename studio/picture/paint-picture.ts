import type { BarStyle, Picture } from './layout-picture.ts';

/** Colours by the names of the page's style sheet, so that light and dark have one home. */
export type PictureColours = {
  readonly bars: Readonly<Record<BarStyle, string>>;
  readonly overlap: string;
  readonly duck: string;
  readonly hold: string;
  readonly line: string;
  readonly label: string;
  readonly axis: string;
  readonly font: string;
};

export function readColours(element: Element): PictureColours {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    bars: {
      user: read('user'),
      agent: read('agent'),
      ducked: read('ducked'),
      backchannel: read('backchannel'),
      interruption: read('interruption'),
      noise: read('noise'),
      'side-talk': read('side-talk'),
      quiet: read('quiet'),
    },
    overlap: read('overlap'),
    duck: read('duck-band'),
    hold: read('hold-band'),
    line: read('interruption'),
    label: read('muted'),
    axis: read('line'),
    font: `11px ${style.fontFamily}`,
  };
}

export function paintPicture(
  context: CanvasRenderingContext2D,
  picture: Picture,
  colours: PictureColours,
  size: { readonly width: number; readonly height: number },
): void {
  const { width, height } = size;
  context.clearRect(0, 0, width, height);
  context.font = colours.font;
  for (const { style, x, y, width: wide, height: high } of picture.bands) {
    context.fillStyle = colours[style];
    if (style === 'hold') hatch(context, { x, y, width: wide, height: high });
    else context.fillRect(x, y, wide, high);
  }
  context.fillStyle = colours.axis;
  context.fillRect(0, height / 2 - 0.5, width, 1);
  for (const { x } of picture.seconds) context.fillRect(Math.round(x), height / 2 - 4, 1, 8);
  for (const { x, y, width: wide, height: high, style } of picture.bars) {
    context.fillStyle = colours.bars[style];
    context.beginPath();
    context.roundRect(x, y, wide, high, Math.min(wide, high) / 2);
    context.fill();
  }
  for (const { x, y, text, type } of picture.labels) {
    context.fillStyle = type === 'yield' || type === 'failure' ? colours.line : colours.label;
    context.fillText(text, x, y);
  }
  context.fillStyle = colours.label;
  for (const { x, text } of picture.seconds) context.fillText(text, x + 4, height / 2 - 4);
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

function hatch(context: CanvasRenderingContext2D, { x, y, width, height }: Box): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = context.fillStyle;
  context.lineWidth = 2;
  context.beginPath();
  for (let from = x - height; from < x + width; from += 7) {
    context.moveTo(from, y + height);
    context.lineTo(from + height, y);
  }
  context.stroke();
  context.restore();
}
