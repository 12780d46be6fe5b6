import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useState } from 'react';
import { DemoPeople } from '../session/demo-people.tsx';
import { SignInError, signInAs, signInWithPassword } from '../session/sign-in.ts';
import { trpc } from '../trpc.ts';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';

/** Sign-in by email and password, or, outside production, as one of the demo people. */
export function SignInScreen() {
  const { isBusy, failure, enter } = useEntrance();
  useEffect(() => {
    document.title = 'Sign in · Plimsoll';
  }, []);
  return (
    <div className="grid min-h-dvh place-items-center max-md:place-items-start max-md:bg-card md:px-5 md:py-8">
      <main className="w-full max-w-[880px]">
        <div className="grid overflow-clip bg-card md:grid-cols-[340px_minmax(0,1fr)] md:rounded-[14px] md:border">
          <SignInForm
            isBusy={isBusy}
            failure={failure}
            onSubmit={(email, password) => enter(() => signInWithPassword(email, password))}
          />
          <DemoPeople isBusy={isBusy} onChoose={(email) => enter(() => signInAs(email))} />
        </div>
      </main>
    </div>
  );
}

/** Runs one way of signing in and goes on to the playground. */
function useEntrance() {
  const navigate = useNavigate();
  const utils = trpc.useUtils();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const enter = async (signIn: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await signIn();
      await utils.invalidate();
      await utils.session.get.fetch(undefined, { staleTime: 0 });
      await navigate({ to: '/' });
    } catch (error) {
      setFailure(error instanceof SignInError ? error.message : 'That didn’t work. Try again in a moment.');
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, failure, enter };
}

type SignInFormProps = {
  isBusy: boolean;
  failure: string | null;
  onSubmit: (email: string, password: string) => Promise<void>;
};

function SignInForm({ isBusy, failure, onSubmit }: SignInFormProps) {
  const id = useId();
  return (
    <form
      aria-labelledby={id}
      className="flex flex-col gap-4 px-4 pt-7 pb-6 max-md:border-b md:border-e md:px-9 md:pt-9 md:pb-8"
      onSubmit={(event) => {
        event.preventDefault();
        const fields = new FormData(event.currentTarget);
        if (!isBusy) void onSubmit(String(fields.get('email')), String(fields.get('password')));
      }}
    >
      <Brand large />
      <h1 id={id} className="mt-3.5 text-[22px]/7 font-[620] tracking-[-0.018em]">
        Sign in
      </h1>
      <Field label="Email" name="email" type="email" required autoComplete="username" placeholder="you@example.com" />
      <Field label="Password" name="password" type="password" required autoComplete="current-password" />
      <Button type="submit" busy={isBusy}>
        Sign in
      </Button>
      <p role="alert" className="min-h-5 text-sm text-exhausted">
        {failure}
      </p>
    </form>
  );
}
