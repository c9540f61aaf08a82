/** The stream of changes for the page. */
import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { closeServer, listenOnLoopback } from '../../../sandbox/http.ts';
import { startPage } from '../../../sandbox/page/server.ts';

it('a change is reported that arrives together with a keep-alive line', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': still there\n\ndata: 1\n\n');
  });
  const port = await listenOnLoopback(server);
  onTestFinished(() => closeServer(server));
  const page = await startPage({ controlServers: { slack: `http://127.0.0.1:${port}` } });
  onTestFinished(() => page.close());
  const { body } = await fetch(`${page.url}/control-servers/changes`);
  const heard = await body?.getReader().read();
  expect(new TextDecoder().decode(heard?.value)).toBe('event: slack\ndata: changed\n\n');
});
