import {
  COUNTERS,
  type CounterName,
  GAUGES,
  type GaugeName,
  type MetricLabels,
  type Metrics,
  TIMERS,
  type TimerName,
} from '../ports/metrics.ts'

/** Upper bounds of the buckets, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
/** Series of one metric at the most; labels come from closed lists, so that more would be a mistake of ours. */
const MAX_SERIES = 500

export interface MetricsRegistry extends Metrics {
  /** Everything counted, in the text format of Prometheus 0.0.4. */
  text(): string
}

/** Counts in the memory of this process, from 0 at its start. */
export function createMetrics(): MetricsRegistry {
  const counters = new Map<CounterName, Map<string, number>>()
  const timers = new Map<TimerName, Map<string, { buckets: number[]; sum: number; count: number }>>()
  const gauges = new Map<GaugeName, Map<string, () => number>>()

  return {
    add(name, labels, by = 1) {
      const series = of(counters, name)
      const key = keyOf(labels)
      if (series.has(key) || series.size < MAX_SERIES) series.set(key, (series.get(key) ?? 0) + by)
    },
    time(name, labels, seconds) {
      const series = of(timers, name)
      const key = keyOf(labels)
      let one = series.get(key)
      if (!one) {
        if (series.size >= MAX_SERIES) return
        one = { buckets: BUCKETS.map(() => 0), sum: 0, count: 0 }
        series.set(key, one)
      }
      const at = BUCKETS.findIndex((most) => seconds <= most)
      if (at >= 0) one.buckets[at]!++
      one.sum += seconds
      one.count++
    },
    watch(name, labels, read) {
      const series = of(gauges, name)
      const key = keyOf(labels)
      if (series.has(key) || series.size < MAX_SERIES) series.set(key, read)
    },
    text() {
      const lines: string[] = []
      for (const [name, series] of counters) {
        lines.push(`# HELP ${name} ${COUNTERS[name]}`, `# TYPE ${name} counter`)
        for (const [key, value] of series) lines.push(`${name}${braced(key)} ${value}`)
      }
      for (const [name, series] of gauges) {
        lines.push(`# HELP ${name} ${GAUGES[name]}`, `# TYPE ${name} gauge`)
        for (const [key, read] of series) lines.push(`${name}${braced(key)} ${read()}`)
      }
      for (const [name, series] of timers) {
        lines.push(`# HELP ${name} ${TIMERS[name]}`, `# TYPE ${name} histogram`)
        for (const [key, { buckets, sum, count }] of series) {
          let below = 0
          BUCKETS.forEach((most, i) => {
            below += buckets[i]!
            lines.push(`${name}_bucket${braced(key, `le="${most}"`)} ${below}`)
          })
          lines.push(`${name}_bucket${braced(key, 'le="+Inf"')} ${count}`)
          lines.push(`${name}_sum${braced(key)} ${sum}`, `${name}_count${braced(key)} ${count}`)
        }
      }
      return `${lines.join('\n')}\n`
    },
  }
}

function of<K, V>(all: Map<K, Map<string, V>>, name: K): Map<string, V> {
  let series = all.get(name)
  if (!series) {
    series = new Map()
    all.set(name, series)
  }
  return series
}

const keyOf = (labels: MetricLabels): string =>
  Object.entries(labels)
    .map(([k, v]) => `${k}="${String(v).replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))}"`)
    .join(',')

const braced = (...keys: string[]): string => {
  const inside = keys.filter((k) => k !== '').join(',')
  return inside === '' ? '' : `{${inside}}`
}
