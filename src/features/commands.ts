/** The table of subcommands, from which help is generated as well. */
import { hasFormValues, readArguments } from '../signing/arguments.ts';
import { visibleText } from '../signing/quote.ts';
import type { Answer, CommandPayload } from '../slack/payloads.ts';
import { actions } from '../views/actions.ts';
import type { HelpRow } from '../views/help.ts';
import type { Texts } from '../views/texts/index.ts';
import { disconnectByCommand } from './connect/disconnect.ts';
import { connectByCommand } from './connect/link.ts';
import { openForm } from './create/open.ts';
import { cancelByCommand, resendByCommand } from './follow-up.ts';
import { helpCommand, unknownCommand } from './help.ts';
import { openList } from './list/open.ts';
import type { Services } from './services.ts';
import { openPersonSettings } from './settings/person.ts';
import { statusCommand } from './status.ts';
import { openTemplates } from './templates.ts';
import { showWorkspace } from './workspace/show.ts';

interface CommandRow {
  /** The first word after the command, which selects this row; empty for the bare command. */
  readonly word: string;
  /** Another word for the same subcommand. */
  readonly alias?: string;
  readonly run: (services: Services, payload: CommandPayload) => Answer | Promise<Answer>;
  readonly help: (t: Texts) => Omit<HelpRow, 'command'>;
  /** Whether help lists it; absent: always. */
  readonly isOffered?: (services: Services) => boolean;
}

const commandRows: readonly CommandRow[] = [
  {
    word: '',
    run: (services, payload) => openForm(services, payload, readArguments('')),
    help: (t) => ({ ...t.help.commands.form, actionId: actions.openForm }),
  },
  {
    word: 'list',
    run: (services, payload) => openList(services, payload, wordsAfter(payload.text)),
    help: (t) => ({ ...t.help.commands.list, actionId: actions.allRequests }),
  },
  {
    word: 'status',
    run: (services, payload) => statusCommand(services, payload, wordsAfter(payload.text)),
    help: (t) => t.help.commands.status,
  },
  {
    word: 'resend',
    alias: 'remind',
    run: resendByCommand,
    help: (t) => t.help.commands.resend,
  },
  {
    word: 'cancel',
    run: cancelByCommand,
    help: (t) => t.help.commands.cancel,
  },
  {
    word: 'templates',
    run: (services, payload) => openTemplates(services, payload, wordsAfter(payload.text)),
    help: (t) => t.help.commands.templates,
  },
  {
    word: 'connect',
    run: (services, payload) => connectByCommand(services, payload, wordsAfter(payload.text)),
    help: (t) => ({ ...t.help.commands.connect, actionId: actions.connect }),
    isOffered: hasOwnAccounts,
  },
  {
    word: 'disconnect',
    run: disconnectByCommand,
    help: (t) => t.help.commands.disconnect,
    isOffered: hasOwnAccounts,
  },
  {
    word: 'settings',
    run: openPersonSettings,
    help: (t) => t.help.commands.settings,
  },
  {
    word: 'workspace',
    run: showWorkspace,
    help: (t) => t.help.commands.workspace,
  },
  {
    word: 'help',
    run: (services, payload) => helpCommand(services, payload, (t) => helpRows(services, t)),
    help: (t) => t.help.commands.help,
  },
];

/** All subcommands, with their aliases. */
export const commandWords: readonly string[] = commandRows
  .flatMap(({ word, alias }) => [word, alias ?? ''])
  .filter((word) => word !== '');

function hasOwnAccounts(services: Services): boolean {
  return services.accountMode.kind === 'own';
}

function helpRows(services: Services, t: Texts): readonly Omit<HelpRow, 'command'>[] {
  const offered = commandRows.filter(({ isOffered }) => isOffered?.(services) ?? true);
  const [form, ...rest] = offered.map((row) => row.help(t));
  return [...(form ? [form] : []), t.help.commands.prefilled, ...rest];
}

/** The text after the subcommand. */
function wordsAfter(text: string): string {
  return visibleText(text).replace(/^\S+\s*/, '');
}

/** Runs a subcommand, opens a prefilled form, or answers words we do not know. */
export function runCommand(services: Services, payload: CommandPayload): Answer | Promise<Answer> {
  const [word = ''] = visibleText(payload.text).split(/\s+/);
  const first = word.toLowerCase();
  const row = commandRows.find(({ word, alias }) => word === first || alias === first);
  if (row) return row.run(services, payload);
  const typed = readArguments(payload.text);
  if (hasFormValues(typed)) return openForm(services, payload, typed);
  return unknownCommand(services, payload, commandWords);
}
