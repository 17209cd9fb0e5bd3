import { simulate, replay } from './simulate.ts';
const log=console.log; const t=performance.now.bind(performance);
const [,,n='1000',l]=process.argv;
if(l){log(await replay(1,Number(l)));}
else{
const a=t();const r=await simulate({seed:1,first:0,lives:Number(n)});
log(r, (t()-a)/r.lives*1000,'us/life', process.cpuUsage().user/r.lives, 'cpu us');log(JSON.stringify(r.violations))
for(const v of r.violations.slice(0,2)) log(await replay(1,v.life));
}
