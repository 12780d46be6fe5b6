import type { MeterName } from '@plimsoll/quota';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { AppCatalog } from '../../server/catalog.ts';

/** What one of this page's own calls was answered. */
export type PageDecision = {
  id: string;
  at: Date;
  outcome: 'granted' | 'refused';
  meter: MeterName<AppCatalog>;
  amount: number;
  /** Why it was refused, in words. */
  because?: string;
  /** What could be granted afterwards; null where the person may not see it, or there is no limit. */
  remaining: number | null;
};

type Decisions = {
  /** The last five, newest first. Kept in the page's memory only. */
  decisions: readonly PageDecision[];
  noteDecision: (decision: Omit<PageDecision, 'id' | 'at'>) => void;
};

const DecisionsContext = createContext<Decisions | null>(null);

export function DecisionsProvider({ children }: { children: ReactNode }) {
  const [decisions, setDecisions] = useState<readonly PageDecision[]>([]);
  const noteDecision = useCallback<Decisions['noteDecision']>((decision) => {
    const noted = { ...decision, id: crypto.randomUUID(), at: new Date() };
    setDecisions((earlier) => [noted, ...earlier].slice(0, 5));
  }, []);
  const value = useMemo(() => ({ decisions, noteDecision }), [decisions, noteDecision]);
  return <DecisionsContext value={value}>{children}</DecisionsContext>;
}

export function useDecisions(): Decisions {
  const decisions = useContext(DecisionsContext);
  if (!decisions) throw new Error('useDecisions stands outside the shell.');
  return decisions;
}
