/** Shows whether the app runs, kills it as a crash would, and restarts it. */
import { useApp } from './app-strip.tsx';
import type { RunAct } from './misbehaviour.tsx';

const words = {
  starting: 'The app is starting…',
  ready: 'The app is running.',
  ended: 'The app has stopped.',
} as const;

export function AppCard({ act }: { readonly act: RunAct }) {
  const { value: app } = useApp();
  return (
    <section class="card" aria-labelledby="app-title">
      <h2 id="app-title">App</h2>
      {app && <p role="status">{words[app.phase]}</p>}
      <div class="choices">
        <button
          type="button"
          disabled={app === undefined || app.phase === 'ended'}
          onClick={() => act('app/kill', {})}
        >
          Crash it
        </button>
        <button
          type="button"
          disabled={app === undefined || app.phase === 'starting'}
          onClick={() => act('app/restart', {})}
        >
          {app?.phase === 'ended' ? 'Start it' : 'Restart it'}
        </button>
      </div>
      <p class="soft">When it has started again, it continues with what it was asked to do.</p>
    </section>
  );
}
