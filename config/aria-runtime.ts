import { mergeInternalComponents } from '@tarojs/shared';
import { ariaComponents } from './aria-map';

// Runs in the mini-program before the app: the runtime only sends properties that it knows of.
mergeInternalComponents(ariaComponents);
