/**
 * What a surface is: a place in Slack that shows sign requests and is redrawn when they change. `table.ts` has a row
 * for each.
 */
import type { SignRequest } from '../../signing/sign-request.ts';
import type { Card, Lease, Person } from '../../store/database.ts';
import type { Services } from '../services.ts';

/** The result of redrawing the open modals of a request. */
export interface ViewsDrawn {
  /** Whether at least one modal shows the request, or has become the form again. */
  readonly isOpen: boolean;
  /** Whether at least one modal was closed before it could show the current state. */
  readonly wasClosed: boolean;
  /** Deletes the rows of closed modals. Call it last, so that they are still known after a crash. */
  readonly forget: () => Promise<void>;
}

/** The redraw of one request: what is drawn, and for whom. */
export interface Redraw {
  readonly services: Services;
  readonly record: SignRequest;
  /** The request's requester. */
  readonly person: Person;
  /** The rows of the messages and modals that show the request. */
  readonly rows: readonly Card[];
  readonly lease: Lease;
  /** The result of redrawing the request's open modals, on which it depends whether a waiting request needs a card. */
  readonly views: ViewsDrawn;
}

/** A surface that shows one request. Draws the request there, and returns the input of the next surface. */
export type RequestSurface = (redraw: Redraw) => Promise<Redraw>;

/**
 * A surface that shows many requests of one person. Enqueues a job that draws it, if the person has opened it; while
 * that job waits, no second one is enqueued.
 */
export type PersonSurface = (services: Services, tenant: string, user: string) => Promise<void>;
