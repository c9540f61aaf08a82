/**
 * Calls of the page through the sandbox's doors: what a person does at Slack and at Box. The page has no other
 * way to either.
 */

/** A door's refusal, in the words it gave. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Does what a person does in Slack. @throws Refused with the reason. */
export async function inSlack<T>(person: string, act: string, args: object = {}): Promise<T> {
  const { result } = await post<{ result: T }>('/doors/slack/person', { person, act, args });
  return result;
}

/** Does what a person does at Box's pages: `path` as `prepare/open`. @throws Refused with the reason. */
export function atBox<T>(path: string, body: object): Promise<T> {
  return post<T>(`/doors/box/${path}`, body);
}

/** Asks or changes the sandbox itself. @throws Refused with the reason. */
export function ofSandbox<T>(path: string, body: object): Promise<T> {
  return post<T>(`/doors/sandbox/${path}`, body);
}

async function post<T>(path: string, body: object): Promise<T> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return (await response.json()) as T;
  throw new Refused(await reasonOf(response));
}

async function reasonOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const said = JSON.parse(text) as { error?: string; message?: string };
    return said.message ?? said.error ?? text;
  } catch (error) {
    if (error instanceof SyntaxError) return text || `status ${response.status}`;
    throw error;
  }
}
