import { bytesOf, concat, type Field, field, fieldsOf, text } from './protobuf.ts'

// Field numbers of onnx.proto.
const MODEL_GRAPH = 7
const GRAPH = { node: 1, initializer: 5, output: 12 }
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
    const weight = inputsOf(parts).find((name) => name.endsWith('_quantized') && tensors.has(name))
    if (weight) out.set(nameIn(parts, NODE.name), weight.slice(0, -'_quantized'.length))
  }
  return out
}

/** The model with one more output: a tensor from its midst, of the same kind as `like`. */
export function withOutput(model: Uint8Array, tensor: string, like: string): Uint8Array {
  return rebuilt(model, (graph) => [...graph.map((f) => f.raw), outputLike(graph, like, tensor)])
}

/**
 * The model with a second top: everything that depends on the named tensors is there twice, once as it was and once
 * with `changed` in their place. What the model answered it still answers, to the bit; `output` of the second top
 * stands beside it under the name `as`. Throws when a tensor is missing or of another size.
 */
export function withSecondTop(
  model: Uint8Array,
  changed: ReadonlyMap<string, Uint8Array>,
  output: string,
  as: string,
): Uint8Array {
  const second = (name: string) => (name === output ? as : `${name}.second`)
  return rebuilt(model, (graph) => {
    const renamed = new Set(changed.keys())
    const tensors: Uint8Array[] = []
    const nodes: Uint8Array[] = []
    const missing = new Set(changed.keys())
    for (const f of graph) {
      if (f.no !== GRAPH.initializer) continue
      const parts = fieldsOf(f.body)
      const name = nameIn(parts, TENSOR.name)
      const bytes = changed.get(name)
      if (!bytes) continue
      missing.delete(name)
      const values = valuesIn(parts)
      if (values?.body.length !== bytes.length) throw new Error(`${name}: ${bytes.length} bytes do not fit`)
      tensors.push(
        field(
          GRAPH.initializer,
          concat(
            parts.map((p) => {
              if (p.no === TENSOR.name) return field(p.no, bytesOf(second(name)))
              return p === values ? field(p.no, bytes) : p.raw
            }),
          ),
        ),
      )
    }
    if (missing.size > 0) throw new Error(`the model has no ${[...missing].join(', ')}`)
    for (const f of graph) {
      if (f.no !== GRAPH.node) continue
      const parts = fieldsOf(f.body)
      if (!inputsOf(parts).some((name) => renamed.has(name))) continue
      for (const p of parts) if (p.no === NODE.output) renamed.add(text(p.body))
      nodes.push(
        field(
          GRAPH.node,
          concat(
            parts.map((p) => {
              const isWire = p.no === NODE.input || p.no === NODE.output
              if (p.no !== NODE.name && !(isWire && renamed.has(text(p.body)))) return p.raw
              return field(p.no, bytesOf(second(text(p.body))))
            }),
          ),
        ),
      )
    }
    if (!renamed.has(output)) throw new Error(`${output} does not depend on what was changed`)
    return [...graph.map((f) => f.raw), ...nodes, ...tensors, outputLike(graph, output, as)]
  })
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

function outputLike(graph: readonly Field[], like: string, name: string): Uint8Array {
  const old = graph
    .filter((f) => f.no === GRAPH.output)
    .map((f) => fieldsOf(f.body))
    .find((parts) => nameIn(parts, VALUE_INFO_NAME) === like)
  if (!old) throw new Error(`the model has no output ${like}`)
  const parts = old.map((p) => (p.no === VALUE_INFO_NAME ? field(p.no, bytesOf(name)) : p.raw))
  return field(GRAPH.output, concat(parts))
}

/** Raw bytes, or packed floats, which are the same bytes. */
const valuesIn = (parts: readonly Field[]): Field | undefined =>
  parts.find((p) => (p.no === TENSOR.raw || p.no === TENSOR.floats) && p.wire === 2)

const inputsOf = (parts: readonly Field[]): string[] =>
  parts.filter((p) => p.no === NODE.input).map((p) => text(p.body))

function nameIn(parts: readonly Field[], no: number): string {
  const f = parts.find((p) => p.no === no)
  return f ? text(f.body) : ''
}
