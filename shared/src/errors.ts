/** The family of our own errors; a caller matches on `code`, never on the message. */
export class LoaError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** Publishing while the bus has no connection. */
export class BusOfflineError extends LoaError {
  constructor(topic: string) {
    super('bus_offline', `Not connected to the broker; nothing was published to ${topic}.`);
  }
}

/** A setting given by environment or file that cannot be used; the message says which and why. */
export class SettingError extends LoaError {
  constructor(message: string) {
    super('bad_setting', message);
  }
}

/** Something that the code guarantees turned out false: a bug, not an input. */
export class InvariantError extends LoaError {
  constructor(message: string) {
    super('invariant', message);
  }
}

/** For `default` branches of switches that must stay exhaustive. */
export function unreachable(value: never): never {
  throw new InvariantError(`Unhandled case: ${JSON.stringify(value)}`);
}
