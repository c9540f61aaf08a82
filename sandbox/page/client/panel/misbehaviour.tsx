/** What Slack and Box can be told to do wrong. */
export function Misbehaviour() {
  return <p>Misbehaviour</p>;
}
