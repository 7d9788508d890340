import type { ReactNode } from 'react';
import './app.css';
import { isWeapp } from './platform/env';

if (!isWeapp) require('./theme/h5.css');

/** The app around every page. What pages share lives in modules (platform/, api/), not in this component. */
export default function App({ children }: { children?: ReactNode }) {
  return children;
}
