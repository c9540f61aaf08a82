/** Sends one person's commands over many connections simultaneously, signed as by Slack. */
import { createHmac } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';

/** The measurements of a load test. */
export interface Load {
  readonly acknowledged: number;
  /** Number of acknowledgements a second. */
  readonly perSecond: number;
  /** 95th percentile of the time from sending to the acknowledgement (ms). */
  readonly p95Ms: number;
}

/** Who types commands, and where the app listens. */
export interface Typing {
  readonly port: number;
  readonly signingSecret: string;
  readonly teamId: string;
  readonly userId: string;
  readonly responseUrl: string;
}

const connections = 20;

/** Types `/sign` repeatedly on 20 connections, for `ms` milliseconds. @throws when a command is not acknowledged */
export async function typeForMs(typing: Typing, ms: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const body = new URLSearchParams({
    command: '/sign',
    text: '',
    team_id: typing.teamId,
    user_id: typing.userId,
    channel_id: 'C0BENCH',
    trigger_id: '1.1.bench',
    response_url: typing.responseUrl,
    api_app_id: 'A0BENCH',
    token: 'none',
  }).toString();
  const took: number[] = [];
  const startedAt = performance.now();
  const person = async (): Promise<void> => {
    while (performance.now() - startedAt < ms) {
      const sentAt = performance.now();
      const status = await send(typing, agent, body);
      if (status !== 200) throw new Error(`a command was answered with ${status}`);
      took.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: connections }, person));
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  took.sort((one, other) => one - other);
  return {
    acknowledged: took.length,
    perSecond: took.length / seconds,
    p95Ms: took[Math.floor(took.length * 0.95)] ?? 0,
  };
}

/** Sends a signed command to the app. Resolves with the HTTP status of the answer. */
function send({ port, signingSecret }: Typing, agent: Agent, body: string): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  return new Promise((resolve, reject) => {
    const path = '/slack/events';
    const request = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', headers, agent });
    request.once('error', reject);
    request.once('response', (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    request.end(body);
  });
}
