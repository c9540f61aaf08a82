/** Finds picked colleagues who cannot sign: Slack's picker also offers apps and deactivated people. */
import { OutsideFailure } from '../../failure.ts';
import type { FieldRefusals, FormValues } from '../../signing/form.ts';
import type { ColleagueRefusal, FieldRefusal } from '../../signing/refusals.ts';
import type { Signer } from '../../signing/sign-request.ts';
import { roleField } from '../../signing/template-people.ts';
import type { Person } from '../../store/database.ts';
import { shownAddress } from '../../views/address.ts';
import { nameOr } from '../../views/blocks.ts';
import type { NamedSigner } from '../../views/signers-page.ts';
import type { Texts } from '../../views/texts/index.ts';
import { personOf } from '../rights/admit.ts';
import type { Services } from '../services.ts';

/**
 * How long Slack's answers about colleagues are awaited (ms), so that the form can still be answered with a refusal.
 */
const answerWithinMs = 800;

/** Slack's limit for the text of an entry in a menu. */
const maxNameLength = 75;

/** Why a colleague cannot sign; null: they can. */
export function whyNotSigner({ name, isBot, isDeleted, email }: Person): ColleagueRefusal | null {
  if (isBot) return { code: 'colleague_is_bot', name };
  if (isDeleted) return { code: 'colleague_deactivated', name };
  return email ? null : { code: 'colleague_without_address', name };
}

/**
 * The colleagues who cannot sign. Colleagues about whom Slack does not answer in time are not refused here:
 * `resolveSigners` asks again after the acknowledgement.
 *
 * @param userIds Slack user ids, without the requester, who signs as their own Box user
 */
async function refusedColleagues(
  services: Services,
  tenant: string,
  userIds: readonly string[],
): Promise<readonly ColleagueRefusal[]> {
  const found = await Promise.all(
    [...new Set(userIds)].map(async (userId) => {
      try {
        return whyNotSigner(await personOf(services, tenant, userId, answerWithinMs));
      } catch (error) {
        if (!(error instanceof OutsideFailure)) throw error;
        services.log.info({ userId, failure: error.message }, 'a colleague is looked up again later');
        return null;
      }
    }),
  );
  return found.filter((refusal) => refusal !== null);
}

/**
 * Refusals of the colleagues in a form, at the fields in which they were picked.
 * @param requester left out, because they sign as their own Box user
 */
export async function colleagueRefusals(
  services: Services,
  tenant: string,
  form: FormValues,
  requester: string,
): Promise<FieldRefusals> {
  const refusedAmong = async (userIds: readonly string[]): Promise<FieldRefusal | null> => {
    const others = userIds.filter((userId) => userId !== requester);
    const refused = await refusedColleagues(services, tenant, others);
    return refused.length === 0 ? null : { code: 'colleagues_cannot_sign', refused };
  };
  if (form.way !== 'template') {
    const colleagues = await refusedAmong(form.colleagues);
    return colleagues === null ? {} : { colleagues };
  }
  const found = await Promise.all(
    (form.template?.people ?? []).map(async ({ slackUserId }, index) => {
      const refusal = slackUserId === null ? null : await refusedAmong([slackUserId]);
      return refusal === null ? [] : [[roleField(index), refusal] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** The signers with names for menus. A colleague about whom Slack does not answer in time gets a number instead. */
export function namedSigners(
  services: Services,
  tenant: string,
  signers: readonly Signer[],
  t: Texts,
): Promise<readonly NamedSigner[]> {
  return Promise.all(
    signers.map(async (signer, index) => {
      if (signer.slackUserId === null) return { signer, name: shownAddress(signer.email, maxNameLength) };
      try {
        const { name } = await personOf(services, tenant, signer.slackUserId, answerWithinMs);
        return { signer, name: nameOr(name, t.signersPage.colleague(index + 1), maxNameLength) };
      } catch (error) {
        if (!(error instanceof OutsideFailure)) throw error;
        services.log.info({ userId: signer.slackUserId, failure: error.message }, 'a colleague has a number');
        return { signer, name: t.signersPage.colleague(index + 1) };
      }
    }),
  );
}
