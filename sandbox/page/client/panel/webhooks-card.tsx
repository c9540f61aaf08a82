/** The webhooks that the app has created in Box, and how each of them can end. */
import { sandboxAct } from '../control-api.ts';
import { useChanges, useLive } from '../live.ts';
import type { RunAct } from './misbehaviour.tsx';

interface Webhook {
  readonly id: string;
  readonly user: string;
  readonly target: string;
  readonly isDead: boolean;
  readonly waiting: number;
}

export function WebhooksCard({ act }: { readonly act: RunAct }) {
  const { value: webhooks, refresh } = useLive('sandbox', 'webhooks', () =>
    sandboxAct<readonly Webhook[]>('webhooks', {}),
  );
  useChanges('box', () => void refresh());
  if (webhooks === undefined) return null;
  return (
    <section class="card" aria-labelledby="webhooks-title">
      <h2 id="webhooks-title">Webhooks at Box</h2>
      {webhooks.length === 0 && (
        <p class="soft">
          The app has created no webhooks. It does so only if the sandbox was started with{' '}
          <code>--webhooks</code>.
        </p>
      )}
      {webhooks.map(({ id, user, target, isDead, waiting }) => (
        <div key={id} class="stack">
          <p>
            {target} ({user}): {isDead ? 'dead, though Box lists it' : stateOf(waiting)}
          </p>
          <div class="choices">
            <button
              type="button"
              disabled={isDead}
              aria-label={`Stop notifying about ${target}, unseen`}
              onClick={() => act('webhooks/kill', { id })}
            >
              Stops, unseen
            </button>
            <button
              type="button"
              aria-label={`Box deletes the webhook of ${target}`}
              onClick={() => act('webhooks/delete', { id })}
            >
              Box deletes it
            </button>
          </div>
        </div>
      ))}
    </section>
  );
}

function stateOf(waiting: number): string {
  if (waiting === 0) return 'everything is delivered';
  return waiting === 1 ? '1 notification is waiting' : `${waiting} notifications are waiting`;
}
