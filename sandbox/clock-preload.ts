/**
 * Loaded into the app's process before the app: lets the sandbox set the process's clock, and ends the app with the
 * sandbox. The app does not know; its `Date` simply gives another time. Timers keep real time.
 */
const RealDate = Date;
// Set from the start: delayed jobs must not see the clock jump right after it.
let offsetMs = Number(process.env['CLOCK_OFFSET_MS'] ?? 0);

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: ConstructorParameters<typeof Date> | []) =>
    args.length === 0 ? new target(target.now() + offsetMs) : Reflect.construct(target, args),
  apply: (target) => new target(target.now() + offsetMs).toString(),
  get: (target, key) => (key === 'now' ? () => target.now() + offsetMs : Reflect.get(target, key)),
});

process.on('message', (message: unknown) => {
  if (typeof message !== 'object' || message === null || !('clockOffsetMs' in message)) return;
  if (typeof message.clockOffsetMs !== 'number') return;
  offsetMs = message.clockOffsetMs;
  process.send?.({ clockIsAt: offsetMs });
});
// A sandbox that was killed would otherwise leave the app running, which holds the data folder.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Listening must not keep the app alive.
process.channel?.unref();
