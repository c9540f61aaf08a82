/**
 * The work that the app does by itself, as jobs: every step by name, with its arguments. Arguments are ids and moments,
 * never content. What a step does, in which lane, and whom it tells when it is given up, is its row in the table of work
 * (`features/work.ts`).
 */
/** Notices that a moment brings, in place of a change. */
export type TimedKind = 'expiring' | 'unsent' | 'unsent_next_day';

interface OfRequest {
  readonly requestId: string;
}

interface OfPerson {
  /** Slack user id. */
  readonly user: string;
}

/** What was open in Slack when somebody set out for Box, to go on with afterwards. */
export interface ConnectOrigin {
  /** The modal that shows the link. */
  readonly viewId: string | null;
  /** What the form held that made it necessary. */
  readonly draftId: string | null;
}

/** How waiting for a six-digit code ended. */
export type CodeEnd =
  /** Typed, and the modal says so. */
  | 'right'
  /** Typed behind the command; a message of its own says so. */
  | 'told'
  /** Wrong too often. */
  | 'over'
  /** Not typed in time. */
  | 'late'
  /** Given up: begun again, or disconnected. */
  | 'ended';

/** What a webhook tells. */
export type Told =
  /** Something happened to a sign request. */
  | 'news'
  /** A mail to a signer did not arrive; no look at Box would tell it. */
  | 'bounced'
  /** The person's session at Box is over, so that Box tells no more than that. */
  | 'no_session'
  /** Box has deleted the webhook. */
  | 'deleted';

/** Why the link in a modal gets replaced. */
export type LinkEnd = 'refused' | 'expired' | 'used' | 'failed';

/** Step → its arguments. */
export interface StepArgs {
  /** Look up file and people; then, without fields, wait for the check; else create at Box. */
  readonly create: OfRequest;
  /** If Box has not answered after a few seconds, the open modal says so. */
  readonly slow: OfRequest;
  /** Put the signed files into the requester's messages. */
  readonly copySigned: OfRequest;
  /** Ask Box about one request and observe. */
  readonly refresh: OfRequest & {
    /** Slack user id of the person who pressed Refresh; absent: the app looks by itself. */
    readonly asked?: string;
    /** When they pressed (ms). */
    readonly pressedAt?: number;
    /** Which of the app's own looks after creation this is. */
    readonly round?: number;
  };
  /** Record → every surface that shows it. */
  readonly redraw: OfRequest & {
    /** A redraw for a later moment, which must not be merged with one that is due now. */
    readonly due?: 'card' | 'reminder' | 'expiry' | 'unopened';
  };
  /** Look at Box for what is due of a person's requests. */
  readonly poll: OfPerson & {
    /** The person has just come back, so that everything of theirs should be fresh. */
    readonly isBack?: boolean;
  };
  /** Box tells of a folder by webhook as long as the person has something open in it. */
  readonly watchFolder: OfPerson & {
    readonly folderId: string;
    /** Something that happened then (ms) was not told: a webhook that has been silent since is made anew. */
    readonly silentSince?: number;
    /** The connection is another, or Box has deleted the webhook: whatever is stored of it is old. */
    readonly isAnew?: boolean;
  };
  /** The same for all folders of a person. */
  readonly watchFolders: OfPerson & { readonly isAnew?: boolean };
  /** A webhook told something. */
  readonly heard: OfPerson & {
    readonly folderId: string;
    readonly what: Told;
    /** Box's id of the sign request; null where it names none. */
    readonly boxId: string | null;
    /** Whom it names, as `signerKey` makes it of addresses. */
    readonly about: readonly string[];
  };
  /** At this moment (ms) something may be owed: an expiry is near, or a request is still not sent. */
  readonly dueNotice: OfRequest & { readonly kind: TimedKind; readonly at: number };
  /** Tell a person what they are owed. */
  readonly tellNotices: OfPerson;
  /** Remind everyone who has not signed. */
  readonly resend: OfRequest;
  /** Cancel at Box. */
  readonly cancel: OfRequest;
  /** The private note where the command was typed, when the form was closed before the result. */
  readonly note: OfRequest;
  /** Tell the person concerned that a job was given up. */
  readonly tellGivenUp: { readonly jobId: string; readonly reference: string };
  /** Read Box's list of a person's requests. */
  readonly readList: OfPerson;
  /** Redraw the lists that a person has open. */
  readonly drawLists: OfPerson;
  /** The modal and a message say that the person is connected. */
  readonly showConnected: OfPerson & ConnectOrigin;
  /** The modal and a message ask for the code. */
  readonly askCode: OfPerson & ConnectOrigin & { readonly id: string };
  /** The message that asked for a code says how that ended. */
  readonly codeOver: OfPerson & {
    readonly id: string;
    readonly end: CodeEnd;
    /** When the code was asked for (ms). */
    readonly askedAt: number;
    readonly draftId: string | null;
  };
  /** A connection whose code was not typed in time ends. */
  readonly dropPending: { readonly id: string };
  /** The link in the modal is replaced by a new one. */
  readonly renewLink: OfPerson & ConnectOrigin & { readonly why: LinkEnd };
  /** Tell a person that Box no longer takes their connection. */
  readonly connectionEnded: OfPerson;
  /** After connecting or disconnecting, everything of a person that is open shows it. */
  readonly followAgain: OfPerson;
  /** Revoke a token at Box. */
  readonly revoke: { readonly id: string };
  /** Read what is new in the event stream of the company at Box. */
  readonly readEvents: Nothing;
  /** The regular check of a workspace. */
  readonly checkWorkspace: Nothing;
  /** Slack said that a token of the workspace was revoked: ask whether it was ours. */
  readonly tokenRevoked: Nothing;
  /** Slack said that the app was removed, or its token died `afterDeath` a while ago: delete what is stored. */
  readonly takenOut: { readonly afterDeath?: boolean };
  /** Delete what is kept only for a while. */
  readonly sweep: Nothing;
}

type Nothing = Readonly<Record<never, never>>;

export type Step = keyof StepArgs;

/** A piece of work that has to be done, now or after a delay. */
export type Work<S extends Step = Step> = {
  readonly [Name in S]: {
    readonly step: Name;
    readonly args: StepArgs[Name];
    /** Not before this many milliseconds from now. */
    readonly delayMs?: number;
  };
}[S];

type Makers = {
  readonly [S in Step]: (args: StepArgs[S], delayMs?: number) => Work<S>;
};

/**
 * Makes work: `work.redraw({ requestId })`, `work.slow({ requestId }, 8_000)`. The names are those of `StepArgs`, so that a
 * step that does not exist, or a wrong argument, does not compile.
 */
export const work: Makers = new Proxy({} as Makers, {
  get: (_makers, step) => (args: unknown, delayMs?: number) =>
    delayMs === undefined ? { step, args } : { step, args, delayMs },
});
