/**
 * So far may this machine's clock be from the controller's before pages go by that one, milliseconds. A clock that is
 * right is believed: what the line takes would make times jump.
 */
const TOLERATED_MS = 30_000;

const controller = { aheadMs: 0 };

/** What an answer said of the controller's clock; one that took long tells nothing. */
export function tellControllerTime(at: number, tookMs: number): void {
  if (!Number.isFinite(at) || tookMs > TOLERATED_MS) return;
  const aheadMs = at - Date.now();
  controller.aheadMs = Math.abs(aheadMs) > TOLERATED_MS ? aheadMs : 0;
}

/**
 * The one place where pages look at the clock: the controller's, as the last answer told it, where this machine's is
 * wrong. What is planned, running or stopped goes by that one.
 */
export const now = (): number => Date.now() + controller.aheadMs;
