/** Installing the app in the workspace, and removing it. Slack decides who may. */
import { useState } from 'preact/hooks';
import { AskDialog } from '../ask-dialog.tsx';
import { installLink } from '../control-api.ts';
import { removeApp } from './acts.ts';
import type { Client } from './answers.ts';

/**
 * A link to the app's own install page. Renders nothing where the app is installed or installations are not tracked.
 */
export function NotInstalled({ client }: { readonly client: Client }) {
  const { app, workspace, person } = client;
  if (app.installation?.isInstalled !== false) return null;
  return (
    <section class="bar app-strip" aria-label={app.name}>
      <p>
        <strong>
          {app.name} is not in {workspace.name}.
        </strong>{' '}
        Its commands do not work here.
      </p>
      {app.installation.installUrl && (
        <a class="button primary" href={installLink(person)} target="_blank" rel="noopener noreferrer">
          Add {app.name} to {workspace.name}
        </a>
      )}
    </section>
  );
}

/** The button that removes the app. Renders nothing for people who may not, or where installations are not tracked. */
export function RemoveApp({ client }: { readonly client: Client }) {
  const [isAsking, setAsking] = useState(false);
  const { app, workspace, person } = client;
  if (!app.installation?.isInstalled || !app.installation.mayChange) return null;
  return (
    <>
      <button type="button" onClick={() => setAsking(true)}>
        Remove…
      </button>
      {isAsking && (
        <AskDialog
          title={`Remove ${app.name} from ${workspace.name}?`}
          does="Remove"
          kind="danger"
          onYes={async () => {
            await removeApp(person);
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        >
          <p>
            Its tokens end and Slack tells it so. It then deletes what it keeps of {workspace.name}; what went
            out from Box goes on there.
          </p>
        </AskDialog>
      )}
    </>
  );
}
