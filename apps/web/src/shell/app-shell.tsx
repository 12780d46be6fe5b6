import { Navigate, Outlet } from '@tanstack/react-router';
import { DecisionsProvider } from '../calls/decisions.tsx';
import { RefusalProvider } from '../calls/refusal-provider.tsx';
import { ErrorScreen } from '../screens/error-screen.tsx';
import { SessionProvider } from '../session/session.tsx';
import { trpc } from '../trpc.ts';
import { Brand } from '../ui/brand.tsx';
import { UsageProvider } from '../usage/usage-provider.tsx';
import { PageBanner } from './page-banner.tsx';
import { SideContent } from './side-content.tsx';
import { TopBar } from './top-bar.tsx';

/** What surrounds every screen of whoever is signed in; whoever isn't is led to sign in. */
export function AppShell() {
  const session = trpc.session.get.useQuery();
  if (session.isPending) return <div aria-busy="true" className="min-h-dvh" />;
  // Whoever is in stays in while the server can't be asked again: what they wrote would be gone.
  if (session.data === undefined) {
    return <ErrorScreen reset={() => void session.refetch()} busy={session.isFetching} />;
  }
  if (!session.data) return <Navigate to="/sign-in" replace />;
  return (
    <SessionProvider value={session.data}>
      <UsageProvider key={session.data.user.id}>
        <DecisionsProvider>
          <RefusalProvider>
            <Frame />
          </RefusalProvider>
        </DecisionsProvider>
      </UsageProvider>
    </SessionProvider>
  );
}

function Frame() {
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] content-start lg:grid-cols-[224px_minmax(0,1fr)]">
      <a href="#main" className="absolute -start-[999px] z-20 bg-card px-3 py-2 focus:start-3 focus:top-3">
        Skip to content
      </a>
      <aside
        aria-label="Sidebar"
        className="sticky top-0 hidden h-dvh flex-col gap-5 border-e border-sidebar-border bg-sidebar px-3 py-3.5 text-sidebar-foreground lg:flex"
      >
        <div className="px-1.5 py-0.5 text-foreground">
          <Brand />
        </div>
        <SideContent />
      </aside>
      <TopBar />
      <div className="min-w-0">
        <PageBanner />
        <main
          id="main"
          className="mx-auto grid max-w-[1056px] grid-cols-[minmax(0,1fr)] gap-4 px-4 pt-5 pb-10 md:gap-5 md:px-8 md:pt-7 md:pb-14"
        >
          <Outlet />
        </main>
      </div>
    </div>
  );
}
