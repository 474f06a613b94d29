// Reads the features of this folder as Cucumber messages.

import { readFileSync, readdirSync } from 'node:fs'
import { AstBuilder, GherkinClassicTokenMatcher, Parser, compile } from '@cucumber/gherkin'

const folder = new URL('.', import.meta.url)

// Returns each feature, by name of its file: its text, its document and its pickles, which are its
// scenarios with outlines and backgrounds expanded.
export function readFeatures(newIdFor) {
    const files = readdirSync(folder).filter((name) => name.endsWith('.feature')).sort()
    return files.map((file) => {
        const newId = newIdFor(file)
        const parser = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher())
        const text = readFileSync(new URL(file, folder), 'utf8')
        const document = parser.parse(text)
        return { file, text, document, pickles: compile(document, file, newId) }
    })
}
