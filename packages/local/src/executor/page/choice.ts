/** What the page's query chooses. */
export interface Choice {
  /** Undefined: the runs of all functions. */
  readonly functionId: string | undefined;
  readonly failedOnly: boolean;
  readonly runId: string | undefined;
  readonly rowKey: string | undefined;
}

/** The address of the page with this choice. */
export function choiceHref({ functionId, failedOnly, runId, rowKey }: Choice): string {
  const query = new URLSearchParams();
  if (functionId !== undefined) query.set('function', functionId);
  if (failedOnly) query.set('failed', '');
  if (runId !== undefined) query.set('run', runId);
  if (rowKey !== undefined) query.set('row', rowKey);
  return `/?${query}`;
}
