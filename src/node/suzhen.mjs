#!/usr/bin/env node
// The command `suzhen`: teaches Node to read TypeScript, then hands over to cli.ts.
import { register } from 'tsx/esm/api'

register()
const { run } = await import('./cli.ts')
process.exitCode = await run(process.argv)
