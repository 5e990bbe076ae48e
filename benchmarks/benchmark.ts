/** One measured comparison. `npm run bench` runs each and writes its tables into docs/benchmarks.md. */
export type Benchmark = {
  readonly name: string;
  readonly title: string;
  /** What is measured and how, in a sentence or two, for the reader of the page. */
  readonly method: string;
  run(): Promise<readonly BenchmarkTable[]>;
};

export type BenchmarkTable = {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What limits a figure, or how to read the table. */
  readonly note?: string;
};
