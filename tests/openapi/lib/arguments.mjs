// What the scripts are given: options that name files.

import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'

// Returns the options' values; a missing file is a matter of usage, and ends the script.
export function readFiles(script, names) {
    try {
        const options = Object.fromEntries(names.map((name) => [name, { type: 'string' }]))
        const { values } = parseArgs({ options })
        for (const name of names) {
            const file = values[name] ?? ''
            if (!existsSync(file)) throw new Error(`--${name} was "${file}", expected a file`)
        }
        return values
    } catch (error) {
        const usage = names.map((name) => `--${name} FILE`).join(' ')
        console.error(`${script}: ${error.message}\nusage: node ${script}.mjs ${usage}`)
        process.exit(2)
    }
}
