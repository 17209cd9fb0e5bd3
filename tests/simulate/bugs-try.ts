import { simulate, replay } from './simulate.ts';
import { bugs } from './planted.ts';
const log=console.log;
for (const [name,planted] of Object.entries(bugs)) { const r=await simulate({seed:1,first:0,lives:20000,planted,mostViolations:3}); log(name,r.lives,JSON.stringify(r.violations)); }
