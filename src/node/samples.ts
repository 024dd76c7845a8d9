import { readFile } from 'node:fs/promises'
import type { SampleName } from '../http/routes/knowledge-samples.ts'
import { packagePath } from './paths.ts'

/** The sample uploads of the package; the route names which there are. */
export const readSample = (name: SampleName): Promise<Uint8Array> => readFile(packagePath(`fixtures/uploads/${name}`))
