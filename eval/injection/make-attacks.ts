import { writeFile } from 'node:fs/promises'
import { composeAttacks } from './compose.ts'
import { readParts } from './read.ts'

/** Writes attacks.jsonl from the parts: `node --import tsx eval/injection/make-attacks.ts`. */
const { families, carriers } = await readParts()
const attacks = composeAttacks(families, carriers)
await writeFile(new URL('attacks.jsonl', import.meta.url), `${attacks.map((a) => JSON.stringify(a)).join('\n')}\n`)
console.log(`${attacks.length} attacks in ${families.length} families`)
