import { concat, type Field, field, fieldsOf, text } from './protobuf.ts'

// Field numbers of onnx.proto.
const MODEL_GRAPH = 7
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13 }
const NODE = { input: 1, output: 2, name: 3 }
const TENSOR = { floats: 4, name: 8, raw: 9 }
const VALUE_INFO_NAME = 1

/** The initializers of a model by name, as raw little-endian bytes; those kept as lists of integers are left out. */
export function readTensors(model: Uint8Array): Map<string, Uint8Array> {
  const out = new Map<string, Uint8Array>()
  for (const f of graphOf(model)) {
    if (f.no !== GRAPH.initializer) continue
    const parts = fieldsOf(f.body)
    const values = valuesIn(parts)
    if (values) out.set(nameIn(parts, TENSOR.name), values.body)
  }
  return out
}

/** By the node's name, the quantised weights it multiplies with: the name without `_quantized`. */
export function matmulWeights(model: Uint8Array): Map<string, string> {
  const tensors = readTensors(model)
  const out = new Map<string, string>()
  for (const f of graphOf(model)) {
    if (f.no !== GRAPH.node) continue
    const parts = fieldsOf(f.body)
    const weight = namesIn(parts, NODE.input).find((name) => name.endsWith('_quantized') && tensors.has(name))
    if (weight) out.set(nameIn(parts, NODE.name), weight.slice(0, -'_quantized'.length))
  }
  return out
}

/** The model with other values in the named tensors. Throws when a tensor is missing or of another size. */
export function withTensors(model: Uint8Array, changed: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const missing = new Set(changed.keys())
  const made = rebuilt(model, (graph) =>
    graph.map((f) => {
      if (f.no !== GRAPH.initializer) return f.raw
      const parts = fieldsOf(f.body)
      const name = nameIn(parts, TENSOR.name)
      const bytes = changed.get(name)
      if (!bytes) return f.raw
      missing.delete(name)
      const values = valuesIn(parts)
      if (values?.body.length !== bytes.length) throw new Error(`${name}: ${bytes.length} bytes do not fit`)
      return field(f.no, concat(parts.map((p) => (p === values ? field(p.no, bytes) : p.raw))))
    }),
  )
  if (missing.size > 0) throw new Error(`the model has no ${[...missing].join(', ')}`)
  return made
}

/**
 * A part of a model, as a model: what `to` is made of, down to the model's own inputs or to `from`, which then is one of
 * them. The nodes stand in the order they stood in, with their weights. What hangs on the inputs alone (the mask of the
 * padding) is made again in each part: it costs nothing, and so nothing but `from` crosses the cut. Throws when a wire is
 * not there, or `to` does not depend on `from`.
 */
export function partOf(model: Uint8Array, to: string, from?: string): Uint8Array {
  return rebuilt(model, (graph) => {
    const makerOf = new Map<string, Field>()
    for (const f of graph)
      if (f.no === GRAPH.node) for (const name of namesIn(fieldsOf(f.body), NODE.output)) makerOf.set(name, f)
    const needed = new Set<string>()
    const nodes = new Set<Field>()
    const open = [to]
    for (let wire = open.pop(); wire !== undefined; wire = open.pop()) {
      if (needed.has(wire)) continue
      needed.add(wire)
      const maker = wire === from ? undefined : makerOf.get(wire)
      if (!maker) continue
      nodes.add(maker)
      open.push(...namesIn(fieldsOf(maker.body), NODE.input))
    }
    if (from !== undefined && !needed.has(from)) throw new Error(`${to} does not depend on ${from}`)
    const staying = graph.filter((f) => {
      if (f.no === GRAPH.node) return nodes.has(f)
      if (f.no === GRAPH.output) return false
      const name = NAME_OF[f.no]
      return name === undefined || needed.has(nameIn(fieldsOf(f.body), name))
    })
    const ends = [wireAs(GRAPH.output, graph, to), ...(from === undefined ? [] : [wireAs(GRAPH.input, graph, from)])]
    return [...staying.map((f) => f.raw), ...ends]
  })
}

/** What stays in a part only when it is needed there, and where its name stands. */
const NAME_OF: Readonly<Record<number, number>> = {
  [GRAPH.initializer]: TENSOR.name,
  [GRAPH.input]: VALUE_INFO_NAME,
  [GRAPH.valueInfo]: VALUE_INFO_NAME,
}

const graphOf = (model: Uint8Array): Field[] => {
  const graph = fieldsOf(model).find((f) => f.no === MODEL_GRAPH)
  if (!graph) throw new Error('not an ONNX model')
  return fieldsOf(graph.body)
}

function rebuilt(model: Uint8Array, change: (graph: readonly Field[]) => Uint8Array[]): Uint8Array {
  const changed = concat(change(graphOf(model)))
  return concat(fieldsOf(model).map((f) => (f.no === MODEL_GRAPH ? field(f.no, changed) : f.raw)))
}

/**
 * A wire as an end of a part, of the kind the model itself says it is, and no more: of a shape it does not know the runtime
 * would make use, fuse other nodes than in the whole, and give other last bits.
 */
function wireAs(no: number, graph: readonly Field[], name: string): Uint8Array {
  const said = graph.find(
    (f) => (f.no === GRAPH.valueInfo || f.no === GRAPH.output) && nameIn(fieldsOf(f.body), VALUE_INFO_NAME) === name,
  )
  if (!said) throw new Error(`the model has no wire ${name}`)
  return field(no, said.body)
}

/** Raw bytes, or packed floats, which are the same bytes. */
const valuesIn = (parts: readonly Field[]): Field | undefined =>
  parts.find((p) => (p.no === TENSOR.raw || p.no === TENSOR.floats) && p.wire === 2)

const namesIn = (parts: readonly Field[], no: number): string[] =>
  parts.filter((p) => p.no === no).map((p) => text(p.body))

function nameIn(parts: readonly Field[], no: number): string {
  const f = parts.find((p) => p.no === no)
  return f ? text(f.body) : ''
}
