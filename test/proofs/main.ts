import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { proofs } from './registry.js';

const results = fileURLToPath(new URL('../../docs/proofs/', import.meta.url));
const say = (line: string) => process.stdout.write(`${line}\n`);

/** `--list`, or `NAME [arguments]`: runs a proof and writes what it found to docs/proofs/NAME.md. */
async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const chosen = Object.hasOwn(proofs, name) ? proofs[name] : undefined;
  if (!chosen) {
    if (name !== '--list') say('Usage: npm run prove -- NAME; the names:');
    for (const [each, { about }] of Object.entries(proofs)) say(`${each.padEnd(14)} ${about}`);
    return name === '--list' ? 0 : 2;
  }
  const { proof } = await chosen.load();
  const { ok, lines } = await proof.run({ args, say });
  const text = [
    `# ${proof.title}`,
    '',
    `\`npm run prove -- ${[name, ...args].join(' ')}\`: **${ok ? 'proven' : 'NOT proven'}**, ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    '',
    ...lines,
    '',
  ].join('\n');
  await mkdir(results, { recursive: true });
  await writeFile(`${results}${proof.name}.md`, text);
  say(text);
  return ok ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
