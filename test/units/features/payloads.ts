/** Payloads of Ana for unit tests of features, as Slack's are after they were read. */
import type {
  ActionPayload,
  Actor,
  ClosePayload,
  CommandPayload,
  ShortcutPayload,
  SubmissionPayload,
  ViewPayload,
} from '../../../src/slack/payloads.ts';
import type { Desk } from './desk.ts';

export const byAna: Actor = {
  userId: 'U_ANA',
  teamId: 'T1',
  enterpriseId: null,
  isEnterpriseInstall: false,
  userTeamId: null,
};

/** `/sign` with this text, typed in the channel C1. */
export const command = ({ responseUrl }: Desk, text: string): CommandPayload => ({
  ...{ kind: 'command', actor: byAna, command: '/sign', text, channelId: 'C1', triggerId: 'trigger-1' },
  responseUrl,
});

/** A press in App Home on a button with this value; `more` says where else it was. */
export const press = (
  actionId: string,
  value: string | null,
  more: Partial<ActionPayload> = {},
): ActionPayload => ({
  ...{ kind: 'action', actor: byAna, actionId, value, triggerId: 'trigger-1', responseUrl: null },
  ...{ channelId: null, messageTs: null, message: null, view: null, isInHome: true },
  ...more,
});

/** A press on a private message, which has a response URL but no timestamp. */
export const privately = ({ responseUrl }: Desk): Partial<ActionPayload> => ({
  ...{ responseUrl, channelId: 'C1', isInHome: false },
});

/** A view with this metadata. */
export const view = (
  callbackId: string,
  metadata: object | string,
  state: ViewPayload['state'] = {},
): ViewPayload => ({
  ...{ id: 'V1', hash: null, callbackId, state },
  privateMetadata: typeof metadata === 'string' ? metadata : JSON.stringify(metadata),
});

export const submission = (shown: ViewPayload): SubmissionPayload => ({
  ...{ kind: 'submission', actor: byAna, view: shown },
});

export const closing = (shown: ViewPayload): ClosePayload => ({ kind: 'close', actor: byAna, view: shown });

export const shortcut = (more: Partial<ShortcutPayload> = {}): ShortcutPayload => ({
  ...{ kind: 'shortcut', actor: byAna, callbackId: 'x', triggerId: 'trigger-1' },
  ...{ message: null, channelId: null, responseUrl: null },
  ...more,
});
