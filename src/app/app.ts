/** Puts the parts of the app together, and starts and stops them in order. */
import type { Logger } from 'pino';
import { createBoxConnections } from '../box/connections.ts';
import type { Config } from '../config/config.ts';
import { describeError, stackFramesOf } from '../failure.ts';
import { runCommand } from '../features/commands.ts';
import { reportFailure } from '../features/failed.ts';
import { planAllPolls } from '../features/following/poll.ts';
import { openHome } from '../features/home.ts';
import { type AllInstallations, type Services, type SharedServices, textsFor } from '../features/services.ts';
import { thenMarkReplaced } from '../features/surfaces/replaced.ts';
import {
  closeHandlers,
  menuHandlers,
  pressHandlers,
  shortcutHandlers,
  submissionHandlers,
} from '../features/table.ts';
import { tellPrivately } from '../features/tell.ts';
import { watchAll } from '../features/webhooks/watch.ts';
import { welcomeOnce } from '../features/welcome.ts';
import { handlersOf, whenGivenUp } from '../features/work.ts';
import { workRules } from '../features/work-rules.ts';
import { handleInstallationEvent } from '../features/workspace/ends.ts';
import { nextCheck } from '../features/workspace/job.ts';
import { work } from '../signing/work.ts';
import { createBolt } from '../slack/bolt.ts';
import { type Handlers, registerListeners } from '../slack/listeners.ts';
import type {
  ActionPayload,
  Actor,
  Answer,
  ClosePayload,
  OptionsPayload,
  Payload,
  ShortcutPayload,
  SubmissionPayload,
} from '../slack/payloads.ts';
import { createStrangersLog } from '../slack/token-bucket.ts';
import { openStore, type Store } from '../store/database.ts';
import { NO_TENANT } from '../store/jobs.ts';
import { sentenceView } from '../views/sentence.ts';
import { connectPagesOf } from '../web/connect-routes.ts';
import { installPagesOf } from '../web/install-routes.ts';
import { createHttpServer } from '../web/server.ts';
import { webhookRouteOf } from '../web/webhook-route.ts';
import { accountModeOf, boxAccessOf, revokerOf, webhookAddressOf } from './box-access.ts';
import { forgetUninstalledLater, refuseFormerBoxAccess } from './former-state.ts';
import { createWorkspaces } from './installations.ts';
import { createWorker, settleWithin } from './worker.ts';
import type { Workspaces } from './workspaces.ts';

/** The app once it runs: its state for the metrics, and how to stop it. */
export interface RunningApp {
  readonly port: number;
  /** How full the queue of jobs is, and the share of the budget for polls of Box that is left. */
  queueState(): Promise<Awaited<ReturnType<Store['jobs']['counts']>> & { readonly budgetLeft: number }>;
  /** Stops taking new work, waits a while for running work, hands back the jobs among it, closes the store. */
  stop(): Promise<void>;
}

/**
 * When the app stops, jobs that still run after this time (ms) are handed back to the store, to run again later. Work
 * after an answer to Slack, such as drawing a view, has as long; then it is given up, because it is not stored, and the
 * person presses again.
 */
const stopGraceMs = 3_500;

/** Stopping then waits this long (ms) for token renewals in flight: a new refresh token that is not stored is lost. */
const renewalGraceMs = 1_000;

/**
 * Starts the app. @throws when the store cannot be opened or decrypted, has connections of another kind of access to
 * Box, Slack does not accept the token, or the port is taken
 */
