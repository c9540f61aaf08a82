/** Makes the text of a signing log: who did what when. */
import type { BoxState, StoredSignRequest } from './state.ts';

/** One line for each event, in chronological order (UTC), under the request's name and ids. */
export function logLines(state: BoxState, request: StoredSignRequest, completedAt: number): string[] {
  const sender = state.users[request.senderId];
  const events: { at: number; text: string }[] = [];
  const add = (at: number | null, text: string) => {
    if (at !== null) events.push({ at, text });
  };
  add(request.createdAt, `Created by ${sender?.name ?? 'nobody'} (${sender?.login ?? ''}) at`);
  for (const signer of request.signers) {
    add(signer.mailedAt, `Mailed to ${signer.email} at`);
    add(signer.viewedAt, `${signer.email} opened the document at`);
    add(signer.decision?.at ?? null, `${signer.email} ${signer.decision?.type ?? ''} at`);
  }
  add(completedAt, 'Completed at');
  events.sort((a, b) => a.at - b.at);
  const lines = events.map(({ at, text }) => `${text} ${new Date(at).toISOString()}`);
  return ['Signing log', request.name, `${request.shortId} ${request.id}`, ...lines];
}
