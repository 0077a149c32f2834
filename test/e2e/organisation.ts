export type Person = { readonly login: string; readonly name: string; readonly password: string };

export const PASSWORD = 'a long enough password';
const admin: Person = { login: 'ada', name: 'Ada Lovelace', password: PASSWORD };

export const organisation = '示例公司 Example';

/** Who sets the organisation up: here by the API, if nobody has. */
export async function ensureOrganisation({ url, setupUrl }: { url: string; setupUrl: string }): Promise<Person> {
  const { needed } = (await (await fetch(`${url}/api/v1/setup`)).json()) as { needed: boolean };
  if (!needed) return admin;
  const body = {
    secret: decodeURIComponent(new URL(setupUrl).hash.slice(1)),
    orgName: organisation,
    ...admin,
    device: { name: 'tests', platform: 'other' },
    session: 'token',
  };
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`set-up failed: ${await answer.text()}`);
  return admin;
}
