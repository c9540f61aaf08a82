/** Box's pages: files and folders, the prepare page, the signing page. */
export function BoxPages({ parts }: { readonly parts: readonly string[]; readonly query: URLSearchParams }) {
  return <p>{parts.join(' / ')}</p>;
}
