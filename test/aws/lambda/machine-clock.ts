const machine = Date;
let offsetMs = 0;
const now = () => machine.now() + offsetMs;

/** From now on this process's machine has its clock so much ahead, ms. Waiting goes on as before. */
export function moveClock(ms: number): void {
  offsetMs = ms;
}

globalThis.Date = new Proxy(machine, {
  construct: (target, given, as) => Reflect.construct(target, given.length === 0 ? [now()] : given, as),
  apply: () => new machine(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
