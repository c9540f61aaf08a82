/**
 * Posts one of the app's own messages to a person once, even when Slack's answer to the post was lost. Only where the
 * app may not search its messages (`im:history`), or not soon enough, can the message then appear twice.
 */
import type { Message } from '../shapes.ts';
import type { Run } from './run.ts';
import type { Services } from './services.ts';

/**
 * Posts the message, unless an earlier run of the job has posted it.
 *
 * @param key by which the message is found again
 * @param run the current run; an earlier run of the same job may have posted it
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
