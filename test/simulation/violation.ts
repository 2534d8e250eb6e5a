/** A rule that did not hold. Thrown, so that a world ends where it broke. */
export class Violation extends Error {
  readonly rule: string;
  /** True milliseconds since the world began. */
  readonly at: number;
  constructor(rule: string, at: number, detail: string) {
    super(`${rule}: ${detail}`);
    this.name = 'Violation';
    this.rule = rule;
    this.at = at;
  }
}
