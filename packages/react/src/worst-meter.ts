import type { Catalog, TenantUsage } from '@plimsoll/quota';
import { attentionMeters } from './banner/banner-message.ts';
import { type NamedMeter, nameMeters } from './meter/named-meter.ts';

/** The meter that most needs attention; null while all are calm. For a badge beside a menu entry, a page's title. */
export const worstMeter = <C extends Catalog>(catalog: C, usage: TenantUsage<C>): NamedMeter | null =>
  attentionMeters(nameMeters(catalog, usage))[0] ?? null;
