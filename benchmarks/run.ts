/**
 * `npm run bench` runs every benchmark and writes docs/benchmarks.md; `npm run bench -- signal timing` runs these
 * and replaces their sections alone.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Benchmark, BenchmarkTable } from './benchmark.ts';
import { codecsBenchmark } from './codecs.ts';
import { conversationBenchmark } from './conversation.ts';
import { corpusConditionsBenchmark } from './corpus/conditions.ts';
import { corpusFitBenchmark } from './corpus/fit.ts';
import { corpusIngestBenchmark } from './corpus/ingest.ts';
import { corpusSimulateBenchmark } from './corpus/simulate.ts';
import { dialoSpeechBenchmark } from './dialospeech/dialospeech-benchmark.ts';
import { fliteBenchmark } from './flite.ts';
import { liveBenchmark } from './live/report/live-benchmark.ts';
import { mandarinBenchmark } from './mandarin.ts';
import { peerBenchmark } from './peer.ts';
import { recognitionBenchmark } from './recognition.ts';
import { recognizersBenchmark } from './recognizers.ts';
import { signalBenchmark } from './signal.ts';
import { streamingBenchmark } from './streaming.ts';
import { timingBenchmark } from './timing.ts';
import { wordTimesBenchmark } from './word-times.ts';

const benchmarks: readonly Benchmark[] = [
  conversationBenchmark,
  peerBenchmark,
  streamingBenchmark,
  timingBenchmark,
  recognitionBenchmark,
  recognizersBenchmark,
  liveBenchmark,
  corpusSimulateBenchmark,
  corpusFitBenchmark,
  corpusConditionsBenchmark,
  corpusIngestBenchmark,
  signalBenchmark,
  codecsBenchmark,
  fliteBenchmark,
  mandarinBenchmark,
  wordTimesBenchmark,
  dialoSpeechBenchmark,
];

const page = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));
const introduction = `# Benchmarks

Every figure here was written by \`npm run bench\` (one section: \`npm run bench -- NAME\`). Each names the class of
machine and the date; peers ran in the same run on the same files.
`;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  console.error(
    `No benchmark ${unknown.join(', ')}. There are: ${benchmarks.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}

for (const benchmark of benchmarks) {
  if (wanted.length > 0 && !wanted.includes(benchmark.name)) continue;
  console.error(`${benchmark.name} …`);
  const started = performance.now();
  const tables = await benchmark.run();
  console.error(`${benchmark.name} took ${((performance.now() - started) / 1000).toFixed(0)} s`);
  const section = printSection(benchmark, tables);
  console.log(section);
  writeFileSync(page, withSection(readPage(), benchmark.name, section));
}

function readPage(): string {
  return existsSync(page) ? readFileSync(page, 'utf8') : introduction;
}

/** Replaces the benchmark's section, or adds it in the order of the list. */
function withSection(text: string, name: string, section: string): string {
  const sections = new Map<string, string>();
  for (const found of text.matchAll(/<!-- ([\w-]+) -->\n([\s\S]*?)<!-- end \1 -->/g)) {
    sections.set(found[1] ?? '', found[2] ?? '');
  }
  sections.set(name, section);
  const inOrder = benchmarks.flatMap((benchmark) => {
    const body = sections.get(benchmark.name);
    return body === undefined ? [] : [`<!-- ${benchmark.name} -->\n${body}<!-- end ${benchmark.name} -->\n`];
  });
  return `${introduction}\n${inOrder.join('\n')}`;
}

function printSection(benchmark: Benchmark, tables: readonly BenchmarkTable[]): string {
  const date = new Date().toISOString().slice(0, 10);
  const lines = [
    `## ${benchmark.title}`,
    '',
    benchmark.method,
    '',
    `${machineClass()}, ${date}; rerun: \`npm run bench -- ${benchmark.name}\``,
    '',
  ];
  for (const table of tables) {
    lines.push(`### ${table.title}`, '', printRow(table.columns), printRow(table.columns.map(() => '---')));
    lines.push(...table.rows.map(printRow), '');
    if (table.note !== undefined) lines.push(table.note, '');
  }
  return lines.join('\n');
}

function printRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function machineClass(): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores (${processor}), ${memory} GiB, Node ${process.versions.node}`;
}
