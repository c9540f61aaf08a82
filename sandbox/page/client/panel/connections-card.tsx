/** Shows whose Box account is connected; expires a person's access token, or revokes all their tokens, as Box does. */
import { useState } from 'preact/hooks';
import { sandboxAct } from '../control-api.ts';
import { useChanges, useLive } from '../live.ts';
import type { RunAct } from './misbehaviour.tsx';

interface Connection {
  readonly login: string;
  readonly name: string;
  readonly state: 'living' | 'expired' | 'over';
}

const words = {
  living: 'is connected.',
  expired: 'is connected; the access token has expired, and the app renews it at its next call.',
  over: 'is no longer connected: Box does not accept their tokens.',
} as const;

export function ConnectionsCard({ act }: { readonly act: RunAct }) {
  const [chosen, setChosen] = useState<string>();
  const { value: connections, refresh } = useLive('sandbox', 'connections', () =>
    sandboxAct<readonly Connection[]>('connections', {}),
  );
  useChanges('box', () => void refresh());
  if (connections === undefined) return null;
  const shown = connections.find(({ login }) => login === chosen) ?? connections[0];
  return (
    <section class="card" aria-labelledby="connections-title">
      <h2 id="connections-title">Box accounts</h2>
      {!shown && <p class="soft">Nobody has connected a Box account yet.</p>}
      {shown && (
        <>
          <label class="row">
            Whose
            <select value={shown.login} onChange={(event) => setChosen(event.currentTarget.value)}>
              {connections.map(({ login, name }) => (
                <option key={login} value={login}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <p role="status">
            {shown.name} {words[shown.state]}
          </p>
          <div class="choices">
            <button
              type="button"
              disabled={shown.state !== 'living'}
              onClick={() => act('connections/expire', { login: shown.login })}
            >
              The access token expires now
            </button>
            <button
              type="button"
              disabled={shown.state === 'over'}
              onClick={() => act('connections/revoke', { login: shown.login })}
            >
              Box revokes all tokens
            </button>
          </div>
        </>
      )}
      <p class="soft">
        An access token lasts an hour, and the app renews it unnoticed. If Box revokes a person's tokens, the
        app tells them once, and they connect again with <code>/sign connect</code>.
      </p>
    </section>
  );
}
