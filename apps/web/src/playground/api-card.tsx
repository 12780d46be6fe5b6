import { CalendarClock, Plug } from 'lucide-react';
import { useId, useState } from 'react';
import { useProtectedCall } from '../calls/use-protected-call.ts';
import { client } from '../trpc.ts';
import { Button } from '../ui/button.tsx';
import { formatClockSeconds } from '../usage/format-clock.ts';
import { ActionIcon } from './action-icon.tsx';
import { Cost } from './cost.tsx';

/** Two calls that answer at once: one that a rate slows down, and one that not every plan has. */
export function ApiCard() {
  const id = useId();
  const [answer, setAnswer] = useState('');
  const call = useProtectedCall({ meter: 'apiCalls', again: { title: 'Call again', run: () => void callApi() } });
  const run = useProtectedCall({ meter: 'scheduledRuns', again: { title: 'Run it now', run: () => void runNow() } });

  async function callApi(): Promise<void> {
    const answered = await call.run(() => client.api.request.mutate());
    if (answered) setAnswer(`The API answered at ${formatClockSeconds(new Date(answered.at))}`);
  }
  async function runNow(): Promise<void> {
    const done = await run.run(() => client.schedule.run.mutate());
    if (done)
      setAnswer(`The scheduled run looked through ${done.projects === 1 ? '1 project' : `${done.projects} projects`}`);
  }

  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id} className="section-title px-4 pt-3.5 pb-2.5 md:px-5">
        Calls
      </h2>
      <ul>
        <li className="flex flex-wrap items-center gap-2.5 border-t px-4 py-2.5 md:px-5">
          {/* Never asleep while it waits for an answer: to come too fast is what there is to try here. */}
          <Button look="outline" size="small" onClick={() => void callApi()}>
            <ActionIcon meter="apiCalls" icon={Plug} />
            Call the API
          </Button>
          <Cost meter="apiCalls" />
        </li>
        <li className="flex flex-wrap items-center gap-2.5 border-t px-4 py-2.5 md:px-5">
          <Button look="outline" size="small" busy={run.isBusy} onClick={() => void runNow()}>
            <ActionIcon meter="scheduledRuns" icon={CalendarClock} />
            Run the schedule now
          </Button>
          <Cost meter="scheduledRuns" />
        </li>
      </ul>
      <p aria-live="polite" className="min-h-9 border-t px-4 py-2 text-xs/5 text-muted-foreground md:px-5">
        {call.failure ?? run.failure ?? (answer || 'What a call answers shows up here.')}
      </p>
    </section>
  );
}
