import { paper, pixels, words } from './paper.ts';
import { tokenColour } from './token-colours.ts';

const [width, height] = [900, 894];
/** Where each speaker's column begins, and how wide it is. */
const columns = [
  { stream: 0, x: 76, name: 'Ann' },
  { stream: 1, x: 508, name: 'Ben' },
] as const;
const span = 316;
const middle = width / 2;

/** What is shown of each text, and the place of the pointer in it. */
const texts = [
  { symbols: ['turn', 'hh', 'ae', 'v', 'y', 'uw', '…', '?'], pointer: 3, does: 'speaks, at “v”' },
  { symbols: ['turn', 'dh', 'ax', 'y', 'eh', 'l', '…', '.'], pointer: 0, does: 'waits before the next turn' },
] as const;

const style =
  '.box{fill-opacity:.12;stroke-width:1.4}.plain{stroke-width:1.4}.frame{fill:none;stroke-width:1.4;stroke-dasharray:5 4}' +
  '.way{fill:none;stroke-width:1.6}.back{fill:none;stroke-dasharray:2 3}.said{font-size:13px}.about{font-size:11.5px}' +
  '.head{stroke:none}.ahead{fill:none;stroke-width:1.4;stroke-dasharray:3 3}.done{fill-opacity:.1;stroke-width:1}' +
  '.shade{fill:#6b7785;fill-opacity:.13;stroke:#6b7785}.line{stroke:#6b7785}.tip{fill:#6b7785}';

type Column = (typeof columns)[number];
type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** How text becomes a conversation: a drawing of fixed places, one column for each speaker. */
export function drawArchitecture(): string {
  const title = 'DialoSpeech: from two texts to two tracks';
  return paper(title, { width, height, style }, [
    words(title, 'title ink', { x: 32, y: 48 }),
    words('What belongs to one speaker has that speaker’s colour; what is grey sees both.', 'small soft', {
      x: 32,
      y: 74,
    }),
    ...columns.map(drawText),
    ...drawEncoder(),
    ...drawLanguageModel(),
    ...columns.flatMap(drawSound),
  ]);
}

function drawText({ stream, x, name }: Column): string {
  const { symbols, pointer, does } = texts[stream];
  const cell = span / symbols.length;
  const at = x + (pointer + 0.5) * cell;
  return [
    words(`${name}’s text, as sounds`, `name f${stream}`, { x, y: 108 }),
    ...symbols.map((symbol, index) => {
      const said = index < pointer;
      return (
        `<rect class="${said ? 'done' : 'box'} t${stream}" x="${pixels(x + index * cell + 1)}" y="118" width="${pixels(cell - 2)}" height="26" rx="4"/>` +
        words(symbol, `said ${said ? 'soft' : 'ink'}`, {
          x: x + (index + 0.5) * cell,
          y: 136,
          anchor: 'middle',
        })
      );
    }),
    `<path class="head f${stream}" d="M${pixels(at)} 147l7 12h-14z"/>`,
    words(does, 'about soft', { x: pointer === 0 ? x + cell + 4 : at + 14, y: 160 }),
  ].join('');
}

function drawEncoder(): string[] {
  const box = { x: 76, y: 186, width: 748, height: 38 };
  return [
    ...columns.map(({ x }) => arrow(x + span - 22, 146, x + span - 22, box.y)),
    greyBox(box, [
      'encoder of the text: each turn, with the end of the one before and the beginning of the next',
    ]),
  ];
}

