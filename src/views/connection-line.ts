/** The form's first line: which Box account the request is sent from, or that one has to be connected first. */

import type { KnownBlock } from '@slack/types';
import type { Refusal } from '../signing/refusals.ts';
import { actions } from './actions.ts';
import { shownAddress } from './address.ts';
import { button, context, section } from './blocks.ts';
import type { Texts } from './texts/index.ts';

/** What is known about a person's Box account. */
export type ConnectionShown =
  | { readonly state: 'connected'; readonly login: string | null }
  /** No account is connected. `canConnect`: the person can connect one. */
  | { readonly state: 'none'; readonly canConnect: boolean };

/**
 * The form's first block: a context block or, for the button Connect Box, a section, since only a section can hold it.
 *
 * @param problem why the form came back, when that is because of the connection
 */
export function connectionBlock(
  connection: ConnectionShown,
  t: Texts,
  problem: Refusal | null = null,
): KnownBlock {
  if (connection.state === 'none') {
    if (!connection.canConnect) return context(t.form.notOnTrial);
    const sentence = problem ? t.refusal.onForm(problem) : t.form.notConnected;
    return section(sentence, button({ action: actions.connect, label: t.connect.connect }));
  }
  const login = shownAddress(connection.login, 254);
  return context(login === '' ? t.form.sendingConnected : t.form.sendingAs(login));
}
