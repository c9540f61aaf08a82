/** Files that a person uploads to Slack: chosen in a form, or for a message. */
import { base64Of } from './base64.ts';
import { slackAct } from './control-api.ts';

/** Uploads files from the computer, which nobody else sees yet. Returns their ids. @throws Error with the reason */
export async function addFiles(
  person: string,
  files: readonly File[],
  mostBytes: number,
): Promise<readonly string[]> {
  const tooLarge = files.find(({ size }) => size > mostBytes);
  if (tooLarge) throw new Error(`${tooLarge.name} is larger than ${mostBytes / 1024 / 1024} MB.`);
  const ids: string[] = [];
  for (const file of files) {
    const args = { name: file.name, base64: await base64Of(file) };
    ids.push((await slackAct<{ id: string }>(person, 'addsFile', args)).id);
  }
  return ids;
}
