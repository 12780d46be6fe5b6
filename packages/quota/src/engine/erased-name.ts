import { createHash } from 'node:crypto';

/** The name under which the audit keeps that a tenant was erased: `erased:` and the SHA-256 of its name. */
export const erasedName = (tenant: string): string => `erased:${createHash('sha256').update(tenant).digest('hex')}`;
