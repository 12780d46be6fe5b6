/** A box of the height that its content will have, so that nothing moves when it comes. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden="true" className={`block rounded-[10px] border bg-muted ${className}`} />;
}
