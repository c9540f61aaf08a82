/** Box's own SDK, talking to the sandbox's Box. */
import { BoxClient, BoxDeveloperTokenAuth } from 'box-typescript-sdk-gen';
import type { SandboxBox } from '../../sandbox/box/server.ts';

/** An SDK client of one user, without retries. */
export function sdkOf(box: SandboxBox, token: string): BoxClient {
  const auth = new BoxDeveloperTokenAuth({ token });
  const networkSession = new BoxClient({ auth }).networkSession
    .withRetryStrategy({ shouldRetry: async () => false, retryAfter: () => 0 })
    .withCustomBaseUrls({ baseUrl: box.url, uploadUrl: `${box.url}/api`, oauth2Url: box.url });
  return new BoxClient({ auth, networkSession });
}