function drawLanguageModel(): string[] {
  const [streams, joined, heads] = [302, 388, 478];
  const moves = columns.map(({ stream, x }) => (stream === 0 ? x + span - 152 : x));
  const tokens = columns.map(({ stream, x }) => (stream === 0 ? x : x + span - 152));
  const [firstMove = 0, secondMove = 0] = moves;
  return [
    `<rect class="frame line" x="52" y="252" width="796" height="298" rx="10"/>`,
    words('language model: one step of 40 ms', 'name ink', { x: middle, y: 274, anchor: 'middle' }),
    ...columns.map(({ x }) => arrow(x + span / 2, 224, x + span / 2, streams)),
    words('the sound at each pointer', 'about soft', { x: middle, y: 242, anchor: 'middle' }),
    ...columns.map(({ stream, x, name }) =>
      colourBox(stream, { x, y: streams, width: span, height: 52 }, [
        `layers of ${name}’s stream`,
        'last token · sound · what both do · whose voice',
      ]),
    ),
    arrow(76 + span, streams + 20, 508, streams + 20),
    arrow(508, streams + 34, 76 + span, streams + 34),
    words('attend', 'about soft', { x: middle, y: streams + 14, anchor: 'middle' }),
    words('to each other', 'about soft', { x: middle, y: streams + 49, anchor: 'middle' }),
    ...columns.map(({ stream, x }) =>
      arrow(x + span / 2, streams + 52, middle + (stream === 0 ? -90 : 90), joined),
    ),
    greyBox({ x: middle - 190, y: joined, width: 380, height: 50 }, [
      'layers of both streams together',
      'causal, over the last 12.8 s',
    ]),
    ...columns.map(({ stream, x }) =>
      arrow(middle + (stream === 0 ? -120 : 120), joined + 50, x + span / 2, heads - 4),
    ),
    ...columns.flatMap(({ stream }) => [
      colourBox(stream, { x: moves[stream] ?? 0, y: heads, width: 152, height: 52 }, [
        'pointer moves',
        '0, 1, 2, 3 or “mm-hm”',
      ]),
      colourBox(stream, { x: tokens[stream] ?? 0, y: heads, width: 152, height: 52 }, [
        'token',
        '1 of 1,000, or silence',
      ]),
    ]),
    arrow(firstMove + 152, heads + 26, secondMove, heads + 26),
    words('known to', 'about soft', { x: middle, y: heads + 18, anchor: 'middle' }),
    `<path class="way back s0" d="M76 ${heads + 40}H30V131H70"/><path class="head f0" d="M76 131l-10 -5v10z"/>`,
    `<path class="way back s1" d="M824 ${heads + 40}H870V131H830"/><path class="head f1" d="M824 131l10 -5v10z"/>`,
    turned('what the next step sees', 24, 330),
    turned('what the next step sees', 884, 330),
  ];
}

function drawSound(column: Column): string[] {
  const { stream, x, name } = column;
  const [strip, flow, vocoder, track] = [584, 648, 742, 822];
  const token = stream === 0 ? x + 76 : x + span - 76;
  return [
    arrow(token, 530, token, strip - 2),
    words('speech tokens, 25 a second', 'about soft', { x: stream === 0 ? x + 92 : x, y: strip - 10 }),
    drawStrip(column, strip),
    arrow(x + span / 2, strip + 16, x + span / 2, flow - 2),
    ...drawWindow(column, flow),
    arrow(x + span / 2, flow + 64, x + span / 2, vocoder - 2),
    colourBox(stream, { x, y: vocoder, width: span, height: 52 }, [
      'vocoder: pitch, envelope and noise',
      'a harmonic’s phase is the sum of the pitch over time',
    ]),
    arrow(x + span / 2, vocoder + 52, x + span / 2, track - 2),
    drawTrack(column, track),
    words(`${name}’s track`, `name f${stream}`, { x, y: track + 62 }),
  ];
}

/** Ann speaks, then Ben, who begins before she ends. */
const parts = [
  { from: 0, to: 0.58 },
  { from: 0.5, to: 1 },
] as const;

