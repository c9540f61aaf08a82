/**
 * Checks first whether the right server answers at all: tests the name, the network and the certificate,
 * and recognises the server by its answer to a request without a token. Its `Date` header also shows how wrong this
 * machine's clock is.
 */
import { readAnswer } from '../../bytes.ts';
import { reasonOf } from '../../classify.ts';
import { whereToFind } from '../../config/help.ts';
import { type Finding, ok, unchecked, wrong } from './check.ts';

/** A server's answer to a request without a token. */
export interface ServerAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** How far this machine's clock is ahead of the server's (ms); null when the server sends no date. */
  readonly aheadMs: number | null;
}

/** The server's answer, or an error code when there was none. */
export type ProbeResult = { readonly answer: ServerAnswer } | { readonly silence: string };

const answerWithinMs = 10_000;

/** Limit for an answer (bytes): a server at a wrong address may answer with anything of any length. */
const maxAnswerBytes = 1024 * 1024;

/** Sends one GET without a token. Redirects are not followed: an API does not redirect. */
export async function probeServer(url: string): Promise<ProbeResult> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(answerWithinMs) });
    const told = Date.parse(response.headers.get('date') ?? '');
    const aheadMs = Number.isNaN(told) ? null : Date.now() - told;
    const { status, headers } = response;
    const { text } = await readAnswer(response.body, maxAnswerBytes);
    return { answer: { status, headers, body: text, aheadMs } };
  } catch (error) {
    return { silence: reasonOf(error) };
  }
}

/** The server that should answer at an address, and how its answer is recognised. */
export interface Expected {
  /** Slack or Box, as the sentence names it. */
  readonly service: string;
  readonly url: string;
  /** The variable that the address comes from. */
  readonly variable: string;
  /** Whether this is how the service answers a request without a token. */
  readonly isIt: (answer: ServerAnswer) => boolean;
}

/** The finding: whether the right server answered. */
export function serverFinding(probed: ProbeResult, { service, url, variable, isIt }: Expected): Finding {
  const { host, origin } = new URL(url);
  const page = whereToFind(variable);
  if ('silence' in probed) {
    return wrong(`${service} could not be reached at ${host}: ${whyNot(probed.silence, variable)}`, page);
  }
  if (isIt(probed.answer)) return ok(origin);
  return wrong(
    `What answers at ${host} is not ${service} (status ${probed.answer.status}): ${variable} is wrong, or a proxy is in between.`,
    page,
  );
}

function whyNot(code: string, variable: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `its name cannot be resolved (${code}). Check that this machine is online and that ${variable} is right.`;
  }
  if (code === 'timeout' || /TIMEOUT|TIMEDOUT/.test(code)) {
    return `no answer within ${answerWithinMs / 1000} seconds (${code}). Check for a firewall or proxy in between.`;
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO|_TLS_|_SSL_|EPROTO/.test(code)) {
    return `no trusted connection (${code}). A proxy that opens TLS needs its certificate in NODE_EXTRA_CA_CERTS.`;
  }
  return `no connection (${code}). Check that this machine is online and that ${variable} is right.`;
}

/** A larger difference of the clocks (ms) gets a warning. */
const warnAboveMs = 60_000;
/**
 * The app refuses what Slack sends over HTTP, and what Box's webhooks send, when the clocks differ by more than this
 * (ms); what Box sent long ago, a little later.
 */
const refuseAboveMs = 300_000;

/**
 * The finding: whether this machine's clock is near the server's.
 * @param isTimeChecked whether the server sends something of which the app checks the time
 */
export function clockFinding(service: string, probed: ProbeResult, isTimeChecked: boolean): Finding {
  const aheadMs = 'answer' in probed ? probed.answer.aheadMs : null;
  if (aheadMs === null) return unchecked(`${service} did not tell the time`);
  const off = Math.abs(aheadMs);
  if (off <= warnAboveMs) return ok(`within a minute of ${service}'s`);
  const says = `This machine's clock is ${Math.round(off / 1000)} seconds ${aheadMs > 0 ? 'ahead of' : 'behind'} ${service}'s.`;
  const page = "Set it from the network: timedatectl set-ntp true, or your system's date and time settings";
  if (off <= refuseAboveMs || !isTimeChecked) return { isOk: true, says, page, mark: 'warning' };
  return wrong(`${says} From five minutes on, the app refuses what ${service} sends.`, page);
}
