import type postgres from 'postgres';

/**
 * The array types that Plimsoll sends and reads, named by their OIDs, with `fetch_types: false`.
 *
 * postgres.js would ask the catalog for them on each new connection, and a backend that dies at that moment ends the whole
 * process by an unhandled rejection (porsager/postgres#1192, #1223). Delete this file when that is mended. Beside that it
 * saves a round trip a connection, and quotes that numbers don't need.
 */
const oid = { bool: 1000, int2: 1005, int4: 1007, text: 1009, int8: 1016, float8: 1022, uuid: 2951 };

const joined = (values: readonly (number | string | null)[]) => `{${values.map((value) => value ?? 'NULL').join(',')}}`;
const quoted = (values: readonly (string | null)[]) =>
  `{${values.map((value) => (value === null ? 'NULL' : `"${value.replace(/["\\]/g, '\\$&')}"`)).join(',')}}`;

/** No array that is read has nulls, nor texts that need quotes. */
const items = (text: string) => (text === '{}' ? [] : text.slice(1, -1).split(','));
const numbers = (text: string) => items(text).map(Number);

type ArrayType = { to: number; from: number[]; serialize(value: never): string; parse(text: string): unknown };

const arrayType = (
  type: keyof typeof oid,
  serialize: (value: never) => string,
  parse: (text: string) => unknown,
): ArrayType => ({
  to: oid[type],
  from: [oid[type]],
  serialize,
  parse,
});

export const arrayTypes = {
  bools: arrayType('bool', joined, (text) => items(text).map((item) => item === 't')),
  int2s: arrayType('int2', joined, numbers),
  int4s: arrayType('int4', joined, numbers),
  int8s: arrayType('int8', joined, numbers),
  float8s: arrayType('float8', joined, numbers),
  uuids: arrayType('uuid', joined, items),
  texts: arrayType('text', quoted, items),
} satisfies Record<string, ArrayType> as unknown as Record<string, postgres.PostgresType>;
