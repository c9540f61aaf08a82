/**
 * Loaded into the app's process before the app: lets the sandbox move the process's clock, and ends the app with the
 * sandbox. The app knows nothing of it; its `Date` simply tells another time. Timers keep real time, but moving the
 * clock forward runs every `setInterval` callback immediately, as if its interval had passed.
 */
const RealDate = Date;
// The offset applies from the start: delayed jobs must not see the clock jump just after the start.
let offsetMs = Number(process.env['CLOCK_OFFSET_MS'] ?? 0);

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: ConstructorParameters<typeof Date> | []) =>
    args.length === 0 ? new target(target.now() + offsetMs) : Reflect.construct(target, args),
  apply: (target) => new target(target.now() + offsetMs).toString(),
  get: (target, key) => (key === 'now' ? () => target.now() + offsetMs : Reflect.get(target, key)),
});

/** The callbacks of running intervals, by their timers. */
const intervalCallbacks = new Map<unknown, () => void>();
const { setInterval: realSetInterval, clearInterval: realClearInterval } = globalThis;
globalThis.setInterval = ((act: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
  const timer = realSetInterval(act, ms, ...args);
  intervalCallbacks.set(timer, () => act(...args));
  return timer;
}) as typeof setInterval;
globalThis.clearInterval = (timer) => {
  intervalCallbacks.delete(timer);
  realClearInterval(timer);
};

process.on('message', (message: unknown) => {
  if (typeof message !== 'object' || message === null || !('clockOffsetMs' in message)) return;
  if (typeof message.clockOffsetMs !== 'number') return;
  const movedByMs = message.clockOffsetMs - offsetMs;
  offsetMs = message.clockOffsetMs;
  process.send?.({ clockIsAt: offsetMs });
  if (movedByMs > 0) for (const act of [...intervalCallbacks.values()]) act();
});
// The app ends when the sandbox does: otherwise the app would live on and keep the data folder locked.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Listening to the sandbox must not keep the app alive.
process.channel?.unref();
