import { Visitor } from 'oxc-parser';
import { expect, test } from 'vitest';
import { type SourceFile, sourceFiles } from './source-tree.ts';

const files = [...sourceFiles(['src']), ...sourceFiles(['packages'])];
const lineCount = files.reduce((sum, file) => sum + file.text.split('\n').length, 0);

test('no file passes 500 lines, and four in five stay within 200', () => {
  const lengths = files.map((file) => ({ path: file.path, lines: file.text.split('\n').length }));
  expect(lengths.filter(({ lines }) => lines > 500)).toEqual([]);
  expect(share(lengths, ({ lines }) => lines <= 200)).toBeGreaterThanOrEqual(0.8);
});

test('no function passes 120 lines, and nine in ten stay under 55', () => {
  const functions = files.flatMap(functionLengths);
  expect(functions.filter(({ lines }) => lines > 120)).toEqual([]);
  expect(share(functions, ({ lines }) => lines < 55)).toBeGreaterThanOrEqual(0.9);
});

test('`as` stays rare', () => {
  const assertions = files.flatMap((file) => {
    const found: string[] = [];
    new Visitor({
      TSAsExpression(node) {
        const isConst = file.text.slice(node.typeAnnotation.start, node.typeAnnotation.end) === 'const';
        if (!isConst) found.push(`${file.path}: ${file.text.slice(node.start, node.end).split('\n')[0]}`);
      },
    }).visit(file.parsed.program);
    return found;
  });
  expect(assertions.length / (lineCount / 1000), assertions.join('\n')).toBeLessThanOrEqual(5);
});

test('`!` stays in the arithmetic of dsp, and of the synthesiser', () => {
  const faults = files
    .filter(({ path }) => !path.startsWith('src/dsp/') && !path.startsWith('src/voices/sounds/'))
    .flatMap((file) => {
      const found: string[] = [];
      new Visitor({
        TSNonNullExpression: (node) =>
          void found.push(`${file.path}: ${file.text.slice(node.start, node.end)}`),
      }).visit(file.parsed.program);
      return found;
    });
  expect(faults).toEqual([]);
});

test('nothing is left for later', () => {
  const marks = /\b(TODO|FIXME|XXX|HACK)\b|not implemented/;
  expect(files.filter((file) => marks.test(file.text)).map(({ path }) => path)).toEqual([]);
});

function functionLengths(file: SourceFile): { name: string; lines: number }[] {
  const found: { name: string; lines: number }[] = [];
  const add = (node: { start: number; end: number }): void => {
    const source = file.text.slice(node.start, node.end);
    found.push({
      name: `${file.path}: ${source.slice(0, 60).split('\n')[0]}`,
      lines: source.split('\n').length,
    });
  };
  new Visitor({
    FunctionDeclaration: add,
    FunctionExpression: add,
    ArrowFunctionExpression: (node) => (node.body.type === 'BlockStatement' ? add(node) : undefined),
  }).visit(file.parsed.program);
  return found;
}

function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.length === 0 ? 1 : items.filter(holds).length / items.length;
}
