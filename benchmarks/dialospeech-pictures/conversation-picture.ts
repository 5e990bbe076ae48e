import { waveformPeaks } from '../../src/dsp/index.ts';
import { melImage } from './mel-image.ts';
import { paper, pixels, textWidth, words } from './paper.ts';
import type { PlayedConversation, PlayedUnit } from './play-conversation.ts';
import { tokenColour } from './token-colours.ts';

const [width, left, right] = [1_100, 96, 1_076];
/** Heights of what is drawn for each speaker. */
const heights = { sound: 46, pointer: 128, tokens: 14, mel: 72 } as const;
const [head, laneGap, groupGap] = [98, 5, 22];
const names = ['Ann', 'Ben'] as const;
/** Between the two themes' colours of the speakers: images do not change with the page. */
const inks = [
  [31, 138, 198],
  [226, 107, 36],
] as const;

const style =
  '.step{fill:none;stroke-width:2}.span{fill-opacity:.1}.own{stroke-dasharray:3 2}' +
  '.bare{fill-opacity:.06}.seam{fill:none;stroke-width:1;stroke-dasharray:2 3;stroke-opacity:.6}';

type Lane = { readonly stream: 0 | 1; readonly top: number; readonly height: number };
type Scene = { readonly played: PlayedConversation; readonly x: (time: number) => number };

/** Both tracks, the pointers' way through the words, the tokens and the mel frames, on one clock. */
export function drawModelConversation(played: PlayedConversation): string {
  const scene: Scene = { played, x: (time) => left + ((right - left) * time) / played.duration };
  const parts: string[] = [];
  let top = head;
  const begin = (kind: keyof typeof heights, label: string): readonly [Lane, Lane] => {
    const height = heights[kind];
    const lanes = [
      { stream: 0, top, height },
      { stream: 1, top: top + height + laneGap, height },
    ] as const;
    parts.push(words(label, 'time soft', { x: left, y: top - 5 }));
    for (const lane of lanes) parts.push(laneGround(lane));
    top += 2 * height + laneGap + groupGap;
    return lanes;
  };
  for (const lane of begin('sound', 'both tracks')) parts.push(drawSound(scene, lane));
  for (const lane of begin('pointer', 'where each pointer is in the words'))
    parts.push(drawPointer(scene, lane));
  for (const lane of begin('tokens', 'speech tokens')) parts.push(drawTokens(scene, lane));
  const lanes = begin('mel', 'mel frames, made in blocks (dashed)');
  for (const lane of lanes) parts.push(drawMel(scene, lane));
  const bottom = top - groupGap;
  parts.push(drawSeams(scene, lanes[0].top, bottom), drawClock(scene, bottom));
  const title = 'A conversation from text to sound';
  return paper(title, { width, height: bottom + 34, style }, [
    words(title, 'title ink', { x: 32, y: 48 }),
    words(factsOf(played), 'small soft', { x: 32, y: 74 }),
    ...parts,
  ]);
}

function factsOf({ duration, units, tracks, silence }: PlayedConversation): string {
  const own = units.filter(({ isOwn }) => isOwn).length;
  const both = tracks[0].tokens.filter(
    (token, index) => token !== silence && tracks[1].tokens[index] !== silence,
  ).length;
  return [
    `${duration.toFixed(1)} s`,
    `${tracks[0].tokens.length} steps of 40 ms`,
    `both sound in ${both}`,
    `${own} ${own === 1 ? 'listener’s word that is' : 'listeners’ words that are'} the model’s own`,
  ].join('  ·  ');
}

function laneGround({ stream, top, height }: Lane): string {
  const name = words(names[stream], `name f${stream}`, {
    x: left - 14,
    y: top + height / 2 + 5,
    anchor: 'end',
  });
  return `${name}<rect class="lane" x="${left}" y="${pixels(top)}" width="${right - left}" height="${height}"/>`;
}

