/** A declaration that can't be. Thrown when it is made, so that a wrong catalog never decides a call. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError';
  /** Where in the declaration: `plans.free.limits.projects`. */
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}.`);
    this.field = field;
  }
}
