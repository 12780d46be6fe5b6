import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { PageHead } from '../ui/page-head.tsx';

/** Stands in for a screen that broke, or a server that can't be reached. */
export function ErrorScreen({ reset }: { error: unknown; reset: () => void }) {
  return (
    <main className="mx-auto grid max-w-[560px] gap-5 px-5 py-24" role="alert">
      <Brand large />
      <PageHead
        title="This page can’t be shown right now"
        text="Your limits are still kept and nothing is lost. Try again in a moment."
      />
      <div>
        <Button look="outline" onClick={reset}>
          Try again
        </Button>
      </div>
    </main>
  );
}