function drawSound({ played }: Scene, { stream, top, height }: Lane): string {
  const { samples } = played.tracks[stream];
  const bars = right - left;
  const { minimum, maximum } = waveformPeaks({ samples, sampleRate: played.sampleRate }, bars);
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0.01);
  const y = (sample: number): string => pixels(top + height / 2 - (sample / loudest) * (height / 2 - 2));
  const path = Array.from({ length: bars }, (_, bar) => {
    const [low, high] = [minimum[bar] ?? 0, maximum[bar] ?? 0];
    return high - low < 0.004 * loudest ? '' : `M${left + bar} ${y(high)}V${y(low)}`;
  });
  return `<path class="s${stream}" d="${path.join('')}"/>`;
}

/** A step for each symbol, words at the height where they begin. */
function drawPointer({ played, x }: Scene, { stream, top, height }: Lane): string {
  return played.units
    .filter((unit) => unit.stream === stream)
    .map((unit) => {
      const { onsets, isOwn } = unit;
      const last = Math.max(1, onsets.length - 1);
      const y = (symbol: number): number => top + height - 14 - (symbol / last) * (height - 20);
      const [start, end] = [x(onsets[0] ?? 0), x(onsets.at(-1) ?? 0)];
      const way = onsets.map((onset, symbol) => `H${pixels(x(onset))}V${pixels(y(symbol))}`).join('');
      return [
        `<rect class="span f${stream}" x="${pixels(start)}" y="${pixels(top)}" width="${pixels(end - start)}" height="${height}"/>`,
        `<path class="step s${stream}${isOwn ? ' own' : ''}" d="M${pixels(start)} ${pixels(y(0))}${way}"/>`,
        ...wordLabels(unit, x, y),
      ].join('');
    })
    .join('');
}

function wordLabels(
  { words: own, onsets }: PlayedUnit,
  x: Scene['x'],
  y: (symbol: number) => number,
): string[] {
  let before = { line: Number.POSITIVE_INFINITY, end: 0 };
  return own.map(({ text, from }) => {
    // The text runs to the right of the way, under what comes next, and keeps clear of the word before.
    const at = x(onsets[from] ?? 0) + 7;
    const line = Math.min(y(from) + 11, at < before.end ? before.line - 10.5 : Number.POSITIVE_INFINITY);
    before = { line, end: at + textWidth(text, 11) };
    return before.end > right
      ? words(text, 'time ink', { x: at - 14, y: line, anchor: 'end' })
      : words(text, 'time ink', { x: at, y: line });
  });
}

/** A bar for each token; one path for all of a colour. */
function drawTokens({ played, x }: Scene, { stream, top, height }: Lane): string {
  const paths = new Map<string, string>();
  for (const [index, token] of played.tracks[stream].tokens.entries()) {
    if (token === played.silence) continue;
    const from = x(index * played.step);
    const bar = `M${pixels(from)} ${pixels(top)}h${pixels(x((index + 1) * played.step) - from)}v${height}H${pixels(from)}z`;
    const colour = tokenColour(token);
    paths.set(colour, (paths.get(colour) ?? '') + bar);
  }
  return [...paths].map(([colour, path]) => `<path fill="${colour}" d="${path}"/>`).join('');
}

function drawMel({ played }: Scene, { stream, top, height }: Lane): string {
  const image = melImage(played.tracks[stream].mel, played.bands, inks[stream]);
  return `<image x="${left}" y="${pixels(top)}" width="${right - left}" height="${height}" preserveAspectRatio="none" href="${image}"/>`;
}

function drawSeams({ played, x }: Scene, top: number, bottom: number): string {
  const lines = played.blocks.map((start) => `M${pixels(x(start))} ${pixels(top)}V${pixels(bottom)}`);
  return `<path class="seam note" d="${lines.join('')}"/>`;
}

function drawClock({ played, x }: Scene, bottom: number): string {
  const seconds = Array.from({ length: Math.floor(played.duration) + 1 }, (_, second) => second);
  return seconds
    .map((second) => words(`${second} s`, 'time soft', { x: x(second), y: bottom + 18, anchor: 'middle' }))
    .join('');
}
