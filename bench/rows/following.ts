/** What following costs: a simulated month of a company, and one poll for each of very many people. */
import { simulateMonth } from '../following/month.ts';
import { pollWithoutNews } from '../following/round.ts';
import { atMost, exactly, type Figure, p95, type Row } from '../row.ts';

const pollCallsPerMonth = 20_000;
const minute = 60_000;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const most = (values: readonly number[]): number => values.reduce((one, other) => Math.max(one, other), 0);

export const following: Row = {
  name: 'following',
  stores: ['sqlite'],
  rounds: 1,
  async measure() {
    const month = simulateMonth({ people: 50, perWeek: 20, pollCallsPerMonth });
    const delayed = (what: string, values: readonly number[]): Figure[] => [
      { what: `  ${what}: shows after, mean`, value: mean(values) / minute, unit: 'minutes' },
      { what: `  ${what}: p95`, value: p95(values) / minute, unit: 'minutes' },
      { what: `  ${what}: worst`, value: most(values) / minute, unit: 'minutes' },
    ];
    const withEvents = simulateMonth({ people: 50, perWeek: 20, pollCallsPerMonth, withEvents: true });
    const poll = pollWithoutNews(500, 20);
    return [
      {
        what: 'a month of 50 people × 20 a week',
        value: month.calls,
        unit: 'calls',
        goal: atMost(pollCallsPerMonth),
      },
      ...delayed('after Place the fields', month.afterPress),
      ...delayed('awaited', month.delays.awaited),
      ...delayed('moving', month.delays.moving),
      ...delayed('quiet', month.delays.quiet),
      {
        what: 'with the event stream: calls of polling',
        value: withEvents.calls,
        unit: 'calls',
        goal: atMost(2_000),
      },
      {
        what: '  polling and reading, of the budget',
        value: withEvents.calls + withEvents.readings,
        unit: 'calls',
        goal: atMost(pollCallsPerMonth),
      },
      { what: '  gets that events cause', value: withEvents.answers, unit: 'calls' },
      ...delayed('after Place the fields, with events', withEvents.afterPress),
      ...delayed('all, with events', Object.values(withEvents.delays).flat()),
      { what: 'a poll of 10,000 requests of 500 users', value: poll.calls, unit: 'calls', goal: atMost(500) },
      { what: '  redrawn when nothing changed', value: poll.redraws, unit: 'cards', goal: exactly(0) },
    ];
  },
};
