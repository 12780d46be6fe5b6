/** Signs in as one of the sample people. @returns the session's cookie, good in every web process of the database. */
export async function signIn(url: string, email: string): Promise<string> {
  const answer = await fetch(`${url}/api/demo/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  if (answer.status !== 204) throw new Error(`${email} can't sign in: ${answer.status} ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
