/** Checks every exchange with Box in a story against Box's published definition, when `BOX_OPENAPI` names its file. */
import type { Exchange } from '../../sandbox/box/traffic.ts';
import { BoxContract } from '../contracts/openapi.ts';

const definition = process.env['BOX_OPENAPI'];

/** Checks exchanges with Box against the definition. @throws naming each exchange that breaks it */
export function checkTraffic(exchanges: readonly Exchange[]): void {
  if (!definition) return;
  const contract = new BoxContract(definition);
  const problems = exchanges
    // The consent page and download addresses are not API calls.
    .filter(({ path }) => path !== '/api/oauth2/authorize' && !path.startsWith('/download/'))
    .flatMap((exchange) => contract.checkExchange(exchange))
    .map(({ call, side, at, message }) => `${call}, ${side} ${at}: ${message}`);
  if (problems.length > 0)
    throw new Error(`Box's definition is broken:\n${[...new Set(problems)].join('\n')}`);
}
