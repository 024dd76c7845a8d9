// Run by nasty-uploads.test.ts as a process of its own: reads one file, and says how long it took and how much memory.
import { readFileSync, writeFileSync } from 'node:fs'
import { makeDocx } from './make-docx.ts'
import { makeXlsx } from './make-xlsx.ts'
import { readAny } from './read-any.ts'

const [path, name] = process.argv.slice(2) as [string, string]
// What every process pays once is not the file's: code that is loaded and made ready by small good files.
readAny('a.docx', makeDocx(['x']))
readAny('a.xlsx', makeXlsx([{ name: 's', rows: [['x'], ['y']] }]))
readAny('a.csv', new TextEncoder().encode('a,b\n1,2\n'))
readAny('a.md', new TextEncoder().encode('---\na: b\n---\n# x\ny'))
const bytes = readFileSync(path)
// Lets the kernel forget the peak of loading, where it can; else the peak so far is what is measured from.
try {
  writeFileSync('/proc/self/clear_refs', '5')
} catch {}
const before = peak()
const cpu = process.cpuUsage()
const started = performance.now()
const outcomes = readAny(name, bytes)
const ms = performance.now() - started
const { user, system } = process.cpuUsage(cpu)
const extraMb = (peak() - before) / 2 ** 20
process.stdout.write(JSON.stringify({ ms, cpuMs: (user + system) / 1000, extraMb, outcomes }))

/**
 * The highest that the process ever stood, bytes: no peak can hide behind a later collection. On Linux by the kernel's
 * own mark: `maxRSS` begins there with what the parent had when it started us.
 */
function peak(): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]) * 1024
  } catch {
    return process.resourceUsage().maxRSS * 1024
  }
}
