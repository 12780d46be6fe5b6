import { allowance, capped, defineCatalog, level, none, rate, unlimited, usd } from '@plimsoll/quota';

/** What this application counts, and what each plan allows. Pure: the page reads it too. */
export const catalog = defineCatalog({
  meters: {
    aiGenerations: allowance({ unit: 'AI generation', label: 'AI generations', per: 'month' }),
    aiTokens: allowance({ unit: 'AI token', label: 'AI tokens', per: 'month' }),
    exports: allowance({ unit: 'export', label: 'Exports', per: 'month' }),
    apiCalls: allowance({ unit: 'API call', label: 'API calls', per: 'month' }),
    requests: rate({ unit: 'request', label: 'Requests', per: 'minute' }),
    projects: level({ unit: 'project', label: 'Projects' }),
    seats: level({ unit: 'seat', label: 'Seats' }),
    scheduledRuns: allowance({ unit: 'scheduled run', label: 'Scheduled runs', per: 'month' }),
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
        requests: capped(20, { burst: 5 }),
        projects: capped(3),
        seats: capped(2),
        scheduledRuns: none,
      },
    },
    starter: {
      name: 'Starter',
      price: usd(19),
      limits: {
        aiGenerations: capped(100, { overage: { upTo: 20, price: usd(0.15) } }),
        aiTokens: capped(1_000_000),
        exports: capped(10, { overage: { upTo: 5, price: usd(0.5) } }),
        apiCalls: capped(100_000),
        requests: capped(60, { burst: 20 }),
        projects: capped(10),
        seats: unlimited,
        scheduledRuns: none,
      },
    },
    growth: {
      name: 'Growth',
      price: usd(79),
      limits: {
        aiGenerations: capped(500, { grace: { upTo: 50, days: 3 } }),
        aiTokens: capped(50_000_000),
        exports: capped(50),
        apiCalls: capped(1_000_000),
        requests: capped(300, { burst: 60 }),
        projects: capped(50),
        seats: unlimited,
        scheduledRuns: capped(1_000),
      },
    },
  },
  defaultPlan: 'free',
});

export type AppCatalog = typeof catalog;
