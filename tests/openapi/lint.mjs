// SPDX-License-Identifier: GPL-3.0-or-later
//
// Usage: node lint.mjs FILE
//
// Exits with 1 if Redocly's linter finds anything, warnings included, with its recommended rules.

import {createConfig, formatProblems, getTotals, lint} from '@redocly/openapi-core';

const [file] = process.argv.slice(2);
const config = await createConfig({extends: ['recommended']});
const problems = await lint({ref: file, config});
const totals = getTotals(problems);
formatProblems(problems, {format: 'stylish', totals, version: ''});
console.log(`${problems.length} problems in ${file}`);
process.exit(problems.length ? 1 : 0);
