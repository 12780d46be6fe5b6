import { Button } from '../ui/button.tsx';
import { useUsage } from './usage-provider.tsx';

/** Stands where figures would, when there are none to show. */
export function UsageMissing() {
  const { retry } = useUsage();
  return (
    <section role="alert" className="card grid gap-1 px-4 py-4 text-sm md:px-5">
      <h2 className="section-title">Usage can’t be shown right now</h2>
      <p className="text-muted-foreground">
        Your limits are still kept and nothing is lost. We go on trying every 2 seconds.
      </p>
      <div className="mt-2">
        <Button look="outline" size="small" onClick={retry}>
          Try again
        </Button>
      </div>
    </section>
  );
}
