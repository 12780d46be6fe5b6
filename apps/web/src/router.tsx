import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import * as z from 'zod/mini';
import { ErrorScreen } from './screens/error-screen.tsx';
import { NotFoundScreen } from './screens/not-found-screen.tsx';
import { PlansScreen } from './screens/plans-screen.tsx';
import { PlaygroundScreen } from './screens/playground-screen.tsx';
import { SignInScreen } from './screens/sign-in-screen.tsx';
import { UsageScreen } from './screens/usage-screen.tsx';
import { AppShell } from './shell/app-shell.tsx';

const root = createRootRoute({ notFoundComponent: NotFoundScreen, errorComponent: ErrorScreen });

const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignInScreen });

/** Everything that needs somebody to be signed in. */
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: AppShell });
const playground = createRoute({ getParentRoute: () => shell, path: '/', component: PlaygroundScreen });
const usage = createRoute({ getParentRoute: () => shell, path: '/settings/usage', component: UsageScreen });
const plans = createRoute({
  getParentRoute: () => shell,
  path: '/plans',
  component: PlansScreen,
  /** `?to=starter` outlines that plan. */
  validateSearch: z.object({ to: z.catch(z.optional(z.string()), undefined) }),
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, shell.addChildren([playground, usage, plans])]),
  defaultErrorComponent: ErrorScreen,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
