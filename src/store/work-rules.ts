/**
 * What the store must be told of work, so that it knows no step: how jobs are kept apart, and what follows from what the
 * store itself does. Handed in when it is opened, from the table of work.
 */
import type { Notice } from '../signing/notices.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import type { CodeEnd, ConnectOrigin, LinkEnd, Work } from '../signing/work.ts';

export interface Plan {
  /** Jobs of one lane run one after another; without a lane they run beside everything. */
  readonly lane: string | null;
  /** At most one waiting or running job of a tenant has this key; null: as many as are enqueued. */
  readonly key: string | null;
}

export interface WorkRules {
  readonly plan: (work: Work) => Plan;
  /** What a change of a sign request owes people, and the work that comes of it, whoever changed it. */
  readonly changed: (
    before: SignRequest | null,
    after: SignRequest,
    nowAt: number,
  ) => { readonly notices: readonly Notice[]; readonly next: readonly Work[] };
  /** Somebody is owed a notice. */
  readonly noticeOwed: (user: string) => Work;
  /** A token is no longer ours and waits to be revoked. */
  readonly tokenLetGo: (id: string, delayMs: number) => Work;
  /** A person has another connection to Box than before, or none. */
  readonly connectionChanged: (user: string) => Work;
  /** Box granted a connection that a code has to prove; at most `lifeMs` long. */
  readonly codeAwaited: (
    awaited: ConnectOrigin & { readonly user: string; readonly id: string },
    lifeMs: number,
  ) => readonly Work[];
  /** Waiting for a code ended. */
  readonly codeEnded: (
    ended: ConnectOrigin & {
      readonly user: string;
      readonly id: string;
      readonly end: CodeEnd;
      readonly askedAt: number;
    },
  ) => readonly Work[];
  /** An attempt to connect came to nothing while its link is still shown. */
  readonly linkEnded: (ended: ConnectOrigin & { readonly user: string; readonly why: LinkEnd }) => Work;
}
