import type { PlanName } from '@plimsoll/quota';
import type { AppCatalog } from '../catalog.ts';

export type DemoOrganisation = {
  slug: string;
  name: string;
  plan: PlanName<AppCatalog>;
  zone: string;
  people: { name: string; email: string; role: 'owner' | 'member' }[];
  /** AI generations already used, spent through the engine one by one. */
  generations: number;
  projects: string[];
};

/** Sample data: invented organisations in the states that are worth looking at. */
export const demoOrganisations: DemoOrganisation[] = [
  {
    slug: 'quayside-studio',
    name: 'Quayside Studio',
    plan: 'free',
    zone: 'Europe/Lisbon',
    people: [{ name: 'Rui Tavares', email: 'rui@quayside.example', role: 'owner' }],
    generations: 0,
    projects: [],
  },
  {
    slug: 'lantern-press',
    name: 'Lantern Press',
    plan: 'free',
    zone: 'Europe/Lisbon',
    people: [{ name: 'Sofia Marques', email: 'sofia@lantern.example', role: 'owner' }],
    generations: 8,
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
    generations: 94,
    projects: ['Winter list', 'Cover briefs', 'Press kit', 'Newsletter'],
  },
  {
    slug: 'harbour-atlas',
    name: 'Harbour Atlas',
    plan: 'growth',
    zone: 'Europe/Amsterdam',
    people: [{ name: 'Noor Visser', email: 'noor@harbouratlas.example', role: 'owner' }],
    generations: 120,
    projects: ['Tide tables', 'Pilot notes', 'Lighthouses'],
  },
  {
    slug: 'azure-code-assistant',
    name: 'Azure code assistant',
    plan: 'growth',
    zone: 'UTC',
    people: [{ name: 'Dana Reyes', email: 'dana@code-assistant.example', role: 'owner' }],
    generations: 0,
    projects: [],
  },
];

/** The organisation whose traffic is the recording's. */
export const replaySlug = 'azure-code-assistant';
