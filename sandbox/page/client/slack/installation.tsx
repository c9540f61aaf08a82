/** Installing the app in the workspace, and removing it. Slack decides who may. */
import { useEffect, useState } from 'preact/hooks';
import { AskDialog } from '../ask-dialog.tsx';
import { removeApp, signIn } from './acts.ts';
import type { Client } from './answers.ts';

/**
 * A link to the app's own install page. Renders nothing where the app is installed or installations are not tracked.
 */
export function NotInstalled({ client }: { readonly client: Client }) {
  const { app, workspace, person } = client;
  const isMissing = app.installation?.isInstalled === false;
  // Slack's own pages open in another tab; the browser is signed in there as the person who presses the link.
  const arrive = (): void => {
    signIn(person).catch(() => {
      // A failed sign-in is ignored: Slack's page then names another person who may install the app.
    });
  };
  useEffect(() => {
    if (isMissing) arrive();
  }, [isMissing, person]);
  if (!isMissing) return null;
  const url = app.installation?.installUrl;
  return (
    <section class="bar app-strip" aria-label={app.name}>
      <p>
        <strong>
          {app.name} is not in {workspace.name}.
        </strong>{' '}
        Its commands do not work here.
      </p>
      {url && (
        <a class="button primary" href={url} target="_blank" rel="noopener noreferrer" onClick={arrive}>
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
