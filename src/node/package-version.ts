import { readFileSync } from 'node:fs'
import { packagePath } from './paths.ts'

export const packageVersion = (): string =>
  (JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as { version: string }).version
