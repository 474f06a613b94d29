// Files that go when this process does.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Writes `content`, as JSON unless it is text, into such a file; returns its path.
export function writeTemporary(name, content) {
    const folder = mkdtempSync(join(tmpdir(), 'argosy-openapi-'))
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
    const file = join(folder, name)
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
    return file
}
