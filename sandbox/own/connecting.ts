/**
 * Connects Ana's Box account once the app first runs, so that a visitor can send a document right away. Takes the
 * steps that people take: `/sign connect`, the link, the app's page, Box's consent, and the code if the page shows
 * one. Then removes the messages that the app sent her meanwhile.
 */

import type { SandboxBox } from '../box/server.ts';
import { pause } from '../http.ts';
import type { SandboxSlack } from '../slack/server.ts';
import { linkOn, openBrowser, type ShownPage } from './browser.ts';

/** How long to wait for the app to show something (ms). */
const patienceMs = 10_000;

const login = 'ana@acme.com';

interface Services {
  readonly slack: SandboxSlack;
  readonly box: SandboxBox;
  /** Base address of the app's pages. */
  readonly publicUrl: string;
}

/** Connects Ana to Box; the app must be running. @throws with what was shown instead, when a step fails */
export async function connectAna({ slack, box, publicUrl }: Services): Promise<void> {
  const ana = slack.person('ana');
  const asks = () => ana.types('/sign connect', { in: 'app' });
  let { shown } = await asks();
  // On a slow machine, the app's very first answer may take longer than Slack waits.
  if (shown !== null) ({ shown } = await asks());
  if (shown !== null) throw new Error(shown);
  const link = await waitFor('a link to connect', () => linkInModal(slack, publicUrl));
  await ana.closes({ all: true });
  const seen = new Set(messagesOfApp(slack));
  const browser = openBrowser(publicUrl);
  const toBox = linkOn(await browser.submits(await browser.opens(link)));
  const end = await browser.opens(await box.person(login).grants(toBox));
  if (end.status !== 200) throw new Error(end.text);
  const newMessages = () => messagesOfApp(slack).filter((one) => !seen.has(one));
  await waitFor(`a message after the page "${end.text}"`, () => newMessages()[0]);
  const code = codeOn(end);
  if (code !== undefined) {
    await ana.types(`/sign connect ${code}`, { in: 'app' });
    await waitFor('a message after the code', () => newMessages()[1]);
  }
  for (const message of newMessages()) slack.removeMessage(message);
}

/** The code that the page asks Ana to type in Slack; undefined when there is none. */
function codeOn({ html }: ShownPage): string | undefined {
  return /class="code"[^>]*>(\d{6})</.exec(html)?.[1];
}

/** The app's link in the modal on top of Ana's screen. */
function linkInModal({ state, user }: SandboxSlack, publicUrl: string): string | undefined {
  const view = state.views[state.stacks[user('ana').id]?.at(-1) ?? ''];
  const urls = JSON.stringify(view?.content ?? {}).matchAll(/"url":("[^"]*")/g);
  const addresses = [...urls].map(([, json = '""']) => String(JSON.parse(json)));
  return addresses.find((address) => address.startsWith(`${publicUrl}/`));
}

/** The app's messages in all conversations that Ana is in. */
function messagesOfApp({ state, user, botUserId }: SandboxSlack) {
  const { id } = user('ana');
  return state.messages.filter(
    (one) => one.user === botUserId && state.channels[one.channel]?.members.includes(id) === true,
  );
}

/** Polls until `look` returns something. Throws, naming `what`, on a timeout. */
async function waitFor<T>(what: string, look: () => T | undefined): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`the app did not show ${what}`);
    await pause(20);
  }
}
