/**
 * The app's jobs: every step by name, with its arguments. Arguments are ids, times and codes, never content. The table
 * of work (`features/work.ts`) has a row for each step: what it does, in which lane, and whom it tells when it is given
 * up.
 */
import type { ActionFailure, AskedFrom, Pending } from './pending.ts';

/** Notices that become due at a certain time, not because of a change. */
export type TimedKind = 'expiring' | 'unsent' | 'unsent_next_day';

interface OfRequest {
  readonly requestId: string;
}

interface OfPerson {
  /** Slack user id of the person. */
  readonly user: string;
}

/** A channel that has the card, or is to have it. `showsNames`: whether the card names the signers. */
interface SharedIn {
  readonly channel: string;
  readonly showsNames: boolean;
}

/** What was open in Slack when a person went to Box to connect, so that it can continue afterwards. */
export interface ConnectOrigin {
  /** The modal that shows the link. */
  readonly viewId: string | null;
  /** The draft of the form that needed the connection. */
  readonly draftId: string | null;
}

/** How waiting for a six-digit code ended. */
export type CodeEnd =
  /** The right code was typed in the modal, which shows the result. */
  | 'right'
  /** The right code was typed after the command; another message shows the result. */
  | 'told'
  /** A wrong code was typed too many times. */
  | 'over'
  /** No code was typed in time. */
  | 'late'
  /** The code is no longer wanted: the person started over, or disconnected. */
  | 'ended';

/** What a webhook reports. */
export type WebhookNews =
  /** Something happened to a sign request. */
  | 'news'
  /** A mail to a signer bounced; reading the request would not show it. */
  | 'bounced'
  /**
   * The session in which the person made the webhook has ended. Box reports nothing more until their tokens are
   * refreshed.
   */
  | 'no_session'
  /** Box has deleted the webhook. */
  | 'deleted';

/** Why the link to Box in a modal is replaced by a new one. */
export type LinkEnd = 'refused' | 'expired' | 'used' | 'failed';

