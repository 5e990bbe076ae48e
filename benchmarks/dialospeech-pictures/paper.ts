import { pictureStyle } from '../../src/generate/picture-style.ts';
import { escapeXml, pixels, textWidth } from '../../src/generate/picture-text.ts';

/** A picture as one SVG file, readable on a light page and on a dark one. */
export function paper(
  title: string,
  { width, height, style = '' }: { readonly width: number; readonly height: number; readonly style?: string },
  parts: readonly string[],
): string {
  const label = escapeXml(title);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">`,
    `<title>${label}</title><style>${pictureStyle}${style}</style>`,
    '<rect class="paper" width="100%" height="100%"/>',
    ...parts,
    '</svg>\n',
  ].join('');
}

export type TextPlace = {
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'start' | 'middle' | 'end';
};

/** Words in one of the classes of the picture's style. */
export function words(text: string, kind: string, { x, y, anchor = 'start' }: TextPlace): string {
  const at = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text class="${kind}" x="${pixels(x)}" y="${pixels(y)}"${at}>${escapeXml(text)}</text>`;
}

export { pixels, textWidth };
