import { initialsOf } from './initials.ts';

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
