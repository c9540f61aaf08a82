/** Help, generated from the table of commands, and the answer to words that are not a subcommand. */
import type { Message } from '../shapes.ts';
import { nearestWord, typedText } from '../signing/arguments.ts';
import { quoted, visibleText } from '../signing/quote.ts';
import type { Answer, CommandPayload } from '../slack/payloads.ts';
import { actions } from '../views/actions.ts';
import { type HelpRow, helpMessage, helpSentences, unknownCommandMessage } from '../views/help.ts';
import { choiceMessage, maxStatusChoices, stateBelow } from '../views/request-choice.ts';
import type { Texts } from '../views/texts/index.ts';
import { forMember, type Member } from './rights/members.ts';
import type { Services } from './services.ts';
import { matchRequests } from './which-request.ts';

/** `/sign help`. @param rows the command table's help lines, in a reader's language. */
export function helpCommand(
  services: Services,
  payload: CommandPayload,
  rows: (t: Texts) => readonly Omit<HelpRow, 'command'>[],
): Answer {
  return forMember(services, payload, async ({ t }) => {
    const typed = rows(t).map((row) => ({ ...row, command: payload.command }));
    await services.slack.respond(payload.responseUrl, helpMessage(typed, t), 'ephemeral');
  });
}

/** Answers words that are neither a subcommand nor values for the form: with the requests that match them, or help. */
export function unknownCommand(
  services: Services,
  payload: CommandPayload,
  known: readonly string[],
): Answer {
  return forMember(services, payload, async (member) => {
    const { t } = member;
    const word = nearestWord(visibleText(payload.text).split(/\s+/)[0] ?? '', known);
    const nearest = word === null ? null : `${payload.command} ${word}`;
    const matching = await matchesMessage(services, member, payload);
    const typed = `${payload.command} ${quoted(typedText(payload.text))}`;
    const message = matching ?? unknownCommandMessage(typed, nearest, t);
    await services.slack.respond(payload.responseUrl, message, 'ephemeral');
  });
}

/** A message with the person's requests that match the typed words; null when none does. */
async function matchesMessage(
  services: Services,
  member: Member,
  payload: CommandPayload,
): Promise<Message | null> {
  const { t } = member;
  const asked = { withoutWords: () => false, most: maxStatusChoices };
  const { typed, shown, count, records } = await matchRequests(services, member, payload.text, asked);
  if (count === 0) return null;
  const more = count > maxStatusChoices ? [t.status.newest(maxStatusChoices)] : [];
  return choiceMessage(
    {
      sentences: [t.status.matches(shown), ...more],
      records,
      line: stateBelow(t),
      action: actions.details,
      label: t.status.details,
      query: typed,
      closing: helpSentences(payload.command, null, t),
    },
    t,
    services.now(),
  );
}
