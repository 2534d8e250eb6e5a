import { createKeyFile } from '../trust/key-files.js';
import type { Command } from './command.js';
import { optional, required } from './typed.js';

export const keyNew: Command = {
  name: 'key new',
  summary: 'make an Ed25519 key file (mode 0600) for an approver or a root',
  help: `  --out FILE     the key file; never overwritten
  --label TEXT   whose key it is (default: "person")

Keep the file where only its owner can read it, and a copy offline. Whoever holds it speaks as its owner. What is printed
after "Public:" is for the roster (loa roster add-person) and may be sent in any way.`,
  options: { out: { type: 'string' }, label: { type: 'string' } },
  async run(typed, { say }) {
    const path = required(typed, 'out');
    const key = await createKeyFile(path, optional(typed, 'label') ?? 'person');
    say(`Key file: ${path}`);
    say(`Key id:   ${key.kid}`);
    say(`Public:   ${JSON.stringify(key.publicJwk)}`);
    return 0;
  },
};
