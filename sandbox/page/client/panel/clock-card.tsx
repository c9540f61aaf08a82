/** Shows the clock that Slack, Box and the app share, and moves it forward. */
import { sandboxAct } from '../control-api.ts';
import { useLive } from '../live.ts';
import type { RunAct } from './misbehaviour.tsx';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const steps = [
  { title: '10 minutes', ms: 10 * minuteMs },
  { title: '1 hour', ms: hourMs },
  { title: '1 day', ms: dayMs },
  { title: '1 week', ms: 7 * dayMs },
  { title: '30 days', ms: 30 * dayMs },
] as const;

const whole = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});

export function ClockCard({ act }: { readonly act: RunAct }) {
  const { value: clock } = useLive('sandbox', 'clock', () =>
    sandboxAct<{ now: number; offsetMs: number }>('clock', {}),
  );
  return (
    <section class="card" aria-labelledby="clock-title">
      <h2 id="clock-title">Clock</h2>
      {clock && (
        <p role="status">
          {whole.format(clock.now)}
          {clock.offsetMs > 0 && <span class="soft"> ({aheadOf(clock.offsetMs)} ahead)</span>}
        </p>
      )}
      <fieldset class="choices">
        <legend>Slack, Box and the app move forward by</legend>
        {steps.map(({ title, ms }) => (
          <button key={ms} type="button" onClick={() => act('clock/forward', { ms })}>
            {title}
          </button>
        ))}
      </fieldset>
      <p class="soft">
        Links expire, reminders leave, requests run out. The clock never goes back; start the sandbox with{' '}
        <code>--fresh</code> for that.
      </p>
    </section>
  );
}

function aheadOf(offsetMs: number): string {
  const days = Math.floor(offsetMs / dayMs);
  const hours = Math.floor((offsetMs % dayMs) / hourMs);
  const minutes = Math.round((offsetMs % hourMs) / minuteMs);
  return [count(days, 'day'), count(hours, 'hour'), count(minutes, 'minute')].filter(Boolean).join(', ');
}

function count(number: number, word: string): string {
  if (number === 0) return '';
  return number === 1 ? `1 ${word}` : `${number} ${word}s`;
}
