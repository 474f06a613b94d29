// Compiles *.feature into pickles.ndjson: one scenario per line, outlines and backgrounds expanded.
// The C++ runner reads that file, so running features needs no node; changing them does.
//
//   node compile.mjs           writes pickles.ndjson
//   node compile.mjs --check   exits 1, naming the remedy, when pickles.ndjson is not current

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { IdGenerator } from '@cucumber/messages'
import { readFeatures } from './parse.mjs'

const output = new URL('pickles.ndjson', import.meta.url)

function compiled({ file, document, pickles }) {
    return pickles.map((pickle) => ({
        feature: document.feature.name,
        scenario: pickle.name,
        file,
        line: pickle.location.line,
        tags: pickle.tags.map((tag) => tag.name),
        steps: pickle.steps.map((step) => ({
            text: step.text,
            ...(step.argument?.dataTable && {
                table: step.argument.dataTable.rows.map((row) => row.cells.map((cell) => cell.value)),
            }),
            ...(step.argument?.docString && { text_block: step.argument.docString.content }),
        })),
    }))
}

const features = readFeatures(() => IdGenerator.incrementing())
const pickles = features.flatMap(compiled)
const text = pickles.map((pickle) => JSON.stringify(pickle) + '\n').join('')

if (!process.argv.includes('--check')) {
    writeFileSync(output, text)
    console.log(`${pickles.length} scenarios of ${features.length} features in ${fileURLToPath(output)}`)
} else if (readFileSync(output, 'utf8') !== text) {
    console.error('pickles.ndjson is not what the features say: run "node compile.mjs" and commit it')
    process.exitCode = 1
}
