/** The fields of a row in the table of work, and functions that make a step's key or lane from its arguments. */
import type { StepArgs } from '../signing/work.ts';
import type { GivenUp } from './given-up.ts';
import type { Run } from './run.ts';
import type { AllInstallations, Services } from './services.ts';

/** A row of the table of work: how the jobs of one step run. */
export interface Row<Args> {
  /**
   * The job's lane: jobs of one lane run one after another; null: the job runs in parallel with everything.
   */
  readonly lane: (args: Args) => string | null;
  /** The job's key: a tenant has at most one waiting or running job of this step with it; null: any number. */
  readonly key: (args: Args) => string | null;
  readonly run: (allInstallations: AllInstallations, args: Args, run: Run) => Promise<void>;
  /** Who is told when the job is given up: a person, by this function, or only the operator, by the log. */
  readonly givenUp: 'operator' | ((services: Services, args: Args, givenUp: GivenUp) => Promise<void>);
}

/** The `key` or `lane` of a step that has none. */
export const none = (): null => null;
/** The key of a step that has at most one waiting or running job for each tenant. */
export const onlyOne = (): string => '';
/** Key or lane: one for each request. */
export const ofRequest = ({ requestId }: { readonly requestId: string }): string => requestId;
/** Key or lane: one for each person. */
export const ofPerson = ({ user }: { readonly user: string }): string => user;
/** Key or lane: one for each request and signer. */
export const ofSigner = (args: StepArgs['showSigner']): string => `${args.requestId}:${args.user}`;
/** Key or lane: one for each batch. */
export const ofBatch = ({ batchId }: { readonly batchId: string }): string => batchId;
/** The lane of all jobs for one person's action on another person's request. */
export const ofOthers = ({ sharedId }: { readonly sharedId: string }): string => `others:${sharedId}`;
/** Key: one for each shared request and action, so that a reminder that waits does not take a cancel's place. */
export const ofAction = (args: StepArgs['actOnShared']): string => `${ofOthers(args)}:${args.verb}`;
/** Key or lane: one for each request and channel, for the card in that channel. */
export const ofChannel = ({ requestId, channel }: StepArgs['showShared']): string =>
  `shared:${requestId}:${channel}`;
/** Key: one for each modal and choice, so that a second press on the same modal makes no second job. */
export const ofShare = (args: StepArgs['share']): string =>
  `${ofChannel(args)}:${args.viewId}:${args.showsNames}`;
/** Key: one for each id. */
export const ofId = ({ id }: { readonly id: string }): string => id;
/**
 * The lane for the messages about one code: the one that asks for it, and the one that replaces it once the code is no
 * longer expected.
 */
export const ofCode = ({ id }: { readonly id: string }): string => `code:${id}`;
/** The lane for the messages about the end of a person's connection. */
export const ofConnection = ({ user }: { readonly user: string }): string => `connection:${user}`;
