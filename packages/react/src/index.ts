/** The door of the package: components, the hook for refusals, and the words they use. */

export type { DismissalStorage } from './banner/dismissals.ts';
export { UsageBanner, type UsageBannerProps } from './banner/usage-banner.tsx';
export type { QuotaExceededDialogProps } from './dialog/dialog-props.ts';
export { QuotaExceededDialog } from './dialog/quota-exceeded-dialog.tsx';
export { UsageLimits, type UsageLimitsProps } from './limits/usage-limits.tsx';
export { UsageRow, type UsageRowProps } from './limits/usage-row.tsx';
export { UsageStrip, type UsageStripProps } from './limits/usage-strip.tsx';
export { leftOfLine, moreWords } from './meter/beyond.ts';
export { inSentence } from './meter/in-sentence.ts';
export { countOf, formatCompact, statusWords } from './meter/meter-words.ts';
export { type NamedMeter, nameMeters } from './meter/named-meter.ts';
export { perOf } from './meter/per-words.ts';
export { type DiscStatus, StatusDisc } from './meter/status-disc.tsx';
export { formatTurn } from './meter/turn-words.ts';
export { UsageMeter, type UsageMeterProps } from './meter/usage-meter.tsx';
export { UsageStatus } from './meter/usage-status.tsx';
export { limitText, limitWords } from './plans/limit-words.ts';
export { planShortfalls } from './plans/plan-shortfalls.ts';
export { PlanTable, type PlanTableProps } from './plans/plan-table.tsx';
export { quotaRefusalOf, useQuotaRefusal } from './quota-refusal.ts';
export { TooFastToast, type TooFastToastProps } from './toast/too-fast-toast.tsx';
export { worstMeter } from './worst-meter.ts';
