/**
 * Checks the Box app. OAuth: a made-up code shows whether Box knows the app. Client Credentials: whether the app can
 * get an enterprise token, look up users, and read the event stream where it is configured. Changes nothing in Box and
 * stores no token.
 */

import { boxOAuthOf } from '../../app/box-access.ts';
import { type ClientCredentials, createClientCredentials } from '../../box/client-credentials.ts';
import { readEventPage, streamEnd } from '../../box/events.ts';
import { type BoxSession, sessionOf } from '../../box/session.ts';
import { boxRedirectPath } from '../../config/box.ts';
import type { Config } from '../../config/config.ts';
import { whereToFind } from '../../config/help.ts';
import { OutsideFailure } from '../../failure.ts';
import { type Check, type Finding, ok, once, unchecked, wrong } from './check.ts';
import { boxHint } from './hints.ts';

const app = 'Box app';
const consolePage = 'https://app.box.com/developers/console, your app';

/** The checks of the Box app; none in a trial. @param needed name of the check that Box can be reached at all */
export function boxAppChecks(config: Config, needed: string, callTimeoutMs: number): readonly Check[] {
  const { box, server } = config;
  if (box.access.kind === 'oauth') {
    return [
      { name: app, needs: [needed], run: () => appKnownFinding(config) },
      {
        name: 'Redirect address',
        run: async () =>
          unchecked(
            `This cannot be checked: Box lets no app read its own settings. Make sure that ${server.publicUrl}${boxRedirectPath} is listed there, exactly like this.`,
            `${consolePage}, Configuration, OAuth 2.0 Redirect URIs`,
          ),
      },
      ...(box.events === undefined ? [] : [{ name: 'Event stream', run: async () => eventsUnchecked }]),
      ...personChecks(config),
    ];
  }
  if (box.access.kind !== 'client-credentials') return [];
  const credentials = createClientCredentials({
    ...box,
    ...box.access,
    callTimeoutMs,
    // The doctor acts for no person.
    memberOf: async () => ({ isFullMember: false, confirmedAddress: null }),
    pin: async () => '',
  });
  const token = once(() => credentials.enterpriseToken());
  return [
    { name: app, needs: [needed], run: () => grantFinding(token) },
    { name: 'Box users', needs: [app], run: () => usersFinding(credentials) },
    ...(box.events === undefined
      ? []
      : [
          {
            name: 'Event stream',
            needs: [app],
            run: () => eventsFinding(sessionOf(box, credentials.enterpriseToken)),
          },
        ]),
    ...personChecks(config),
  ];
}

/** The finding where no folder for signed documents is set. */
export const noFolderSet: Finding = ok('next to the original, unless the form names a folder');

/** What Box shows only to a person who uses the app. The doctor acts for no person, so it says what was not checked. */
function personChecks({ box }: Config): readonly Check[] {
  const cannotCheck = (name: string, what: string): Check => ({
    name,
    run: async () =>
      unchecked(`This cannot be checked, because the doctor acts for no person in Box: ${what}`),
  });
  return [
    cannotCheck(
      'Box scopes',
      'whether the app may use files and signature requests. The first request shows it.',
    ),
    cannotCheck(
      'Box Sign',
      'whether the plan of the people who send includes it. Their first request shows it.',
    ),
    box.destinationFolderId === undefined
      ? { name: 'Destination folder', run: async () => noFolderSet }
      : cannotCheck(
          'Destination folder',
          'whether BOX_DESTINATION_FOLDER_ID is a folder in which everyone who sends may create files.',
        ),
  ];
}

/**
 * The event stream is not checked: the admin's connection is in the store, and the doctor uses no stored connection.
 */
const eventsUnchecked: Finding = unchecked(
  'is read with the connection of BOX_EVENTS_SLACK_USER, who has to be a Box admin and to have connected; the log says when Box refuses it.',
);

/**
 * Sends Box a made-up authorization code. When Box knows the app, it refuses only the code, which `exchange` returns;
 * when it does not, `exchange` throws.
 */
async function appKnownFinding(config: Config): Promise<Finding> {
  try {
    await boxOAuthOf(config)?.exchange('made-up-by-the-doctor');
    return ok('Box knows it; people connect their own accounts');
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    if (!/^(invalid_client|unauthorized_client|unauthorized)$/.test(error.reason))
      return hintFinding(error, 'to say whether it knows the app');
    return wrong(
      `Box does not accept BOX_CLIENT_ID with BOX_CLIENT_SECRET (${error.reason}). Copy both again.`,
      whereToFind('BOX_CLIENT_SECRET'),
    );
  }
}

async function grantFinding(token: () => Promise<string>): Promise<Finding> {
  try {
    await token();
    return ok('can act for the enterprise in BOX_ENTERPRISE_ID');
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    if (error.kind !== 'final') return hintFinding(error, 'to give the app a token');
    return wrong(
      `Box does not give it a token (${error.reason}). Check that BOX_CLIENT_ID, BOX_CLIENT_SECRET and BOX_ENTERPRISE_ID belong to the same app and company, that the app has App + Enterprise Access, and that your Box admin has authorised it.`,
      'https://app.box.com/master/custom-apps, Server Authentication Apps',
    );
  }
}

async function usersFinding(credentials: ClientCredentials): Promise<Finding> {
  try {
    await credentials.userOf('nobody@example.com');
    return ok('can be looked up by their email address');
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    if (error.status !== 403) return hintFinding(error, 'to look up users');
    return wrong(
      `The Box app is not allowed to look up users (${error.reason}). Tick “Manage users” (manage_managed_users), and have your Box admin authorise the app again.`,
      `${consolePage}, Configuration, Application Scopes`,
    );
  }
}

/** Asks Box for the position at the end of the event stream, and reads no event. */
async function eventsFinding(session: BoxSession): Promise<Finding> {
  try {
    await readEventPage(session, streamEnd);
    return ok('may be read');
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    if (error.status !== 403) return hintFinding(error, 'to show the event stream');
    return wrong(
      `The Box app may not read the event stream (${error.reason}). Tick “Manage enterprise properties”, and have your Box admin authorise the app again; or empty BOX_EVENTS.`,
      `${consolePage}, Configuration, Application Scopes`,
    );
  }
}

/** @param refusedTo what Box has refused, as in `to look up users` */
function hintFinding(error: OutsideFailure, refusedTo: string): Finding {
  if (error.reason === 'unauthorized')
    return wrong(
      'Box does not accept the token that it has just given the app. Try again; if that stays so, have your Box admin authorise the app again.',
      'https://app.box.com/master/custom-apps, Server Authentication Apps',
    );
  const { says, page } = boxHint(error, refusedTo);
  return wrong(says, page);
}
