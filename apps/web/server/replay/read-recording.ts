import { parse } from 'csv-parse/sync';
import { z } from 'zod';

/** One call of the recording. */
export type RecordedCall = {
  /** Its line among the calls, from 1. */
  row: number;
  /** After the first call. */
  offsetMs: number;
  contextTokens: number;
  generatedTokens: number;
};

/** A row that can't be. Names row, field and what to do; nothing was replayed. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  readonly row: number;
  readonly field: string;

  constructor(row: number, field: string, problem: string) {
    super(`Row ${row}, ${field}: ${problem}. Mend or remove the row; nothing was replayed.`);
    this.row = row;
    this.field = field;
  }
}

const count = z
  .string()
  .regex(/^\d+$/, 'not a whole number')
  .transform(Number)
  .pipe(z.number().max(Number.MAX_SAFE_INTEGER));
const rowSchema = z
  .object({
    TIMESTAMP: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{7}$/, 'not a time such as 2023-11-16 18:15:46.6805900')
      // 100 ns digits: Date takes milliseconds.
      .transform((text) => Date.parse(`${text.slice(0, 23).replace(' ', 'T')}Z`))
      .pipe(z.number()),
    ContextTokens: count,
    GeneratedTokens: count,
  })
  .refine((row) => row.ContextTokens + row.GeneratedTokens > 0, {
    path: ['ContextTokens'],
    message: 'a call has at least one token',
  });

/** Parses the whole recording before any of it is used. @throws RecordingError for the first row that can't be. */
export function readRecording(csv: string): RecordedCall[] {
  const records: unknown[] = parse(csv, {
    columns: true,
    // The recording quotes nothing: a quote in it is a wrong character of its row, not the start of a long field.
    quote: false,
    skip_empty_lines: true,
    trim: true,
    relax_column_count: true,
  });
  let firstMs: number | undefined;
  return records.map((record, index) => {
    const parsed = rowSchema.safeParse(record);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new RecordingError(index + 1, String(issue?.path[0] ?? 'row'), issue?.message ?? 'malformed');
    }
    const { TIMESTAMP, ContextTokens, GeneratedTokens } = parsed.data;
    firstMs ??= TIMESTAMP;
    return {
      row: index + 1,
      offsetMs: Math.max(TIMESTAMP - firstMs, 0),
      contextTokens: ContextTokens,
      generatedTokens: GeneratedTokens,
    };
  });
}
