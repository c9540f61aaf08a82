/** What the command can do, and an answer to anything that it cannot. Drawn from the table that routes. */
import { nearestWord } from '../signing/arguments.ts';
import type { Answer, CommandPayload } from '../slack/payloads.ts';
import { type HelpRow, helpMessage, unknownMessage } from '../views/help.ts';
import type { Texts } from '../views/texts/index.ts';
import { admit } from './common/admit.ts';
import { type Services, textsFor } from './common/services.ts';
import { tellOutsider } from './common/tell.ts';

/** @param rows the command table's help lines, in a reader's language. */
export function help(
  services: Services,
  payload: CommandPayload,
  rows: (t: Texts) => readonly Omit<HelpRow, 'command'>[],
): Answer {
  return {
    after: async () => {
      const admission = await admit(services, payload.actor);
      if (!admission.isAdmitted) return tellOutsider(services, payload);
      const t = textsFor(admission.person);
      const typed = rows(t).map((row) => ({ ...row, command: payload.command }));
      await services.slack.respond(payload.responseUrl, helpMessage(typed, t), 'ephemeral');
    },
  };
}

/** Words that are neither a subcommand nor part of a request. */
export function unknown(services: Services, payload: CommandPayload, known: readonly string[]): Answer {
  return {
    after: async () => {
      const admission = await admit(services, payload.actor);
      if (!admission.isAdmitted) return tellOutsider(services, payload);
      const t = textsFor(admission.person);
      const word = nearestWord(payload.text.trim().split(/\s+/)[0] ?? '', known);
      const nearest = word === null ? null : `${payload.command} ${word}`;
      const message = unknownMessage(`${payload.command} ${payload.text}`, nearest, t);
      await services.slack.respond(payload.responseUrl, message, 'ephemeral');
    },
  };
}
