import { runDevelopment } from '../bff/run-development';

await runDevelopment();
