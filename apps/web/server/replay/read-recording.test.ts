import { expect, test } from 'vitest';
import { RecordingError, readRecording } from './read-recording.ts';

const head = 'TIMESTAMP,ContextTokens,GeneratedTokens';
const good = '2023-11-16 18:17:03.9799600,4808,10';

/** What reading a recording with this second row throws. */
function errorOf(row: string): unknown {
  try {
    readRecording([head, good, row, good].join('\n'));
  } catch (cause) {
    return cause;
  }
  return undefined;
}

test('calls come in the file’s order, with their time after the first and their tokens', () => {
  expect(readRecording(`${head}\r\n${good}\r\n2023-11-16 18:17:05.2299999,12,3\r\n`)).toEqual([
    { row: 1, offsetMs: 0, contextTokens: 4808, generatedTokens: 10 },
    { row: 2, offsetMs: 1_250, contextTokens: 12, generatedTokens: 3 },
  ]);
});

test.each([
  ['yesterday,1,1', 'TIMESTAMP'],
  ['"2023-11-16 18:17:03.9799600,1,1', 'TIMESTAMP'],
  ['2023-13-45 18:17:03.9799600,1,1', 'TIMESTAMP'],
  ['2023-11-16 18:17:03.9799600,-1,1', 'ContextTokens'],
  ['2023-11-16 18:17:03.9799600,1.5,1', 'ContextTokens'],
  ['2023-11-16 18:17:03.9799600,0,0', 'ContextTokens'],
  ['2023-11-16 18:17:03.9799600,9007199254740993,1', 'ContextTokens'],
  ['2023-11-16 18:17:03.9799600,1,', 'GeneratedTokens'],
  ['2023-11-16 18:17:03.9799600,1', 'GeneratedTokens'],
])('a malformed row refuses the whole recording, naming row and field: %s', (row, field) => {
  const error = errorOf(row);
  expect(error).toBeInstanceOf(RecordingError);
  expect(error).toMatchObject({ row: 2, field });
  expect(String(error)).toMatch(`Row 2, ${field}: `);
  expect(String(error)).toContain('Mend or remove the row; nothing was replayed.');
});
