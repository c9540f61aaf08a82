/**
 * The header by which a shared link gives access to its item (https://developer.box.com/reference/get-shared-items/).
 * It must carry one link and nothing else.
 */
import { OutsideFailure } from '../failure.ts';

/**
 * The value of the `BoxApi` header for a shared link, without its query and fragment.
 * @throws OutsideFailure (final, `bad_shared_link`) when it is not a web address
 */
export function sharedLinkHeader(sharedLink: string, operation: string): string {
  const url = URL.canParse(sharedLink) ? new URL(sharedLink) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    const reason = 'bad_shared_link';
    throw new OutsideFailure({ service: 'box', operation, kind: 'final', status: null, reason });
  }
  // `&` separates the header's fields; the URL parser has already escaped what a header may not hold.
  return `shared_link=${url.origin}${url.pathname.replaceAll('&', '%26')}`;
}
