/** Two initials for a person (round) or an organisation. Decorative: the name stands beside it. */
export function Avatar({ name, round = false }: { name: string; round?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={`grid size-7 flex-none place-items-center bg-accent text-[11px] font-[660] text-accent-foreground ${round ? 'rounded-full' : 'rounded-md'}`}
    >
      {initialsOf(name)}
    </span>
  );
}

/** `Inês Duarte` → `ID`; one word gives its first two letters. */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  const [first = '', second] = words;
  const letters = second ? first.charAt(0) + (words.at(-1) ?? second).charAt(0) : first.slice(0, 2);
  return letters.toUpperCase();
}
