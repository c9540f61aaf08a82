/**
 * What the store needs to know about jobs, so that it knows no step: how they are kept apart, and what follows from
 * what the store itself does. Passed in when it is opened, from the table of work.
 */
import type { Notice } from '../signing/notices.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import type { CodeEnd, ConnectOrigin, LinkEnd, Work } from '../signing/work.ts';

export interface JobPlan {
  /** Jobs of one lane run one after another; without a lane they run in parallel with everything. */
  readonly lane: string | null;
  /** At most one waiting or running job of a tenant has this key; null: any number is enqueued. */
  readonly key: string | null;
}

export interface WorkRules {
  readonly plan: (work: Work) => JobPlan;
  /** The notices and jobs that follow from any change of a sign request. */
  readonly afterChange: (
    before: SignRequest | null,
    after: SignRequest,
    nowAt: number,
  ) => { readonly notices: readonly Notice[]; readonly next: readonly Work[] };
  /** A person is owed a notice. */
  readonly noticeOwed: (user: string) => Work;
  /** A token is no longer used and waits to be revoked. */
  readonly tokenDiscarded: (id: string, delayMs: number) => Work;
  /** A person's Box connection was replaced or ended. */
  readonly connectionChanged: (user: string) => Work;
  /** Box granted a connection that a code has to prove within `lifeMs`. */
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
  /** An OAuth attempt failed while its link is still shown. */
  readonly linkEnded: (ended: ConnectOrigin & { readonly user: string; readonly why: LinkEnd }) => Work;
}
