import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { PageHead } from '../ui/page-head.tsx';

type ErrorScreenProps = {
  reset: () => void;
  /** It is being tried again. */
  busy?: boolean;
};

/** Stands in for a screen that broke, or a server that can't be reached. */
export function ErrorScreen({ reset, busy = false }: ErrorScreenProps) {
  return (
    <main className="mx-auto max-w-[560px] px-5 py-24">
      <div role="alert" className="grid gap-5">
        <Brand large />
        <PageHead
          title="This page can’t be shown right now"
          text="Your limits are still kept and nothing is lost. Try again in a moment."
        />
        <div>
          <Button busy={busy} onClick={reset}>
            {busy ? 'Trying again' : 'Try again'}
          </Button>
        </div>
      </div>
    </main>
  );
}
