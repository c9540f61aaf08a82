/** The rules of a workspace in stories: an admin changes them. */
import { expect } from 'vitest';
import type { Filling } from '../../sandbox/slack/filling.ts';
import type { World } from './world.ts';

/** An admin, by default Bo, changes the rules of the workspace. */
export async function setsRules({ slack }: World, filled: Record<string, Filling>, by = 'bo'): Promise<void> {
  const admin = slack.person(by);
  await admin.reloads();
  await admin.types('/sign workspace', { in: 'app' });
  await admin.sees('connected to Box here', { in: 'app' });
  const on = (await admin.messages('app')).findLast(({ plain }) => plain.includes('connected to Box here'));
  await admin.presses('Change…', on ? { on } : {});
  await admin.sees('Workspace settings', { in: 'modal' });
  await admin.fills(filled);
  expect(await admin.submits()).toEqual({});
  await admin.sees('Saved.', { in: 'modal' });
  await admin.closes();
}
