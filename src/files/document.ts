import type { Finding } from './finding.ts'

/** A part of a document under one heading; the part before the first heading has none. */
export interface Section {
  /** 1 for the largest; 0 for the part before the first heading. */
  depth: number
  heading: string
  /** Paragraphs, list items and the like, in their order, without marks of layout. */
  paragraphs: string[]
  /** Tables inside the section: rows of cells. */
  tables: string[][][]
}

/** A written document, whatever file it came from: Markdown, DOCX or plain text. */
export interface Document {
  /** The file's name without folders, for messages. */
  name: string
  /** Front matter, or the document's own properties; values as the file gives them (text, numbers, lists, maps). */
  properties: Record<string, unknown>
  sections: Section[]
  /** What the reader could not take over (`note`), with no content in its words. */
  findings: Finding[]
  /** How it was read, for people: format, encoding. */
  how: string
}
