/** Finds effects that reached another request or person than was meant. */
import type { ChaosWorld } from './chaos-world.ts';
import type { TrackedRequest } from './deeds.ts';

export async function effectsOnOthers(
  world: ChaosWorld,
  asked: readonly TrackedRequest[],
): Promise<readonly string[]> {
  return [...shownToOthers(world, asked), ...wrongAtBox(world, asked), ...unrequestedActions(world, asked)];
}

/** Messages and modals that name a request and are seen by someone who did not ask for it. */
function shownToOthers({ slack }: ChaosWorld, asked: readonly TrackedRequest[]): string[] {
  const { state } = slack;
  const requesterOf = new Map(asked.map(({ planned }) => [planned.name, slack.user(planned.requester).id]));
  const namesIn = (text: string): string[] => [...new Set(text.match(/Deal \d+\.pdf/g) ?? [])];
  const shown = [
    ...state.messages
      .filter(({ user }) => user === slack.botUserId)
      .map(({ text, blocks, channel, ephemeralTo }) => ({
        text: `${text} ${JSON.stringify(blocks)}`,
        to:
          ephemeralTo === null
            ? (state.channels[channel]?.members ?? []).filter((id) => id !== slack.botUserId)
            : [ephemeralTo],
      })),
    ...Object.values(state.views).map(({ content, userId }) => ({
      text: JSON.stringify(content),
      to: [userId],
    })),
  ];
  return shown.flatMap(({ text, to }) =>
    namesIn(text)
      .filter((name) => to.some((id) => id !== requesterOf.get(name)))
      .map((name) => `${name} was shown to somebody else`),
  );
}

/**
 * What is wrong with the requests in Box: a signer is missing, another sender sent it, or somebody is a signer who was
 * neither asked, nor forwarded to (`other-…`), nor the requester.
 */
function wrongAtBox({ box }: ChaosWorld, asked: readonly TrackedRequest[]): string[] {
  return box.signRequests().flatMap(({ sourceIds, signers, senderId }) => {
    const one = asked.find(({ file }) => sourceIds.includes(file.id));
    if (one === undefined) return [];
    const { name, requester, signers: wanted } = one.planned;
    const given = signers.map(({ email }) => email);
    const mayBe = [...wanted, ...wanted.map((who) => `other-${who}`), `${requester}@acme.com`];
    return [
      ...given.filter((email) => !mayBe.includes(email)).map((email) => `${name} went to ${email}`),
      ...wanted.filter((email) => !given.includes(email)).map((email) => `${name} did not go to ${email}`),
      ...(box.state.users[senderId]?.login === `${requester}@acme.com`
        ? []
        : [`${name} was sent by another`]),
    ];
  });
}

/** Requests that were cancelled or reminded although nobody asked for that. */
function unrequestedActions({ box }: ChaosWorld, asked: readonly TrackedRequest[]): string[] {
  return box.signRequests().flatMap(({ id, sourceIds, status }) => {
    const one = asked.find(({ file }) => sourceIds.includes(file.id));
    const means = (what: RegExp): boolean =>
      one?.planned.actions.some(({ action }) => what.test(action.does)) ?? true;
    const isReminded = box.traffic.some(({ path }) => path.endsWith(`/${id}/resend`));
    return [
      ...(status === 'cancelled' && !means(/^cancels/) ? [`${one?.planned.name} was cancelled`] : []),
      ...(isReminded && !means(/^reminds/) ? [`${one?.planned.name} was reminded`] : []),
    ];
  });
}
