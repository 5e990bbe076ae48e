const family =
  "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue','PingFang SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif";

type Palette = {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly card: string;
  readonly colours: readonly string[];
};

function theme({ paper, ink, soft, line, card, colours }: Palette): string {
  return [
    `body{background:${paper};color:${ink}}.paper{fill:${paper}}.soft,th{color:${soft}}.tick{fill:${soft}}`,
    `.title,.head{fill:${ink}}.grid{stroke:${line}}td,th{border-color:${line}}.facts div,figure,article{background:${card}}`,
    `.bar{fill:${colours[0]}}`,
    ...colours.map(
      (colour, index) => `.curve.c${index}{stroke:${colour}}.key .c${index}::before{background:${colour}}`,
    ),
  ].join('');
}

/** Okabe and Ito's colours, which stay apart for colour-blind eyes. No custom properties: some renderers know none. */
export const cardStyle = [
  `:root{color-scheme:light dark}body{margin:0;font:16px/1.5 ${family}}text{font-family:${family}}main{max-width:1000px;margin:0 auto;padding:24px 16px 64px}`,
  'h1{font-size:28px;margin:0;overflow-wrap:anywhere}h2{font-size:19px;margin:40px 0 12px}header p{margin:4px 0 0}',
  '.facts{display:flex;flex-wrap:wrap;gap:12px;margin:24px 0 0}.facts div{border-radius:10px;padding:12px 18px;display:flex;flex-direction:column}',
  '.facts dd{margin:0;font-size:22px;font-weight:650}.facts dt{font-size:13px;opacity:.75}',
  '.pictures{display:flex;flex-wrap:wrap;gap:14px}figure{margin:0;border-radius:10px;padding:10px 8px}svg{max-width:100%;height:auto;display:block}',
  '.wide{overflow-x:auto;margin-top:16px}table{border-collapse:collapse;font-size:14px}td,th{padding:6px 14px 6px 0;border-bottom:1px solid;text-align:left;font-weight:400}',
  'td.number,th.number{text-align:right}td.number{font-variant-numeric:tabular-nums}audio{height:36px;width:100%;max-width:320px;display:block}.far{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,460px),1fr));gap:14px}article{border-radius:10px;padding:12px 16px}h3{font-size:15px;margin:0 0 8px;overflow-wrap:anywhere}article .wide{margin-top:8px}',
  '.key{display:flex;flex-wrap:wrap;gap:18px;font-size:14px;margin:0 0 10px}.key span::before{content:"";display:inline-block;width:20px;height:3px;border-radius:2px;margin-right:7px;vertical-align:middle}',
  '.curve{fill:none;stroke-width:2;stroke-linejoin:round}.c2,.c3{stroke-dasharray:4 3}.grid{stroke-width:1}.tick{font-size:11px}.title{font-size:13px;font-weight:600}.head{font-size:15px;font-weight:650}',
  theme({
    paper: '#ffffff',
    ink: '#1f2933',
    soft: '#5f6b78',
    line: '#e3e8ee',
    card: '#f6f8fa',
    colours: ['#0072b2', '#d55e00', '#00856a', '#8a6d00'],
  }),
  `@media(prefers-color-scheme:dark){${theme({ paper: '#12161c', ink: '#e6ebf1', soft: '#93a0af', line: '#2a323d', card: '#1a2029', colours: ['#56b4e9', '#f0894a', '#2cc295', '#e6c229'] })}}`,
].join('');