function drawStrip({ stream, x }: Column, y: number): string {
  const count = 40;
  const { from, to } = parts[stream];
  const cells = Array.from({ length: count }, (_, index) => {
    const sounds = index / count >= from && index / count < to;
    const colour = tokenColour((index * 389 + stream * 131) % 1000);
    return sounds
      ? `<rect x="${pixels(x + (index * span) / count)}" y="${y}" width="${pixels(span / count)}" height="14" fill="${colour}"/>`
      : '';
  });
  return `<rect class="lane" x="${x}" y="${y}" width="${span}" height="14"/>${cells.join('')}`;
}

function drawWindow({ stream, x }: Column, y: number): string[] {
  const [past, block, ahead] = [78, 186, 52];
  const box = (kind: string, at: number, wide: number): string =>
    `<rect class="${kind} t${stream}" x="${at}" y="${y + 18}" width="${wide}" height="42"/>`;
  const label = (text: string, at: number, line: number): string =>
    words(text, 'about soft', { x: at, y: y + line, anchor: 'middle' });
  return [
    words('flow matching: noise becomes mel frames', 'said ink', {
      x: x + span / 2,
      y: y + 12,
      anchor: 'middle',
    }),
    box('done', x, past),
    box('box', x + past, block),
    box('ahead', x + past + block, ahead),
    label('finished', x + past / 2, 37),
    label('frames', x + past / 2, 51),
    label('a block of 1 s', x + past + block / 2, 37),
    label('the first one .48 s', x + past + block / 2, 51),
    label('ahead', x + past + block + ahead / 2, 37),
    label('.12 s', x + past + block + ahead / 2, 51),
  ];
}

function drawTrack({ stream, x }: Column, y: number): string {
  const { from, to } = parts[stream];
  const bars = Array.from({ length: span / 2 }, (_, index) => {
    const place = (2 * index) / span;
    if (place < from || place >= to) return '';
    const inside = (place - from) / (to - from);
    const size =
      2 + 16 * Math.abs(Math.sin(inside * 17 + stream)) * Math.min(1, 9 * inside, 9 * (1 - inside));
    return `M${x + 2 * index} ${pixels(y + 22 - size)}v${pixels(2 * size)}`;
  });
  return `<rect class="lane" x="${x}" y="${y}" width="${span}" height="44"/><path class="s${stream}" d="${bars.join('')}"/>`;
}

function greyBox(box: Box, lines: readonly string[]): string {
  return labelledBox('plain shade', box, lines);
}

function colourBox(stream: number, box: Box, lines: readonly string[]): string {
  return labelledBox(`box t${stream}`, box, lines);
}

function labelledBox(
  kind: string,
  { x, y, width: wide, height: high }: Box,
  lines: readonly string[],
): string {
  const first = y + high / 2 + 5 - (lines.length - 1) * 9;
  return [
    `<rect class="${kind}" x="${x}" y="${y}" width="${wide}" height="${high}" rx="6"/>`,
    ...lines.map((line, index) =>
      words(line, index === 0 ? 'said ink' : 'about soft', {
        x: x + wide / 2,
        y: first + index * 18,
        anchor: 'middle',
      }),
    ),
  ].join('');
}

function arrow(fromX: number, fromY: number, toX: number, toY: number): string {
  const length = Math.hypot(toX - fromX, toY - fromY);
  const [along, across] = [(toX - fromX) / length, (toY - fromY) / length];
  const [baseX, baseY] = [toX - 9 * along, toY - 9 * across];
  const corner = (side: number): string =>
    `${pixels(baseX - side * 4.5 * across)} ${pixels(baseY + side * 4.5 * along)}`;
  return [
    `<path class="way line" d="M${pixels(fromX)} ${pixels(fromY)}L${pixels(baseX)} ${pixels(baseY)}"/>`,
    `<path class="tip" d="M${pixels(toX)} ${pixels(toY)}L${corner(1)}L${corner(-1)}z"/>`,
  ].join('');
}

/** Words along an edge of the page, read from below. */
function turned(text: string, x: number, y: number): string {
  return `<g transform="rotate(-90 ${x} ${y})">${words(text, 'about soft', { x, y, anchor: 'middle' })}</g>`;
}
