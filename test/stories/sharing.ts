/** How people share cards in channels in stories, and what the channels then show. */
import { expect } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import { onlyCard } from './acts.ts';
import type { World } from './world.ts';

type Channel = World['slack']['state']['channels'][string];

/** Functions for what Ana does in this world when she shares cards. */
export function sharing(world: () => World) {
  let channels = 0;

  function channelNamed(place: string): Channel {
    const found = Object.values(world().slack.state.channels).find(({ name }) => `#${name}` === place);
    if (!found) throw new Error(`there is no ${place}`);
    return found;
  }

  /** Opens the Share modal from the card about the document with this name. */
  async function opensShare(name: string): Promise<void> {
    await world().ana.presses('Share…', { on: await onlyCard(world(), `${name}.pdf`, '') });
    await world().ana.sees('Everyone in the channel sees', { in: 'modal' });
  }

  const cardsIn = async (place: string): Promise<SeenMessage[]> =>
    (await world().ana.messages(place)).filter(({ from, ephemeral }) => from === 'app' && !ephemeral);

  return {
    channelNamed,
    opensShare,
    cardsIn,
    textsIn: async (place: string) => (await cardsIn(place)).map(({ plain }) => plain),
    /** Creates a channel of colleagues and a guest. Ana invites the app, unless `isInvited` is false. */
    async aChannel(options: { kind?: 'private'; isInvited?: boolean } = {}): Promise<string> {
      const { isInvited = true, ...channel } = options;
      channels += 1;
      const name = `deals-${channels}`;
      world().slack.addChannel({ name, members: ['ana', 'bo', 'cy', 'gil'], ...channel });
      if (isInvited) await world().ana.types('/invite @Sign', { in: `#${name}` });
      return `#${name}`;
    },
    /** Shares the card about the document with this name, without waiting for the result. */
    async shares(name: string, place: string, showsSigners = false): Promise<void> {
      await opensShare(name);
      if (showsSigners) await world().ana.fills({ 'Show who has to sign': true });
      await world().ana.fills({ Channel: place });
      expect(await world().ana.submits()).toEqual({});
    },
  };
}
