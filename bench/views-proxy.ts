/**
 * A proxy in front of the sandbox's Slack. Once told to, it answers `views.open` immediately and counts it: the
 * sandbox takes longer to check a view than the app takes to build one, and under load the sandbox would be what is
 * measured.
 */
import { createServer, request as httpRequest } from 'node:http';
import { listenOnLoopback } from '../sandbox/http.ts';

/** A proxy between the app and Slack that answers `views.open` itself. */
export interface ViewsProxy {
  /** Base address of the API for the app; ends in `/api/`. */
  readonly apiUrl: string;
  /** From now on, the proxy answers `views.open`. */
  answerViews(): void;
  /** How many `views.open` calls the proxy has answered itself. */
  readonly opened: number;
  close(): Promise<void>;
}

const answer = JSON.stringify({ ok: true, view: { id: 'V0SHORTCUT', hash: '1', state: { values: {} } } });

/** Starts the proxy in front of the Slack at this URL. */
export async function startViewsProxy(slackUrl: string): Promise<ViewsProxy> {
  let answersViews = false;
  let opened = 0;
  const server = createServer((request, response) => {
    if (answersViews && request.url === '/api/views.open') {
      request.resume().once('end', () => {
        opened += 1;
        response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
      });
      return;
    }
    const { method = 'GET', headers, url = '/' } = request;
    const passed = httpRequest(new URL(url, slackUrl), { method, headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
    });
    passed.once('error', () => response.destroy());
    request.pipe(passed);
  });
  const port = await listenOnLoopback(server);
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    answerViews: () => {
      answersViews = true;
    },
    get opened() {
      return opened;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
