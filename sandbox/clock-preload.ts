/**
 * Loaded into the app's process before the app: lets the sandbox move the process's clock, and ends the app
 * with the sandbox. The app knows nothing of it; its `Date` simply tells another time. Timers keep real time.
 */
const RealDate = Date;
// From the first moment on: jobs that were put off must not see the clock jump right after the start.
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
// A sandbox that was killed would otherwise leave the app behind, which holds the data folder.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Listening must not keep the app alive.
process.channel?.unref();
