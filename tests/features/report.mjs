// Runs the features and reports on them as one HTML file; lists them by the document they are from.
//
//   node report.mjs BINARY [OUT.html]   runs test_features; writes features.html unless told where
//   node report.mjs --list              lists the scenarios by document, and runs nothing
//
// Exits 1 when a scenario failed or was not executed.

import { spawnSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import htmlFormatter from '@cucumber/html-formatter'
import { IdGenerator } from '@cucumber/messages'
import { readFeatures } from './parse.mjs'

const documents = {
    '@arbitrage-plan': 'manufacturing-arbitrage-implementation-plan.md',
    '@parallel-design': 'parallel-manufacturing-system-design.md',
    '@refactoring-plan': 'manufacturing-architecture-refactoring-plan.md',
    '@goods-plan': 'goods-factory-implementation-plan.md',
    '@goods-gap-analysis': 'goods-factory-gap-analysis.md',
    '@lessons': 'what the first implementation learned (T1 to T20, E1 to E16)',
    '@foundations': 'what manufacturing stands on',
}

const newId = IdGenerator.incrementing()
const features = readFeatures(() => newId)
const timestamp = { seconds: 0, nanos: 0 } // Scenarios live in virtual time: none of them is slow.
const key = ({ file, line, scenario }) => `${file}:${line}:${scenario}`
const keyOf = (pickle) => key({ file: pickle.uri, line: pickle.location.line, scenario: pickle.name })

function list(statusOf) {
    const pickles = features.flatMap((feature) => feature.pickles)
    for (const [tag, document] of Object.entries(documents)) {
        const tagged = pickles.filter((pickle) => pickle.tags.some(({ name }) => name === tag))
        console.log(`${tag}: ${document}: ${tagged.length} scenarios`)
        for (const pickle of tagged) {
            console.log(`  ${statusOf(pickle)}${pickle.uri}:${pickle.location.line} ${pickle.name}`)
        }
    }
}

function run(binary) {
    const folder = mkdtempSync(join(tmpdir(), 'features-'))
    const file = join(folder, 'results.ndjson')
    const ended = spawnSync(binary, { env: { ...process.env, ARGOSY_FEATURE_RESULTS: file } })
    if (ended.error) throw ended.error
    const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '')
    rmSync(folder, { recursive: true })
    return new Map(lines.map((line) => JSON.parse(line)).map((result) => [key(result), result]))
}

// Returns the messages of one scenario's run.
function messagesOf(pickle, result) {
    const testSteps = pickle.steps.map(({ id }) => ({
        id: newId(), pickleStepId: id, stepDefinitionIds: [], stepMatchArgumentsLists: [],
    }))
    const testCase = { id: newId(), pickleId: pickle.id, testSteps }
    const testCaseStartedId = newId()
    const duration = { seconds: 0, nanos: 0 }
    const steps = testSteps.flatMap(({ id: testStepId }, at) => [
        { testStepStarted: { testCaseStartedId, testStepId, timestamp } },
        { testStepFinished: {
            testCaseStartedId, testStepId, timestamp,
            testStepResult: { duration, status: 'UNKNOWN', ...result?.steps[at] },
        } },
    ])
    return [
        { testCase },
        { testCaseStarted: { id: testCaseStartedId, testCaseId: testCase.id, attempt: 0, timestamp } },
        ...steps,
        { testCaseFinished: { testCaseStartedId, timestamp, willBeRetried: false } },
    ]
}

async function writeReport(results, success, path) {
    const pickles = features.flatMap((feature) => feature.pickles)
    const html = new htmlFormatter.CucumberHtmlStream()
    const file = html.pipe(createWriteStream(path))
    const messages = [
        { meta: {
            protocolVersion: '27.0.0',
            implementation: { name: 'argosy' }, runtime: { name: 'C++' }, os: {}, cpu: {},
        } },
        ...features.flatMap(({ file: uri, text: data, document }) => [
            { source: { uri, data, mediaType: 'text/x.cucumber.gherkin+plain' } },
            { gherkinDocument: { ...document, uri } },
        ]),
        ...pickles.map((pickle) => ({ pickle })),
        { testRunStarted: { timestamp } },
        ...pickles.flatMap((pickle) => messagesOf(pickle, results.get(keyOf(pickle)))),
        { testRunFinished: { success, timestamp } },
    ]
    for (const message of messages) html.write(message)
    html.end()
    await finished(file)
}

const [first, output = 'features.html'] = process.argv.slice(2)
if (first === undefined) {
    console.error('usage: node report.mjs BINARY [OUT.html] | --list')
    process.exitCode = 2
} else if (first === '--list') {
    list(() => '')
} else {
    const results = run(first)
    const statusOf = (pickle) => {
        const steps = results.get(keyOf(pickle))?.steps
        if (steps === undefined) return 'not executed'
        return steps.every(({ status }) => status === 'PASSED') ? 'passed' : 'failed'
    }
    list((pickle) => `${statusOf(pickle)}: `)
    const pickles = features.flatMap((feature) => feature.pickles)
    const bad = pickles.filter((pickle) => statusOf(pickle) !== 'passed')
    await writeReport(results, bad.length === 0, output)
    console.log(`${pickles.length - bad.length} of ${pickles.length} scenarios passed; ${output}`)
    process.exitCode = bad.length === 0 ? 0 : 1
}
