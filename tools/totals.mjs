// Adds up vitest's JSON reports and prints `N passed, N failed`. A report that is missing, or a check that failed
// outside the runner (first argument 1), counts as one failure.
import { existsSync, readFileSync } from 'node:fs';

const [other, ...reports] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const file of reports) {
  if (!existsSync(file)) {
    failed += 1;
    continue;
  }
  const report = JSON.parse(readFileSync(file, 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  // A file that could not even be loaded has no tests that failed.
  for (const suite of report.testResults)
    if (suite.status === 'failed' && suite.assertionResults.length === 0) failed += 1;
}
if (other === '1' && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
