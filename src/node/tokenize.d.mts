export function localModelsOnly(modelDir: string): void
// biome-ignore lint/suspicious/noExplicitAny: the library's own inputs
export function createTokenize(model: string): Promise<(text: string) => any>
