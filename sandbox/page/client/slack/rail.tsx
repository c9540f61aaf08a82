/**
 * The column of workspaces, each with the unread count of the person last played there. Renders nothing where there is
 * only one.
 */

import { Link } from '../link.tsx';
import { useLive } from '../live.ts';
import { readClient } from './acts.ts';
import type { Client } from './answers.ts';
import { initialsOf } from './avatar.tsx';
import { lastPersonIn, lastPlaceIn } from './places.ts';

export function Rail({ client }: { readonly client: Client }) {
  if (client.workspaces.length < 2) return null;
  return (
    <nav class="rail" aria-label="Workspaces">
      {client.workspaces.map((workspace) => {
        const isHere = workspace.id === client.workspace.id;
        return (
          <Square
            key={workspace.id}
            name={workspace.name}
            person={isHere ? client.person : lastPersonIn(workspace)}
            href={isHere ? location.pathname : lastPlaceIn(workspace)}
            isHere={isHere}
          />
        );
      })}
    </nav>
  );
}

/** A workspace's square with its unread count. */
function Square(props: {
  readonly name: string;
  /** The person who is played in the workspace. */
  readonly person: string;
  readonly href: string;
  readonly isHere: boolean;
}) {
  const { name, person, href, isHere } = props;
  const { value } = useLive('slack', person, () => readClient(person));
  const unread = value?.conversations.reduce((sum, conversation) => sum + conversation.unread, 0) ?? 0;
  return (
    <Link href={href} isCurrent={isHere} label={unread > 0 ? `${name}, ${unread} unread` : name}>
      <span aria-hidden="true">{initialsOf(name)}</span>
      {unread > 0 && (
        <span class="count" aria-hidden="true">
          {unread}
        </span>
      )}
      <span class="rail-name" aria-hidden="true">
        {name}
      </span>
    </Link>
  );
}
