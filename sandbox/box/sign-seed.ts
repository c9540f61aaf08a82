/**
 * What a test or a demonstration does to sign requests, webhooks and the event stream from outside: what was created
 * in Box's web app before, and what Box does by itself.
 */

import type { Webhook } from './notices.ts';
import { makeOdd, type OddKind } from './odd.ts';
import { cleanUpWebhook } from './request-events.ts';
import { Seed, type SeededItem } from './seed.ts';
import { createSignRequest } from './sign-create.ts';
import { signRequestJson } from './sign-request-wire.ts';
import { end } from './sign-status.ts';
import type { BoxState, StoredSignRequest, User } from './state.ts';
import { putTemplate, type TemplateOptions } from './templates.ts';

/** Final statuses, for which Box says when the request ended. */
const FINAL = /^(signed|declined|cancelled|expired|error(_\w+)?)$/;

export class SignSeed extends Seed {
  readonly #state: BoxState;
  readonly #clock: () => number;

  constructor(state: BoxState, clock: () => number) {
    super(state, clock);
    this.#state = state;
    this.#clock = clock;
  }

  /**
   * Adds a request created in Box's web app a second ago, to these people, so that Box has converted its files already.
   * Sent unless `toPrepare`.
   */
  addSignRequest(
    owner: SeededItem,
    about: {
      file: SeededItem;
      to: readonly string[];
      name?: string;
      toPrepare?: boolean;
      externalId?: string;
      /** Whether its signers sign inside another product; answers then contain embed URLs for them. */
      isEmbedded?: boolean;
    },
  ): SeededItem {
    const body = {
      signers: about.to.map((email) => ({
        email,
        ...(about.isEmbedded === true ? { embed_url_external_user_id: email } : {}),
      })),
      source_files: [{ type: 'file', id: about.file.id }],
      is_document_preparation_needed: about.toPrepare === true,
      ...(about.name === undefined ? {} : { name: about.name }),
      ...(about.externalId === undefined ? {} : { external_id: about.externalId }),
    };
    const made = createSignRequest(this.#state, this.#owner(owner), body, this.#clock() - 1000, null);
    return { id: made.id };
  }

  /** Adds a request whose answers break the published schema in one way. */
  addOddSignRequest(owner: SeededItem, kind: OddKind): SeededItem {
    const user = this.#owner(owner);
    const { id } = this.addFile(owner, { name: `Odd ${kind}.pdf` });
    const body = { signers: [{ email: 'odd@client.com' }], source_files: [{ type: 'file', id }] };
    const made = createSignRequest(this.#state, user, body, this.#clock(), null);
    const odd: StoredSignRequest = {
      ...made,
      status: 'cancelled',
      odd: makeOdd(kind, signRequestJson(this.#state, made, 'owner')),
    };
    this.#state.signRequests[made.id] = odd;
    return { id: made.id };
  }

  /** Adds a template of these files, as made in Box's web app. `replaced`: the template whose id it takes over. */
  addTemplate(
    owner: SeededItem,
    files: readonly SeededItem[],
    about: TemplateOptions,
    replaced?: SeededItem,
  ): SeededItem {
    const fileIds = files.map(({ id }) => id);
    const { id } = putTemplate(this.#state, this.#owner(owner).id, fileIds, about, replaced?.id);
    return { id };
  }

  deleteTemplate(template: SeededItem): void {
    delete this.#state.signTemplates[template.id];
  }

  /** Puts a request into a status that it would not reach normally, e.g. `error_sending`. */
  setStatus(request: SeededItem, status: string, errorCode: string | null = null): void {
    const found = this.#state.signRequests[request.id];
    if (found === undefined) throw new Error(`no sign request ${request.id}`);
    if (FINAL.test(status)) end(found, status, this.#clock());
    else found.status = status;
    found.errorCode = errorCode;
  }

  /** Sets the signature keys in the app's settings in Box; null: no such key. */
  setSignatureKeys(keys: BoxState['signatureKeys']): void {
    this.#state.signatureKeys = keys;
  }

  /** Makes a webhook dead: Box still lists it but no longer notifies it. */
  killWebhook(webhook: SeededItem): void {
    this.#webhook(webhook).isDead = true;
  }

  /** Deletes a webhook as Box does after weeks without an accepted notification, and notifies it of that. */
  cleanUpWebhook(webhook: SeededItem): void {
    cleanUpWebhook(this.#state, this.#webhook(webhook), this.#clock());
  }

  /** Drops all events so far from the stream, as Box does after two weeks: earlier positions are refused. */
  forgetEvents(): void {
    this.#state.eventsForgotten += this.#state.events.length;
    this.#state.events = [];
  }

  #owner(user: SeededItem): User {
    const found = this.#state.users[user.id];
    if (found === undefined) throw new Error(`no user ${user.id}`);
    return found;
  }

  #webhook(webhook: SeededItem): Webhook {
    const found = this.#state.webhooks[webhook.id];
    if (found === undefined) throw new Error(`no webhook ${webhook.id}`);
    return found;
  }
}
