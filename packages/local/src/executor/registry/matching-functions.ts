import { compileExpression } from './expression.ts';
import type { FunctionConfig, Trigger } from './function-config.ts';

/**
 * The functions that an event starts, each once, however many of its triggers match.
 *
 * @param log is told where an expression couldn't be evaluated for this event
 */
export function matchingFunctions(
  functions: Iterable<FunctionConfig>,
  event: { name: string; id: string },
  log: (message: string) => void,
): FunctionConfig[] {
  return [...functions].filter((config) => config.triggers.some((trigger) => matches(config, trigger, event, log)));
}

function matches(
  config: FunctionConfig,
  trigger: Trigger,
  event: { name: string; id: string },
  log: (message: string) => void,
): boolean {
  if (trigger.kind !== 'event' || !nameMatches(trigger.event, event.name)) return false;
  if (trigger.expression === null) return true;
  const compiled = compileExpression(trigger.expression);
  if (compiled.kind === 'broken') throw new Error(`a broken expression was registered: ${compiled.problem}`);
  const result = compiled.evaluate(event);
  if (result.kind === 'unknown') {
    log(`executor: ${config.id} not started by ${event.name} ${event.id}: "${trigger.expression}": ${result.problem}`);
  }
  return result.kind === 'match';
}

/** A wildcard stands at the end, after `/` or `.`, and matches any rest. */
function nameMatches(pattern: string, name: string): boolean {
  return /[/.]\*$/.test(pattern) ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
