import { inspect, isDeepStrictEqual } from 'node:util';

/** The parts that differ, one a line. */
export function differencesOf(answer: unknown, expected: unknown, path = ''): string[] {
  if (isDeepStrictEqual(answer, expected)) return [];
  if (isObject(answer) && isObject(expected)) {
    const names = new Set([...Object.keys(answer), ...Object.keys(expected)]);
    return [...names].flatMap((name) => differencesOf(answer[name], expected[name], `${path}.${name}`));
  }
  return [`${path}: the engine ${inspect(answer, { depth: 9 })}, the model ${inspect(expected, { depth: 9 })}`];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
