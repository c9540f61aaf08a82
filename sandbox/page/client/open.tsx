/** Looks up which page of the sandbox stands for an address in Box, and goes to that page. */
import { useEffect, useState } from 'preact/hooks';
import { goTo } from './addresses.ts';
import { boxAct } from './control-api.ts';

export function OpenBoxLink({ url }: { readonly url: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    setProblem(null);
    boxAct<{ path: string }>('page-of', { url }).then(
      ({ path }) => {
        // Who has gone elsewhere meanwhile stays there.
        if (!isGone) goTo(path, 'replace');
      },
      (error: Error) => {
        if (!isGone) setProblem(error.message);
      },
    );
    return () => {
      isGone = true;
    };
  }, [url]);
  if (problem === null) return <p class="waiting">Opening…</p>;
  return (
    <section class="nothing">
      <h1>Page not found</h1>
      <p>{problem}</p>
    </section>
  );
}
