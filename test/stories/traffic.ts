/**
 * Every exchange that a story caused with Box is held against Box's published definition, when the tests
 * were told where it is (`BOX_OPENAPI`).
 */
import type { Exchange } from '../../sandbox/box/traffic.ts';
import { BoxContract } from '../contracts/openapi.ts';

const definition = process.env['BOX_OPENAPI'];

/** @throws naming each exchange that breaks the definition. */
export function checkTraffic(exchanges: readonly Exchange[]): void {
  if (!definition) return;
  const contract = new BoxContract(definition);
  const problems = exchanges
    // The page on which people agree, and the addresses that bytes come from, are none of the API's calls.
    .filter(({ path }) => path !== '/api/oauth2/authorize' && !path.startsWith('/download/'))
    .flatMap((exchange) => contract.checkExchange(exchange))
    .map(({ call, side, at, message }) => `${call}, ${side} ${at}: ${message}`);
  if (problems.length > 0)
    throw new Error(`Box's definition is broken:\n${[...new Set(problems)].join('\n')}`);
}
