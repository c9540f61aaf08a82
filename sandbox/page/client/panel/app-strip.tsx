/** Says when the app is not running, and why, and restarts it. Shows nothing while all is well. */
import { useState } from 'preact/hooks';
import { sandboxAct } from '../control-api.ts';
import { useLive } from '../live.ts';

export interface AppState {
  readonly phase: 'starting' | 'ready' | 'ended';
  readonly starts: number;
  readonly status: number | null;
  readonly lastLines: readonly string[];
  /** The compiler's errors, during development. */
  readonly complaints: readonly string[];
}

/** The app's state, and a function that reads it again. */
export function useApp() {
  return useLive('sandbox', 'app', () => sandboxAct<AppState>('app', {}));
}

export function AppStrip() {
  const { value: app, error } = useApp();
  return (
    <div role="status" aria-label="The app">
      {error && (
        <div class="bar app-strip">
          <p>The sandbox does not answer. Check that it is still running in its terminal.</p>
        </div>
      )}
      {!error && app?.phase === 'starting' && (
        <div class="bar app-strip">
          <p>{app.starts > 1 ? 'The app is restarting…' : 'The app is starting…'}</p>
        </div>
      )}
      {!error && app && app.complaints.length > 0 && (
        <div class="bar app-strip">
          <p>
            <strong>What you saved does not compile.</strong> The app is still running the earlier version.
          </p>
          <pre>{app.complaints.join('\n')}</pre>
        </div>
      )}
      {!error && app?.phase === 'ended' && <Ended app={app} />}
    </div>
  );
}

function Ended({ app }: { readonly app: AppState }) {
  const [problem, setProblem] = useState<string | null>(null);
  const restart = (): void => {
    sandboxAct('app/restart', {}).catch((error: Error) => setProblem(error.message));
  };
  return (
    <div class="bar app-strip">
      <div class="row">
        <p>
          <strong>The app has stopped{app.status === null ? '' : ` with status ${app.status}`}.</strong> Slack
          and Box go on without it.
        </p>
        <button type="button" onClick={restart}>
          Start again
        </button>
      </div>
      {problem !== null && <p>{problem}</p>}
      {app.lastLines.some(Boolean) && <pre>{app.lastLines.join('\n')}</pre>}
    </div>
  );
}