export async function startApp(config: Config, log: Logger): Promise<RunningApp> {
  const { slack: slackConfig, box } = config;
  const now = Date.now;
  const onTrouble = (trouble: string): void => log.warn({ trouble }, 'store');
  const store = await openStore({ ...config.store, rules: workRules, now, onTrouble });
  const renewals = new Set<Promise<unknown>>();
  try {
    // The encryption keys are checked first, so that nothing is encrypted with a wrong key.
    await store.checkKeys();
    await refuseFormerBoxAccess(config, store);
    const common: SharedServices = {
      store,
      accountMode: accountModeOf(config),
      box: createBoxConnections({
        ...box,
        access: boxAccessOf(config, store, { log, renewals }, (tenant) => workspaces.servicesOf(tenant)),
      }),
      revokeAtBox: revokerOf(config),
      events: box.events ?? null,
      log,
      now,
      startedAt: now(),
      destinationFolderId: box.destinationFolderId ?? null,
      webhookAddress: webhookAddressOf(config),
    };
    const workspaces: Workspaces = await createWorkspaces(common, slackConfig, renewals);
    const allInstallations: AllInstallations = { ...common, ...workspaces };
    const tenants = await workspaces.tenants();
    const bolt = createBolt({ ...slackConfig, log, now });
    const listeners = registerListeners(bolt.app, listenersOf(workspaces, allInstallations));
    const worker = createWorker({
      jobs: store.jobs,
      log,
      handlers: handlersOf(allInstallations),
      whenGivenUp,
    });
    const checkReady = async (): Promise<void> => {
      bolt.intake.check();
      await workspaces.checkReady();
      await store.ping();
    };
    const ofStrangers = createStrangersLog(log, now);
    const otherRoutes = {
      ...connectPagesOf(allInstallations, ofStrangers),
      ...installPagesOf(config, allInstallations),
      ...webhookRouteOf(config, allInstallations, ofStrangers),
    };
    const server = createHttpServer({ slack: bolt.intake.handle, otherRoutes, checkReady, log: ofStrangers });
    const port = await server.start(config.server.port, config.server.host);
    await forgetUninstalledLater(common, tenants);
    await bolt.intake.start();
    worker.start();
    await store.jobs.enqueue(NO_TENANT, work.sweep({}));
    for (const tenant of tenants) {
      await store.jobs.enqueue(tenant, nextCheck());
      await planAllPolls(store, tenant);
      await watchAll(common, tenant);
      if (common.events !== null) await store.jobs.enqueue(tenant, work.readEvents({}));
    }
    return {
      port,
      queueState: async () => ({
        ...(await store.jobs.counts()),
        budgetLeft: await store.pollBudget.left(),
      }),
      stop: async () => {
        const intakeStopped = Promise.all([server.stop(), bolt.intake.stop()]);
        const drained = intakeStopped.then(() => listeners.drain());
        await Promise.all([settleWithin(stopGraceMs, [drained]), worker.stop(stopGraceMs)]);
        await settleWithin(renewalGraceMs, [...renewals]);
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function listenersOf(workspaces: Workspaces, allInstallations: AllInstallations): Handlers {
  const withServices =
    <P extends Payload, A>(handle: (services: Services, payload: P) => Promise<A> | A) =>
    async (payload: P): Promise<A> =>
      handle(await workspaces.servicesFor(payload.actor), payload);
  const servicesToTell = (actor: Actor): Promise<Services> =>
    // When the store fails, the workspace is unknown. The response URL can be called without knowing it.
    workspaces.servicesFor(actor).catch(() => workspaces.noInstallation);
  return {
    command: withServices(runCommand),
    shortcut: withServices(
      async (services, payload: ShortcutPayload) =>
        handlerFor(shortcutHandlers, payload.callbackId)?.(services, payload) ??
        tellActionUnavailable(services, payload),
    ),
    action: withServices(async (services, payload: ActionPayload) => {
      const press = handlerFor(pressHandlers, payload.actionId);
      return press
        ? thenMarkReplaced(services, payload, await press(services, payload))
        : tellActionUnavailable(services, payload);
    }),
    options: withServices(
      async (services, payload: OptionsPayload) =>
        (await handlerFor(menuHandlers, payload.actionId)?.(services, payload)) ?? [],
    ),
    submission: withServices(async (services, payload: SubmissionPayload) => {
      const submit = handlerFor(submissionHandlers, payload.view.callbackId);
      const t = textsFor(null);
      return submit
        ? submit(services, payload)
        : { ack: { response_action: 'push', view: sentenceView(t.notNow, t) } };
    }),
    close: withServices(
      async (services, payload: ClosePayload) =>
        (await handlerFor(closeHandlers, payload.view.callbackId)?.(services, payload)) ?? {},
    ),
    installationEnded: async (event) => {
      try {
        await handleInstallationEvent(allInstallations, event);
        return 'ok';
      } catch (error) {
        // The event is lost, but the regular check of the workspace finds what it reported.
        allInstallations.log.error(
          { error: describeError(error) },
          'an event about an installation was lost',
        );
        return 'failed';
      }
    },
    messagesOpened: async (actor) => {
      try {
        await welcomeOnce(await workspaces.servicesFor(actor), actor);
        return 'ok';
      } catch (error) {
        // Slack sends this event again the next time the person opens the app's messages.
        allInstallations.log.warn({ error: describeError(error) }, 'a welcome waits for the next time');
        return 'failed';
      }
    },
    homeOpened: async (opened) => {
      try {
        await openHome(await workspaces.servicesFor(opened.actor), opened);
        return 'ok';
      } catch (error) {
        // Slack sends this event again the next time the person opens Home.
        allInstallations.log.warn({ error: describeError(error) }, 'App Home waits for the next time');
        return 'failed';
      }
    },
    failed: async (payload, error, given) =>
      reportFailure(await servicesToTell(payload.actor), payload, error, given),
    failedLate: (kind, error) =>
      allInstallations.log.error(
        { kind, error: describeError(error), stack: stackFramesOf(error) },
        'an interaction that was too late failed',
      ),
  };
}

/**
 * Answers a button or shortcut of another version of the app: tells the person that it cannot be used now.
 */
function tellActionUnavailable(services: Services, payload: ActionPayload | ShortcutPayload): Answer {
  return { after: () => tellPrivately(services, payload, textsFor(null).notNow, textsFor(null)) };
}

/**
 * The handler for a name that Slack sent; undefined: none. Own properties only, so that `constructor` finds nothing.
 */
function handlerFor<Row>(table: Readonly<Record<string, Row>>, name: string): Row | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
