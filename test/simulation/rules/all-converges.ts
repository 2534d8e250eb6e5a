import { Violation } from '../violation.js';
import type { Rule } from '../world/witness.js';
import type { World } from '../world/world.js';

const RULE = 'after healing all plans converge and outboxes drain';

/** Each box has the plan that the controller has for it, and that is what planning says now. */
export function allConverges(world: World): Rule {
  const revisions = async () => {
    const rows = await world.machine
      .database()
      .db.selectFrom('plan')
      .select(['box_id', 'revision'])
      .execute();
    return new Map(rows.map(({ box_id, revision }) => [box_id, revision]));
  };
  return {
    async onHealed() {
      const fail = (detail: string): never => {
        throw new Violation(RULE, world.timeline.now(), detail);
      };
      const before = await revisions();
      // Equal content publishes nothing: a plan that moves on now did not say what planning says.
      world.machine.notify({ kind: 'plans', boxIds: 'all' });
      await world.timeline.run(world.timeline.now() + 5_000, () => world.witness.look());
      const after = await revisions();
      for (const watched of world.witness.all()) {
        const { id, plan, box } = watched;
        if (!box.on()) fail(`${id} is still off`);
        if (before.get(id) !== after.get(id)) fail(`${id}: its plan was not what planning says`);
        if (plan?.revision !== after.get(id)) {
          fail(`${id} holds plan ${plan?.revision ?? 'none'}, the controller ${after.get(id)}`);
        }
      }
    },
  };
}
