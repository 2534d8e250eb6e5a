/**
 * An answer that is not what was asked for. `message` is for people: the controller's own words where it answered,
 * ours where it could not be reached. Programs match on `code`.
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    /** HTTP's, 0 where no answer came. */
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: unknown = null,
  ) {
    super(message);
  }
}

/** No answer came: the line is down, or the controller is. What was typed is still good. */
export const NO_LINE = 'no_line';

export function isNoLine(error: unknown): boolean {
  return error instanceof ProblemError && error.code === NO_LINE;
}

/** The same may go well later, with nothing changed: no line, a controller that is starting again, or too much at once. */
export function mayPass(error: unknown): boolean {
  return error instanceof ProblemError && (isNoLine(error) || error.status >= 500 || error.status === 429);
}
