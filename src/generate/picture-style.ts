/** Okabe and Ito's colours, which stay apart for colour-blind eyes: one for each speaker, then again. */
const light = ['#0072b2', '#d55e00', '#00856a', '#b0508c', '#8a6d00', '#3a8fc4', '#5b5bb0', '#6b6b6b'];
const dark = ['#56b4e9', '#f0894a', '#2cc295', '#e29ac6', '#e6c229', '#8fd0f5', '#a3a3f0', '#c0c0c0'];

export const speakerColours = light.length;

const family =
  "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue','PingFang SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif";

/** Plain colours in classes: no custom properties, which some renderers do not know. */
export const pictureStyle = [
  `text{font-family:${family}}`,
  theme(
    { paper: '#ffffff', ink: '#1f2933', soft: '#6b7785', line: '#e3e8ee', lane: '#f6f8fa', band: '#f2b705' },
    light,
  ),
  '.title{font-size:26px;font-weight:650}.small{font-size:14px}.name{font-size:14px;font-weight:600}',
  '.time{font-size:11px}.word{font-size:12px}.tag{font-size:10.5px;font-weight:600}.gap{font-size:10px}',
  '.wave{fill:none;stroke-width:2;stroke-linecap:round}.turn{fill-opacity:.11}',
  '.back{fill-opacity:.05;stroke-width:1.2;stroke-dasharray:3 2.5}.mark{stroke:none}.cut{fill:none;stroke-width:2}',
  '.note{fill:none;stroke-width:1;stroke-dasharray:2 2}',
  '.backword{font-style:italic}.quiet{fill:none;stroke-width:1.2;stroke-dasharray:1 3;stroke-linecap:round}',
  `@media(prefers-color-scheme:dark){${theme(
    { paper: '#12161c', ink: '#e6ebf1', soft: '#93a0af', line: '#2a323d', lane: '#1a2029', band: '#ffd54a' },
    dark,
  )}.turn{fill-opacity:.2}.back{fill-opacity:.12}}`,
].join('');

type Palette = {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly lane: string;
  readonly band: string;
};

function theme({ paper, ink, soft, line, lane, band }: Palette, colours: readonly string[]): string {
  const speakers = colours.map(
    (colour, index) =>
      `.f${index}{fill:${colour}}.s${index}{stroke:${colour}}.t${index}{fill:${colour};stroke:${colour}}`,
  );
  return [
    `.paper{fill:${paper}}.ink{fill:${ink}}.soft{fill:${soft}}.grid{stroke:${line}}.lane{fill:${lane}}`,
    `.band{fill:${band};fill-opacity:.28}.quiet{stroke:${soft}}.on{fill:${paper}}.note{stroke:${soft}}`,
    ...speakers,
  ].join('');
}
