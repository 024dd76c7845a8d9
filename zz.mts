import fs from 'node:fs'
import { readPolicy } from './src/node/policy-files.ts'
import { readHeads } from './src/node/heads-files.ts'
import { createLocalAssessor } from './src/assess/local/local-assessor.ts'
import { createSignalReader } from './src/assess/local/signals.ts'
import { readText } from './src/domain/text/reading.ts'
const policy = await readPolicy(['default']); const heads = await readHeads()
const v = new Float32Array(512).fill(0.04)
const a = createLocalAssessor({ policy, heads, embedder: () => ({ embedder: { model:'x', dimensions:512, embed: async()=>v, embedMany: async()=>[] }, reason: null }) })
const texts = fs.readFileSync('eval/sets/dev.jsonl','utf8').trim().split('\n').map(l=>JSON.parse(l).text)
const rd = texts.map(t=>readText(t))
for (let k=0;k<3;k++){ const t=performance.now(); for(const r of rd) await a.assess({reading:r,masked:'',explain:false}); console.log('assess', ((performance.now()-t)/rd.length).toFixed(2)) }
const reader=createSignalReader(policy); let t=performance.now(); for(const r of rd) reader.read(r.text); console.log('signals', ((performance.now()-t)/rd.length).toFixed(2))
