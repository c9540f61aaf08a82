/**
 * What the store needs to know about jobs: their lanes and keys, and which jobs follow from changes in the store
 * itself. The rules come from the features' table of work and are passed in when the store is opened, so that the store
 * does not depend on features.
 */
import type { Notice } from '../signing/notices.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import type { CodeEnd, ConnectOrigin, LinkEnd, Work } from '../signing/work.ts';

/** How a job is queued: its lane, and the key that prevents duplicates. */
export interface JobPlan {
  /**
   * The job's lane: jobs of one lane run one after another; null: the job runs in parallel with everything.
   */
  readonly lane: string | null;
  /** The job's key: a tenant has at most one waiting or running job with it; null: any number. */
  readonly key: string | null;
}

/** When an account was connected, and when that connection ended (ms). */
export interface EndedConnection {
  readonly since: number;
  readonly endedAt: number;
}

/** The jobs that the store enqueues after its own changes, and how each is queued. */
export interface WorkRules {
  readonly plan: (work: Work) => JobPlan;
  /** The notices and jobs that follow from any change of a sign request. */
  readonly afterChange: (
    before: SignRequest | null,
    after: SignRequest,
    nowAt: number,
  ) => { readonly notices: readonly Notice[]; readonly next: readonly Work[] };
  /** The job that follows when a notice to a person was stored. */
  readonly noticeAdded: (user: string) => Work;
  /** The job that revokes the token with this id of the store's revocations, after `delayMs`. */
  readonly tokenDiscarded: (id: string, delayMs: number) => Work;
  /** The job that follows when a person's Box connection was stored, replaced or removed. */
  readonly connectionChanged: (user: string) => Work;
  /** The job that follows when a person has connected again after their connection had ended. */
  readonly connectedAgain: (user: string, ended: EndedConnection) => Work;
  /** The jobs that follow when a connection waits for its code, which must be typed within `lifeMs`. */
  readonly codeAwaited: (
    awaited: ConnectOrigin & { readonly user: string; readonly id: string },
    lifeMs: number,
  ) => readonly Work[];
  /** The jobs that follow when a code is no longer expected. */
  readonly codeEnded: (
    ended: ConnectOrigin & {
      readonly user: string;
      readonly id: string;
      readonly end: CodeEnd;
      readonly askedAt: number;
    },
  ) => readonly Work[];
  /** The job that replaces the link of an OAuth attempt where it is still shown. */
  readonly linkEnded: (ended: ConnectOrigin & { readonly user: string; readonly why: LinkEnd }) => Work;
}
