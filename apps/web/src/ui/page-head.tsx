import { type ReactNode, useEffect } from 'react';

type PageHeadProps = { title: string; text: ReactNode; children?: ReactNode };

/** A page's title, what it is for, and what stands at its end. Names the browser's tab too. */
export function PageHead({ title, text, children }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · Plimsoll`;
  }, [title]);
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
      <div>
        <h1 className="page-title">{title}</h1>
        <p className="mt-0.5 text-sm text-muted-foreground">{text}</p>
      </div>
      {children && <div className="flex items-center gap-3.5">{children}</div>}
    </div>
  );
}
