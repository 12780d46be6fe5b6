import { aiRouter } from './routers/ai-router.ts';
import { apiRouter } from './routers/api-router.ts';
import { demoRouter } from './routers/demo-router.ts';
import { membersRouter } from './routers/members-router.ts';
import { projectsRouter } from './routers/projects-router.ts';
import { scheduleRouter } from './routers/schedule-router.ts';
import { sessionRouter } from './routers/session-router.ts';
import { type AppQuota, router } from './trpc.ts';

export const createRouter = (quotaTrpc: AppQuota) =>
  router({
    session: sessionRouter,
    demo: demoRouter,
    usage: quotaTrpc.usage,
    plans: quotaTrpc.plans,
    ai: aiRouter(quotaTrpc),
    api: apiRouter(quotaTrpc),
    projects: projectsRouter(quotaTrpc),
    members: membersRouter(quotaTrpc),
    schedule: scheduleRouter(quotaTrpc),
  });

export type AppRouter = ReturnType<typeof createRouter>;
