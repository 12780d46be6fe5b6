/** `Inês Duarte` → `ID`; one word gives its first two letters. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  const [first = '', second] = words;
  const letters = second ? first.charAt(0) + (words.at(-1) ?? second).charAt(0) : first.slice(0, 2);
  return letters.toUpperCase();
}
