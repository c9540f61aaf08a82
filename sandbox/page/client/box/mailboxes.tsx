/** The mail that Box sent, a mailbox for each address. */
export function Mailboxes({ parts }: { readonly parts: readonly string[] }) {
  return <p>{parts.join(' / ')}</p>;
}
