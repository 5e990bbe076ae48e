/** What a column of a table holds: what Parquet and `datasets` are both told. Everything may be missing but lists. */
export type Column =
  | { readonly kind: 'text' | 'integer' | 'number' | 'boolean' | 'bytes' }
  | { readonly kind: 'list'; readonly of: Column }
  | { readonly kind: 'struct'; readonly fields: Columns }
  /** A sound file, as `datasets` knows it. Hz. */
  | { readonly kind: 'audio'; readonly sampleRate: number };

export type Columns = Readonly<Record<string, Column>>;

export const text: Column = { kind: 'text' };
export const integer: Column = { kind: 'integer' };
export const number: Column = { kind: 'number' };
export const boolean: Column = { kind: 'boolean' };
export const list = (of: Column): Column => ({ kind: 'list', of });
export const struct = (fields: Columns): Column => ({ kind: 'struct', fields });

const audioFields: Columns = { bytes: { kind: 'bytes' }, path: text };

/** An element of Parquet's schema, which is the tree in depth-first order. */
export type ParquetElement = {
  readonly name: string;
  readonly type?: 'BYTE_ARRAY' | 'INT64' | 'DOUBLE' | 'BOOLEAN';
  readonly converted_type?: 'UTF8' | 'LIST';
  readonly repetition_type?: 'REQUIRED' | 'OPTIONAL' | 'REPEATED';
  readonly num_children?: number;
};

export function parquetSchema(columns: Columns): ParquetElement[] {
  const entries = Object.entries(columns);
  return [
    { name: 'root', num_children: entries.length },
    ...entries.flatMap(([name, column]) => parquetElements(name, column)),
  ];
}

function parquetElements(name: string, column: Column): ParquetElement[] {
  const optional = { name, repetition_type: 'OPTIONAL' } as const;
  if (column.kind === 'audio') return parquetElements(name, struct(audioFields));
  if (column.kind === 'list') {
    return [
      { ...optional, converted_type: 'LIST', num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...parquetElements('element', column.of),
    ];
  }
  if (column.kind === 'struct') {
    const fields = Object.entries(column.fields);
    return [
      { ...optional, num_children: fields.length },
      ...fields.flatMap(([field, inner]) => parquetElements(field, inner)),
    ];
  }
  return [{ ...optional, ...parquetTypes[column.kind] }];
}

const parquetTypes = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  bytes: { type: 'BYTE_ARRAY' },
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
} as const;

/** The features of Hugging Face's `datasets`, which stand in the file beside the schema. */
export function datasetFeatures(columns: Columns): Record<string, unknown> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, featureOf(column)]));
}

function featureOf(column: Column): unknown {
  if (column.kind === 'list') return { feature: featureOf(column.of), _type: 'List' };
  if (column.kind === 'struct') return datasetFeatures(column.fields);
  if (column.kind === 'audio') return { sampling_rate: column.sampleRate, _type: 'Audio' };
  return { dtype: plainTypes[column.kind], _type: 'Value' };
}

const plainTypes = { text: 'string', bytes: 'binary', integer: 'int64', number: 'float64', boolean: 'bool' };

/** A value of a record as Parquet's writer takes it: whole numbers of 64 bits are its own kind. */
export function parquetValue(column: Column, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (column.kind === 'integer') return BigInt(Number(value));
  if (column.kind === 'list')
    return Array.isArray(value) ? value.map((each) => parquetValue(column.of, each)) : [];
  if (column.kind === 'struct' && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(column.fields).map(([name, inner]) => [
        name,
        parquetValue(inner, Reflect.get(value, name)),
      ]),
    );
  }
  return value;
}
