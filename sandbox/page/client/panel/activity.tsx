/** Every call between app, Slack and Box. */
export function Activity() {
  return <p>Activity</p>;
}
