/**
 * `npx tsx benchmarks/dialospeech/try.ts [SCRIPTS] [MODEL]` prints the tables of a few scripts of each language (default 4)
 * and writes nothing.
 */
import { measureDialoSpeech } from './measure-dialospeech.ts';

const [scripts = '4', model] = process.argv.slice(2);
for (const { title, columns, rows, note = '' } of await measureDialoSpeech({
  scripts: Number(scripts),
  model,
})) {
  console.log(`\n### ${title}\n`);
  for (const row of [columns, columns.map(() => '---'), ...rows]) console.log(`| ${row.join(' | ')} |`);
  console.log(`\n${note}`);
}
