/** Why a sign-in failed, in words for the person who tried. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}

/** Signs in with email and password. @throws SignInError */
export const signInWithPassword = (email: string, password: string): Promise<void> =>
  post('/api/auth/sign-in/email', { email, password });

/** Steps in as one of the demo people; only outside production. @throws SignInError */
export const signInAs = (email: string): Promise<void> => post('/api/demo/sign-in', { email });

/** @throws SignInError */
export const signOut = (): Promise<void> => post('/api/auth/sign-out', {});

async function post(path: string, body: object): Promise<void> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (!answer) throw new SignInError('The server can’t be reached right now. Try again in a moment.');
  if (answer.ok) return;
  if (answer.status === 429) throw new SignInError('Too many tries just now. Try again in a minute.');
  if (answer.status >= 500) throw new SignInError('Something went wrong on our side. Try again in a moment.');
  throw new SignInError('This email and password don’t belong together.');
}
