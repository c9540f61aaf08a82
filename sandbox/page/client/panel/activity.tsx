/** Every call between app, Slack and Box, the newest on top; secrets never reach the page. */
import { useEffect, useState } from 'preact/hooks';
import { sandboxAct } from '../control-api.ts';
import { type RecordedCall, useCalls } from './calls.ts';

const services = ['all', 'Slack', 'Box'] as const;
type Service = (typeof services)[number];

const callsPerPage = 200;

export function Activity() {
  const [isPaused, setPaused] = useState(false);
  const [service, setService] = useState<Service>('all');
  const [wanted, setWanted] = useState('');
  const [most, setMost] = useState(callsPerPage);
  const { calls, error, clear } = useCalls(isPaused);
  const fitting = (calls ?? []).filter((call) => fits(call, service, wanted));
  return (
    <section class="panel stack" aria-labelledby="activity-title">
      <h1 id="activity-title">Activity</h1>
      <p class="soft">
        Every call between the app, Slack and Box, newest first. Secrets are masked. Times are this browser's
        ({zone}).
      </p>
      <form class="row" onSubmit={(event) => event.preventDefault()}>
        <fieldset class="choices">
          <legend class="unseen">Service</legend>
          {services.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="service"
                checked={each === service}
                onChange={() => setService(each)}
              />
              <span>{each === 'all' ? 'All' : each}</span>
            </label>
          ))}
        </fieldset>
        <input
          type="search"
          class="find"
          aria-label="Find calls"
          placeholder="Find: method, path, status"
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
        <button type="button" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          {isPaused ? 'Go on' : 'Pause'}
        </button>
        <button type="button" onClick={() => void clear()}>
          Clear
        </button>
      </form>
      {error && <p class="wrong">The sandbox does not answer: {error.message}</p>}
      {calls === undefined && !error && <p class="soft">Looking…</p>}
      {calls && (
        <p class="soft" role="status">
          {countOf(fitting.length, calls.length)}
          {isPaused ? ', paused' : ''}
        </p>
      )}
      <ol class="rows">
        {fitting.slice(0, most).map((call) => (
          <Call key={call.id} call={call} />
        ))}
      </ol>
      {fitting.length > most && (
        <button type="button" onClick={() => setMost(most + callsPerPage)}>
          Show {Math.min(callsPerPage, fitting.length - most)} more
        </button>
      )}
    </section>
  );
}

function countOf(fitting: number, all: number): string {
  if (all === 0) return 'No calls yet. Type /sign in Slack and look again';
  return fitting === all ? `${all} calls` : `${fitting} of ${all} calls`;
}

function fits(call: RecordedCall, service: Service, wanted: string): boolean {
  if (service !== 'all' && call.from !== service && call.to !== service) return false;
  const text = `${call.method} ${call.what} ${call.status ?? ''} ${call.problem ?? ''}`.toLowerCase();
  return text.includes(wanted.trim().toLowerCase());
}

const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const clockTime = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

function Call({ call }: { readonly call: RecordedCall }) {
  const [isOpen, setOpen] = useState(false);
  const isBad = call.status === null || call.status >= 400 || call.problem !== null;
  return (
    <li class={isBad ? 'call call-bad' : 'call'}>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <time class="soft" dateTime={new Date(call.at).toISOString()}>
          {clockTime.format(call.at)}
        </time>
        <span>
          {call.from} → {call.to}
        </span>
        <span class="call-what cut" title={call.what}>
          {call.to === 'Box' ? `${call.method} ` : ''}
          {call.what}
        </span>
        <span class="call-status cut">
          {call.status ?? call.problem ?? 'no answer'}
          {call.problem !== null && call.status !== null ? ` ${call.problem}` : ''}
        </span>
        <span class="call-time soft">{call.ms} ms</span>
      </button>
      {isOpen && <Detail id={call.id} />}
    </li>
  );
}

function Detail({ id }: { readonly id: number }) {
  const [detail, setDetail] = useState<{ sent: string; answered: string }>();
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    sandboxAct<{ sent: string; answered: string }>('activity/call', { id }).then(setDetail, (error: Error) =>
      setProblem(error.message),
    );
  }, [id]);
  if (problem !== null) return <p class="call-detail">{problem}</p>;
  if (detail === undefined) return <p class="call-detail">Looking…</p>;
  return (
    <div class="call-detail">
      <div>
        <h3>Sent</h3>
        <pre>{detail.sent || 'nothing'}</pre>
      </div>
      <div>
        <h3>Answered</h3>
        <pre>{detail.answered || 'nothing'}</pre>
      </div>
    </div>
  );
}