/** Step → its arguments. */
export interface StepArgs {
  /**
   * Look up file and people. Then create the request in Box, or, when no fields are placed, first let the person check
   * it.
   */
  readonly create: OfRequest;
  /** If Box has not answered after a few seconds, the open modal says so. */
  readonly slow: OfRequest;
  /** Welcome a person in the app's messages. */
  readonly welcome: OfPerson;
  /** Copy the signed files into the requester's messages. */
  readonly copySigned: OfRequest;
  /** Read one request from Box, and merge the answer into its record. */
  readonly refresh: OfRequest & {
    /** Slack user id of the person who pressed Refresh; absent: an automatic refresh. */
    readonly asked?: string;
    /** When the person pressed Refresh (ms). */
    readonly pressedAt?: number;
    /** The number of this automatic refresh in its series, from 0; from 10: `laterSearches` in `creation.ts`. */
    readonly round?: number;
  };
  /** Redraw everything in Slack that shows the request. */
  readonly redraw: OfRequest & {
    /**
     * The purpose of a redraw that is planned for later; it keeps that job from being merged with one that is due now.
     */
    readonly due?: 'card' | 'reminder' | 'expiry' | 'unopened';
  };
  /** Post or change the message to a signer who was picked from the workspace. */
  readonly showSigner: OfRequest & OfPerson;
  /** Post a request's card into a channel, and say in the modal how that ended. */
  readonly share: OfRequest & OfPerson & SharedIn & { readonly viewId: string };
  /** Delete a shared card from its channel, and say in the modal how that ended. */
  readonly withdrawCard: OfRequest & OfPerson & SharedIn & { readonly viewId: string };
  /** Redraw the card in a channel. */
  readonly showShared: OfRequest & Pick<SharedIn, 'channel'>;
  /** Poll Box for news about a person's requests. */
  readonly poll: OfPerson & {
    /** Reads all of their requests that are not fresh, for instance because the person has returned to the app. */
    readonly isBack?: boolean;
  };
  /** Keep a webhook on a folder as long as the person has something open in it. */
  readonly watchFolder: OfPerson & {
    readonly folderId: string;
    /** The time (ms) of a change that was not reported. The webhook therefore no longer works, and is created again. */
    readonly silentSince?: number;
    /** The connection has changed, or Box has deleted the webhook: what is stored about it is outdated. */
    readonly isAnew?: boolean;
  };
  /** As `watchFolder`, for all folders of a person. */
  readonly watchFolders: OfPerson & { readonly isAnew?: boolean };
  /** Handle a notification that a webhook has sent. */
  readonly heard: OfPerson & {
    readonly folderId: string;
    readonly what: WebhookNews;
    /** Box's id of the sign request; null where it names none. */
    readonly boxId: string | null;
    /** The addresses that the notification names, as hashes made by `noticeAboutKey`. */
    readonly about: readonly string[];
  };
  /** Say how a resend or cancel ended, where the person asked for it. */
  readonly tellAskedFrom: OfRequest &
    AskedFrom & {
      readonly verb: Pending['verb'];
      /** How the resend or cancel failed; null: it succeeded. */
      readonly failure: ActionFailure | null;
    };
  /** If Box has not answered after a few seconds, a line where the command was typed says that it is under way. */
  readonly tellUnderWay: OfRequest & { readonly draftId: string };
  /** At this time (ms) a notice may be due: an expiry is near, or a request is still not sent. */
  readonly dueNotice: OfRequest & { readonly kind: TimedKind; readonly at: number };
  /** Send a person their notices. */
  readonly tellNotices: OfPerson;
  /** Remind everyone who has not signed. */
  readonly resend: OfRequest;
  /** Cancel a request in Box. */
  readonly cancel: OfRequest;
  /** Cancel this request in Box, because another one has replaced it and was sent. */
  readonly withdraw: OfRequest;
  /** Post the private note where the command was typed, when the form was closed before the result was shown. */
  readonly note: OfRequest;
  /** Tell the person concerned that a job was given up. */
  readonly tellGivenUp: { readonly jobId: string; readonly reference: string };
  /** Read Box's list of a person's requests. */
  readonly readList: OfPerson;
  /** Continue a batch: an action on several requests. */
  readonly runBatch: OfPerson & { readonly batchId: string };
  /** Tell a person how a batch ended. */
  readonly tellBatch: OfPerson & { readonly batchId: string };
  /** Read Box's list of the requests of others that a person can see. */
  readonly readShared: OfPerson;
  /** Send a reminder for another person's request, or cancel it. */
  readonly actOnShared: OfPerson & { readonly sharedId: string; readonly verb: Pending['verb'] };
  /** Draw a person's App Home. */
  readonly drawHome: OfPerson;
  /** Redraw the lists that a person has open. */
  readonly drawLists: OfPerson;
  /** A person has connected: show their form in the modal again, or else their account, and post a message. */
  readonly showConnected: OfPerson & ConnectOrigin;
  /** Ask for the code in the modal and in a message. */
  readonly askCode: OfPerson & ConnectOrigin & { readonly id: string };
  /** Replace the message that asked for a code by one that says how waiting for the code ended. */
  readonly codeOver: OfPerson & {
    readonly id: string;
    readonly end: CodeEnd;
    /** When the code was asked for (ms). */
    readonly askedAt: number;
    readonly draftId: string | null;
  };
  /** End a connection whose code was not typed in time. */
  readonly dropPending: { readonly id: string };
  /** Replace the link in the modal by a new one. */
  readonly renewLink: OfPerson & ConnectOrigin & { readonly why: LinkEnd };
  /** Tell a person that their connection to Box has ended. */
  readonly connectionEnded: OfPerson;
  /**
   * Change the message about an ended connection, now that the person is connected again. Times in ms: when that
   * account was connected, and when the connection ended.
   */
  readonly connectedAgain: OfPerson & { readonly since: number; readonly endedAt: number };
  /**
   * After a person has connected or disconnected: refresh or redraw their open requests, and redraw lists and App Home.
   */
  readonly followAgain: OfPerson;
  /** Revoke a token in Box. */
  readonly revoke: { readonly id: string };
  /** Read what is new in the event stream of the Box enterprise. */
  readonly readEvents: Nothing;
  /** Check regularly whether the workspace's token is valid and who has left. */
  readonly checkWorkspace: Nothing;
  /** Slack said that a token of the workspace was revoked: suspend the installation if it was ours. */
  readonly tokenRevoked: Nothing;
  /**
   * Slack said that the app was removed, or (`afterDeath`) its token died a while ago: delete what is stored, unless a
   * token of the app works.
   */
  readonly takenOut: { readonly afterDeath?: boolean };
  /** Delete expired data. */
  readonly sweep: Nothing;
}

type Nothing = Readonly<Record<never, never>>;

/** The name of a step: what a job does. */
export type Step = keyof StepArgs;

/** A job to do, now or after a delay. */
export type Work<S extends Step = Step> = {
  readonly [Name in S]: {
    readonly step: Name;
    readonly args: StepArgs[Name];
    /** The earliest start, in milliseconds from now; absent: immediately. */
    readonly delayMs?: number;
  };
}[S];

type Makers = {
  readonly [S in Step]: (args: StepArgs[S], delayMs?: number) => Work<S>;
};

/**
 * Makes jobs: `work.redraw({ requestId })`, `work.slow({ requestId }, 8_000)`. The names are those of `StepArgs`, so
 * that a step that does not exist, or a wrong argument, does not compile.
 */
export const work: Makers = new Proxy({} as Makers, {
  get: (_makers, step) => (args: unknown, delayMs?: number) =>
    delayMs === undefined ? { step, args } : { step, args, delayMs },
});
