/**
 * The page's calls to the control servers of the sandbox: what a person does in Slack and in Box. The page has no
 * other access to either.
 */

/** A control server's refusal, with its message. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** The answer's `error`: a code such as `password_required`, or only a sentence; empty when it has none. */
  readonly code: string;

  constructor(message: string, code = '') {
    super(message);
    this.code = code;
  }
}

/**
 * Does what a person does in Slack. @throws Refused with the reason.
 * @param person a handle; in another workspace `handle@domain`.
 */
export async function slackAct<T>(person: string, act: string, args: object = {}): Promise<T> {
  const [name = '', team = ''] = person.split('@');
  const { result } = await post<{ result: T }>('/control-servers/slack/person', {
    person: name,
    team,
    act,
    args,
  });
  return result;
}

/** The address that signs this browser in as the person on Slack's own pages, and leads to the app's install URL. */
export function installLink(person: string): string {
  const [name = '', team = ''] = person.split('@');
  return `/control-servers/slack/install?${new URLSearchParams({ person: name, team })}`;
}

/**
 * Acts for a person on Box's pages; `path` is the act, e.g. `prepare/open`. @throws Refused with the reason
 */
export function boxAct<T>(path: string, body: object): Promise<T> {
  return post<T>(`/control-servers/box/${path}`, body);
}

/** The bytes of a document in Box. @throws Refused with the reason. */
export async function boxBytes(path: string, body: object): Promise<Uint8Array> {
  const response = await answerOf(`/control-servers/box/${path}`, body);
  return new Uint8Array(await response.arrayBuffer());
}

/** Reads or changes the sandbox itself. @throws Refused with the reason. */
export function sandboxAct<T>(path: string, body: object): Promise<T> {
  return post<T>(`/control-servers/sandbox/${path}`, body);
}

async function post<T>(path: string, body: object): Promise<T> {
  return (await (await answerOf(path, body)).json()) as T;
}

async function answerOf(path: string, body: object): Promise<Response> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return response;
  throw await refusalOf(response);
}

async function refusalOf(response: Response): Promise<Refused> {
  const text = await response.text();
  try {
    const said = JSON.parse(text) as { error?: string; message?: string };
    return new Refused(said.message ?? said.error ?? text, said.error);
  } catch (error) {
    if (error instanceof SyntaxError) return new Refused(text || `status ${response.status}`);
    throw error;
  }
}
