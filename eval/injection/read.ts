import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { type Attack, attackSchema, type Carrier, carrierSchema, type Family, familySchema } from './schema.ts'

const text = (name: string) => readFile(new URL(name, import.meta.url), 'utf8')

/** The hand-written parts. */
export async function readParts(): Promise<{ families: Family[]; carriers: Carrier[] }> {
  const [families, carriers] = await Promise.all([text('parts/families.yaml'), text('parts/carriers.yaml')])
  return {
    families: z.array(familySchema).parse(parse(families)),
    carriers: z.array(carrierSchema).parse(parse(carriers)),
  }
}

/** The suite as it stands in attacks.jsonl. */
export const readAttacks = async (): Promise<Attack[]> =>
  (await text('attacks.jsonl')).split('\n').flatMap((line) => (line ? [attackSchema.parse(JSON.parse(line))] : []))
