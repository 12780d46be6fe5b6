/** What a verb answered. An error is an answer, too: which one, and of which field; of any other its stack, to find it by. */
export async function settled(act: () => Promise<unknown>): Promise<unknown> {
  try {
    return (await act()) ?? 'done';
  } catch (cause) {
    const { name, field, stack } = cause as { name: string; field?: string; stack: string };
    return field === undefined ? { name, stack } : { name, field };
  }
}
