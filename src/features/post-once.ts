/** A message of the app's own in a person's conversation with it: once, also when the answer to posting it was lost. */
import type { Message } from '../shapes.ts';
import type { Run } from './run.ts';
import type { Services } from './services.ts';

/**
 * @param key by which the message is found again
 * @param run the job's, of which an earlier run may have posted it
 */
export async function postOnce(
  { slack }: Pick<Services, 'slack'>,
  user: string,
  { message, key }: { readonly message: Message; readonly key: string },
  { attempts, createdAt }: Pick<Run, 'attempts' | 'createdAt'>,
): Promise<void> {
  const channel = await slack.openDirect(user);
  const earlier = attempts > 1 ? await slack.findOwn(channel, key, createdAt) : null;
  if (!earlier?.ts) await slack.post(channel, message, key);
}
