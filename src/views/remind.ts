/** The sentences that are shown before a reminder is sent: whom it reaches, and what Box can and cannot do. */
import type { ConfirmationDialog } from '@slack/types';
import { recentlyNudged } from '../signing/nudge.ts';
import type { Signer, SignRequest } from '../signing/sign-request.ts';
import { signersOnTurn } from '../signing/status.ts';
import { plainText } from './blocks.ts';
import { namesOf } from './card-people.ts';
import { truncate } from './clean.ts';
import type { Texts } from './texts/index.ts';

/**
 * Where a signer's name is cut, in UTF-16 units: Slack allows 300 characters for a dialog's whole text. The modal has
 * more room.
 */
const nameLimits = { dialog: 30, modal: 60 } as const;

/** The confirmation dialog of the reminder button. */
export function remindConfirm(record: SignRequest, t: Texts, now: number): ConfirmationDialog {
  const says = t.actions.remind;
  return {
    title: plainText(says.title, 100),
    text: plainText(remindSentences(record, 'dialog', t, now).join(' '), 300),
    confirm: plainText(says.submit, 30),
    deny: plainText(says.close, 30),
  };
}

/** The sentences, each understandable without the others. */
export function remindSentences(
  record: SignRequest,
  place: keyof typeof nameLimits,
  t: Texts,
  now: number,
): string[] {
  const says = t.actions.remind;
  const named = (signers: readonly Signer[]): string => {
    const names = namesOf(signers, record, t).map((name) => truncate(name, nameLimits[place]));
    return place === 'modal' ? names.join(', ') : says.names(names);
  };
  const onTurn = signersOnTurn(record.signers).filter(({ isInPerson }) => !isInPerson);
  const isOwn = ({ slackUserId }: Signer): boolean => slackUserId === record.requester;
  const emailed = onTurn.filter(({ signsHere }) => !signsHere);
  const lately = recentlyNudged(record, now);
  const wasTold = ({ slackUserId }: Signer): boolean => slackUserId !== null && lately.includes(slackUserId);
  const inSlack = onTurn.filter((signer) => signer.signsHere && !isOwn(signer));
  const toTell = inSlack.filter((signer) => !wasTold(signer));
  const told = inSlack.filter(wasTold);
  const colleagues = emailed.filter(
    (signer) => signer.slackUserId !== null && !isOwn(signer) && !wasTold(signer),
  );
  return [
    ...(emailed.length > 0 ? [says[record.details.sharedAs ? 'reminds' : 'emails'](named(emailed))] : []),
    ...(toTell.length > 0 ? [says.here(named(toTell), toTell.length)] : []),
    ...(told.length > 0 ? [says.told(named(told), told.length)] : []),
    ...(emailed.length > 0 ? [says.everyone] : []),
    ...(colleagues.length > 0 ? [says.colleagues] : []),
    says.rule,
  ];
}
