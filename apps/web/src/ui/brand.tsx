/** The mark and the name. */
export function Brand({ large = false }: { large?: boolean }) {
  return (
    <span className={`flex items-center gap-2 font-[640] tracking-[-0.01em] ${large ? 'text-[17px]' : 'text-[15px]'}`}>
      <BrandMark className={large ? 'size-7' : 'size-[22px]'} />
      Plimsoll
    </span>
  );
}

/** A load line through its ring. */
export function BrandMark({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={`text-primary ${className}`}>
      <g fill="none" stroke="currentColor" strokeWidth="2.25">
        <circle cx="12" cy="12" r="7" />
        <path d="M1 12h22" />
      </g>
    </svg>
  );
}
