/** The key by which a message is found again, read from its `metadata`, as it was sent or stored. */
export function keyOf(metadata: unknown): string | null {
  const value: unknown = typeof metadata === 'string' ? JSON.parse(metadata) : metadata;
  const card = (value as { event_payload?: { card?: unknown } } | null | undefined)?.event_payload?.card;
  return typeof card === 'string' ? card : null;
}
