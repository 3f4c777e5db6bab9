#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { run } from './run.mjs'

run(fileURLToPath(new URL('./cli.ts', import.meta.url)), process.argv.slice(2))
