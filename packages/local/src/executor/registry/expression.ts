import { Environment } from '@marcbachmann/cel-js';

export type CompiledExpression =
  | { kind: 'compiled'; evaluate: (event: object) => EvaluationResult }
  | { kind: 'broken'; problem: string };

/** `unknown`: evaluation failed, most often because the event lacks an attribute; it counts as no match. */
type EvaluationResult = { kind: 'match' } | { kind: 'no match' } | { kind: 'unknown'; problem: string };

const environment = new Environment({ homogeneousAggregateLiterals: false }).registerVariable('event', 'dyn');

/** Compiles a trigger's CEL expression over the variable `event`. Only exactly `true` is a match. */
export function compileExpression(expression: string): CompiledExpression {
  try {
    const program = environment.parse(expression);
    const checked = program.check();
    if (!checked.valid) return { kind: 'broken', problem: firstLine(checked.error) };
    return {
      kind: 'compiled',
      evaluate: (event) => {
        try {
          return program({ event }) === true ? { kind: 'match' } : { kind: 'no match' };
        } catch (error) {
          return { kind: 'unknown', problem: firstLine(error) };
        }
      },
    };
  } catch (error) {
    return { kind: 'broken', problem: firstLine(error) };
  }
}

/** The package's messages go on with a drawing of the source. */
function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? message;
}
