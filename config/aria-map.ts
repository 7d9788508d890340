/** Attributes that WeChat hands to the phone's screen reader, as used by the components of this app. */
const attributes = [
  'aria-label',
  'aria-role',
  'aria-hidden',
  'aria-live',
  'aria-expanded',
  'aria-selected',
  'aria-checked',
  'aria-disabled',
  'aria-describedby',
  'aria-labelledby',
  'aria-modal',
  'aria-busy',
  'aria-valuenow',
  'aria-valuetext',
  'aria-required',
  'aria-invalid',
  'aria-level',
] as const;

const components = [
  'View',
  'Text',
  'Image',
  'Button',
  'Input',
  'Textarea',
  'Switch',
  'ScrollView',
  'Picker',
] as const;

const perComponent = Object.fromEntries(attributes.map((name) => [name, '']));

/** Taro component → attribute → default, in the shape that Taro's templates and runtime take. */
export const ariaComponents: Record<string, Record<string, string>> = Object.fromEntries(
  components.map((name) => [name, { ...perComponent }]),
);
