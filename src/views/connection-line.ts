/** The form's line about the Box connection: the account that the request is sent from, or that none is connected. */

import type { KnownBlock } from '@slack/types';
import type { Refusal } from '../signing/refusals.ts';
import { actions } from './actions.ts';
import { shownAddress } from './address.ts';
import { button, context, section } from './blocks.ts';
import type { Texts } from './texts/index.ts';

/** What is known about a person's Box account. */
export type ConnectionShown =
  | { readonly state: 'connected'; readonly login: string | null }
  /** No account is connected. `canConnect`: whether the person can connect one. */
  | { readonly state: 'none'; readonly canConnect: boolean };

/**
 * The block about the Box connection: a section with the button Connect Box if no account is connected and the person
 * can connect one, otherwise a context block.
 *
 * @param problem the refusal that the section shows, if the form was refused for lack of a connection; null: none
 * @param notConnected the sentence beside the button; by default the form's
 */
export function connectionBlock(
  connection: ConnectionShown,
  t: Texts,
  problem: Refusal | null = null,
  notConnected = t.form.notConnected,
): KnownBlock {
  if (connection.state === 'none') {
    if (!connection.canConnect) return context(t.form.notOnTrial);
    const sentence = problem ? t.refusal.onForm(problem) : notConnected;
    return section(sentence, button({ action: actions.connect, label: t.connect.connect }));
  }
  const login = shownAddress(connection.login, 254);
  return context(login === '' ? t.form.sendingConnected : t.form.sendingAs(login));
}
