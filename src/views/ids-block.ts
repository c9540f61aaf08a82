/**
 * Small lines with the ids and references that an admin, Box's support or the operator needs to find a request.
 */
import type { KnownBlock } from '@slack/types';
import type { SignRequest } from '../signing/sign-request.ts';
import { context, nameOr, phraseText } from './blocks.ts';
import { clean } from './clean.ts';
import type { DeedShown } from './request-history.ts';
import type { Texts } from './texts/index.ts';

/**
 * The ids by which an admin or Box's support finds the request, and the reference by which the operator finds, in the
 * log, what was last done about it from Slack.
 */
export function idsBlock(
  { shortId, boxId, id }: SignRequest,
  t: Texts,
  deeds: readonly DeedShown[],
): KnownBlock {
  const { fact, labels } = t.details;
  const { separator } = t.card.context;
  const ids = [shortId, boxId, id].map((one) => nameOr(one, '')).filter((one) => one !== '');
  const reference = deeds.at(-1)?.reference ?? null;
  return context(
    phraseText(
      [
        ...fact(labels.ids, [clean(ids.join(separator), 200)]),
        ...(reference === null ? [] : [separator, ...fact(labels.reference, [clean(reference, 8)])]),
      ],
      t,
    ),
  );
}

/** The reference alone, for a message about something that failed. */
export function referenceBlock(reference: string, t: Texts): KnownBlock {
  return context(phraseText(t.details.fact(t.details.labels.reference, [clean(reference, 8)]), t));
}
