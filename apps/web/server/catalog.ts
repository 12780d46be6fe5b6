import { allowance, capped, defineCatalog, level, usd } from '@plimsoll/quota';

/** What this application counts, and what each plan allows. Pure: the page reads it too. */
export const catalog = defineCatalog({
  meters: {
    aiGenerations: allowance({ unit: 'AI generation', label: 'AI generations', per: 'month' }),
    aiTokens: allowance({ unit: 'AI token', label: 'AI tokens', per: 'month' }),
    exports: allowance({ unit: 'export', label: 'Exports', per: 'month' }),
    apiCalls: allowance({ unit: 'API call', label: 'API calls', per: 'month' }),
    projects: level({ unit: 'project', label: 'Projects' }),
  },
  plans: {
    free: {
      name: 'Free',
      price: usd(0),
      limits: {
        aiGenerations: capped(10),
        aiTokens: capped(50_000),
        exports: capped(1),
        apiCalls: capped(1_000),
        projects: capped(3),
      },
    },
    starter: {
      name: 'Starter',
      price: usd(19),
      limits: {
        aiGenerations: capped(100),
        aiTokens: capped(1_000_000),
        exports: capped(10),
        apiCalls: capped(100_000),
        projects: capped(10),
      },
    },
    growth: {
      name: 'Growth',
      price: usd(79),
      limits: {
        aiGenerations: capped(500),
        aiTokens: capped(50_000_000),
        exports: capped(50),
        apiCalls: capped(1_000_000),
        projects: capped(50),
      },
    },
  },
  defaultPlan: 'free',
});

export type AppCatalog = typeof catalog;
