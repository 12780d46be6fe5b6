/** A label or clause inside a sentence: `Projects` → `projects`; `AI generations` and `API calls` stay. */
export function inSentence(label: string): string {
  const second = label.charAt(1);
  return second !== second.toLowerCase() ? label : label.charAt(0).toLowerCase() + label.slice(1);
}
