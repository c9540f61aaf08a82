/** Ana's list of sign requests, filled and opened. */
import { expect } from 'vitest';
import { anaInBox } from './acts.ts';
import type { World } from './world.ts';

/** The path of Box's list of sign requests. */
export const listCall = /^\/2\.0\/sign_requests$/;
/** Where the list is looked for. */
export const inModal = { in: 'modal' as const };

/** Creates requests of Ana's in Box, each to one person. */
export async function createsInBox(
  world: World,
  names: readonly string[],
  to = 'bo@client.com',
): Promise<void> {
  const file = world.newFile();
  for (const name of names) world.box.addSignRequest(anaInBox(world), { file, to: [to], name });
  // Time passes, so that Box converts the files and mails the signers.
  await world.passes(1_000);
}

/** How often the app has read Box's list. */
export function listCalls(world: World): number {
  return world.box.traffic.filter(({ method, path }) => method === 'GET' && listCall.test(path)).length;
}

/** Ana opens her list and waits until Box has answered. */
export async function opensList(world: World, words = ''): Promise<string> {
  await world.ana.reloads();
  expect(await world.ana.types(`/sign list ${words}`.trim())).toEqual({ shown: null });
  return world.ana.sees(/My signature requests.*\nAs of /s, inModal);
}
