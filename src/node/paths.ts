import { fileURLToPath } from 'node:url'

/** A file of the package itself, wherever it is installed and whatever the working folder is. */
export const packagePath = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url))
