/** What a row of the table of work has, and the keys and lanes of steps, made from their arguments. */
import type { StepArgs } from '../signing/work.ts';
import type { GivenUp } from './given-up.ts';
import type { Run } from './run.ts';
import type { AllInstallations, Services } from './services.ts';

export interface Row<Args> {
  /** Jobs of one lane run one after another; null: in parallel with everything. */
  readonly lane: (args: Args) => string | null;
  /** At most one waiting or running job of a tenant has this key; null: any number is enqueued. */
  readonly key: (args: Args) => string | null;
  readonly run: (allInstallations: AllInstallations, args: Args, run: Run) => Promise<void>;
  /** Who is told when it is given up: a person, by this function, or only the operator, by the log. */
  readonly givenUp: 'operator' | ((services: Services, args: Args, givenUp: GivenUp) => Promise<void>);
}

/** No key, or no lane. */
export const none = (): null => null;
/** The key of a step that has at most one waiting or running job for each tenant. */
export const onlyOne = (): string => '';
/** By the request. */
export const ofRequest = ({ requestId }: { readonly requestId: string }): string => requestId;
/** By the person. */
export const ofPerson = ({ user }: { readonly user: string }): string => user;
/** By the request and one of its signers. */
export const ofSigner = (args: StepArgs['showSigner']): string => `${args.requestId}:${args.user}`;
/** By the batch. */
export const ofBatch = ({ batchId }: { readonly batchId: string }): string => batchId;
/** The lane for all that a person does with a request of somebody else. */
export const ofOthers = ({ sharedId }: { readonly sharedId: string }): string => `others:${sharedId}`;
/** A reminder does not absorb a cancel. */
export const ofAct = (args: StepArgs['actOnShared']): string => `${ofOthers(args)}:${args.verb}`;
/** The lane for all that is done about a request's card in one channel. */
export const ofChannel = ({ requestId, channel }: StepArgs['showShared']): string =>
  `shared:${requestId}:${channel}`;
/** A second press on the same modal is the same job. */
export const ofShare = (args: StepArgs['share']): string =>
  `${ofChannel(args)}:${args.viewId}:${args.showsNames}`;
/** By an id. */
export const ofId = ({ id }: { readonly id: string }): string => id;
/** The lane for the messages about one code: the one that asks for it, and the one that says how that ended. */
export const ofCode = ({ id }: { readonly id: string }): string => `code:${id}`;
/** The lane for the messages about the end of a person's connection. */
export const ofConnection = ({ user }: { readonly user: string }): string => `connection:${user}`;
