/** Thrown where the power goes in the middle of a piece of code; nothing that runs after it has any effect. */
export class PowerCut extends Error {
  constructor() {
    super('the power is gone');
    this.name = 'PowerCut';
  }
}
