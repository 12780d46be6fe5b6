import type { Limit, MeterName, PlanName } from '@plimsoll/quota';
import { capped, pooled } from '@plimsoll/quota';
import type { AppCatalog } from '../catalog.ts';

export type DemoOrganisation = {
  slug: string;
  name: string;
  plan: PlanName<AppCatalog>;
  zone: string;
  people: { name: string; email: string; role: 'owner' | 'member' }[];
  /** What is used already, spent through the engine. Projects and seats are counted from their own rows. */
  used?: { [M in Exclude<MeterName<AppCatalog>, 'projects' | 'seats' | 'requests'>]?: number };
  projects?: string[];
  /** The organisation above it, whose pool its own limits draw from. It stands earlier in the list. */
  parent?: string;
  /** Limits in place of its plan's. */
  limits?: { [M in MeterName<AppCatalog>]?: Limit };
  /** Extra amounts, and for how many days from the first start. */
  grants?: {
    meter: 'aiTokens' | 'exports';
    amount: number;
    source: 'bonus' | 'purchase';
    days?: number;
    reason: string;
  }[];
};

/** Sample data: invented organisations in the states that are worth looking at. */
export const demoOrganisations: DemoOrganisation[] = [
  {
    slug: 'quayside-studio',
    name: 'Quayside Studio',
    plan: 'free',
    zone: 'Europe/Lisbon',
    people: [{ name: 'Rui Tavares', email: 'rui@quayside.example', role: 'owner' }],
  },
  {
    slug: 'lantern-press',
    name: 'Lantern Press',
    plan: 'free',
    zone: 'Europe/Lisbon',
    people: [{ name: 'Sofia Marques', email: 'sofia@lantern.example', role: 'owner' }],
    used: { aiGenerations: 8 },
    projects: ['Spring catalogue', 'Reading diary'],
  },
  {
    slug: 'northlight-books',
    name: 'Northlight Books',
    plan: 'starter',
    zone: 'Europe/Stockholm',
    people: [
      { name: 'Astrid Holm', email: 'astrid@northlight.example', role: 'owner' },
      { name: 'Emil Lund', email: 'emil@northlight.example', role: 'member' },
    ],
    used: { aiGenerations: 94 },
    projects: ['Winter list', 'Cover briefs', 'Press kit', 'Newsletter'],
  },
  {
    slug: 'kestrel-press',
    name: 'Kestrel Press',
    plan: 'starter',
    zone: 'Europe/London',
    people: [{ name: 'Imogen Hale', email: 'imogen@kestrel.example', role: 'owner' }],
    used: { aiGenerations: 106, exports: 12, aiTokens: 61_300 },
    projects: ['Autumn list', 'Field guides'],
  },
  {
    slug: 'fathom-weekly',
    name: 'Fathom Weekly',
    plan: 'growth',
    zone: 'America/Halifax',
    people: [{ name: 'Théo Martin', email: 'theo@fathom.example', role: 'owner' }],
    used: { aiGenerations: 512, aiTokens: 402_000, scheduledRuns: 18 },
    projects: ['Issue 41', 'Issue 42'],
  },
  {
    slug: 'harbour-atlas',
    name: 'Harbour Atlas',
    plan: 'growth',
    zone: 'Europe/Amsterdam',
    people: [{ name: 'Noor Visser', email: 'noor@harbouratlas.example', role: 'owner' }],
    used: { aiGenerations: 120 },
    projects: ['Tide tables', 'Pilot notes', 'Lighthouses'],
    grants: [
      { meter: 'aiTokens', amount: 5_000_000, source: 'purchase', reason: 'Pack for the new charts' },
      { meter: 'exports', amount: 10, source: 'bonus', days: 20, reason: 'Thanks for the bug report' },
    ],
  },
  {
    slug: 'harbour-atlas-charts',
    name: 'Harbour Atlas: Charts',
    plan: 'starter',
    zone: 'Europe/Amsterdam',
    people: [{ name: 'Mila Brandt', email: 'mila@harbouratlas.example', role: 'owner' }],
    parent: 'harbour-atlas',
    limits: { aiTokens: pooled({ cap: 20_000_000 }) },
    used: { aiGenerations: 31, aiTokens: 12_400_000 },
    projects: ['North Sea sheets'],
  },
  {
    slug: 'harbour-atlas-pilots',
    name: 'Harbour Atlas: Pilots',
    plan: 'starter',
    zone: 'Europe/Amsterdam',
    people: [{ name: 'Jonas Ekker', email: 'jonas@harbouratlas.example', role: 'owner' }],
    parent: 'harbour-atlas',
    limits: { aiTokens: capped(1_000_000, { rest: 'pool' }) },
    used: { aiGenerations: 12, aiTokens: 1_250_000 },
    projects: ['Harbour approaches'],
  },
  {
    slug: 'azure-code-assistant',
    name: 'Azure code assistant',
    plan: 'growth',
    zone: 'UTC',
    people: [{ name: 'Dana Reyes', email: 'dana@code-assistant.example', role: 'owner' }],
  },
];

/** The organisation whose traffic is the recording's. */
export const replaySlug = 'azure-code-assistant';
