import { runWorld } from './run-world.js';
const [seed = '1', clusters = '20', days = '7', count='1'] = process.argv.slice(2);
let total = 0; const t0 = performance.now();
for (let s = Number(seed); s < Number(seed) + Number(count); s++) {
  const t = performance.now();
  const course = await runWorld({ seed: s, clusters: Number(clusters), days: Number(days), ...(process.env['SLACK'] ? {slackMs: Number(process.env['SLACK'])} : {}) });
  const ms = performance.now() - t; total += course.clusterDays;
  console.log(`seed ${s}: ${course.clusterDays} cluster-days in ${ms.toFixed(0)} ms, heard ${course.heard}, steps ${course.steps}, hash ${course.hash}`, course.violation?.message ?? 'ok');
  if ((course.violation || process.env["ALL"]) && process.env['SHOW']) { console.log(course.violation?.stack); console.log(course.trace.slice(-Number(process.env['SHOW'])).join('\n')); }
}
console.log(`${(total / (performance.now() - t0) * 1000).toFixed(0)} cluster-days/s`);
