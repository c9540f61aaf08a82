/** The Home tab of the app, as the app published it for this person. */
import { useEffect, useMemo } from 'preact/hooks';
import { slackAct } from '../control-api.ts';
import { useLive } from '../live.ts';
import { Blocks } from './blocks.tsx';
import { bufferTyping } from './entering.ts';
import { objectsAt } from './json.ts';
import { type ShownView, useClient, useDrawingContext, viewActs } from './views.ts';

/** Renders the Home tab; nothing where the app's manifest has none. */
export function Home({ person }: { readonly person: string }) {
  const { value: client } = useClient(person);
  if (client?.app.homeTab !== true) return null;
  return <PublishedHome key={person} person={person} />;
}

function PublishedHome({ person }: { readonly person: string }) {
  const drawingContext = useDrawingContext(person);
  const { value: view, error } = useLive('slack', `home ${person}`, () =>
    slackAct<ShownView | null>(person, 'homeView'),
  );
  const viewId = view?.id ?? '';
  const typing = useMemo(() => bufferTyping(viewActs(person, viewId)), [person, viewId]);
  useEffect(() => {
    // Tells the app that its Home was opened. The app may then publish it, and the result is shown here.
    slackAct(person, 'opensApp', { tab: 'home' }).catch(() => undefined);
  }, [person]);
  if (error && view === undefined) return <p class="nothing">{error.message}</p>;
  if (view === undefined || !drawingContext) return <p class="waiting">Loading…</p>;
  if (view === null) return <p class="nothing">The app has not added anything here yet.</p>;
  return (
    <Blocks
      key={view.id}
      kind="home"
      blocks={objectsAt(view.content, 'blocks')}
      values={view.values}
      errors={view.errors}
      drawingContext={drawingContext}
      acts={typing.acts}
    />
  );
}
