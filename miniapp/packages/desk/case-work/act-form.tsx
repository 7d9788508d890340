import { View } from '@tarojs/components';
import { useRef, useState } from 'react';
import { Button } from '../../../components/button';
import { RadioGroup } from '../../../components/choice';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { Field } from '../../../components/field';
import { Notice } from '../../../components/notice';
import { isWeapp } from '../../../platform/env';
import { LongField } from '../parts/long-field';
import { type ActForm, askedOf, faultsOf, type Question } from './acts';

interface ActFormProps {
  form: ActForm;
  busy: boolean;
  /** Somebody else was here meanwhile and it cannot be done any more: what was typed stays to be read. */
  gone?: boolean;
  /** What the server refused, by where it stood in the request (`body.words`): said at the question too. */
  refused?: Readonly<Record<string, string>> | undefined;
  onSend: (answers: Record<string, string>) => void;
  onClose: () => void;
}

/** What has to be said with an act, beside the work and never above it. */
export function ActQuestions({ form, busy, gone = false, refused = {}, onSend, onClose }: ActFormProps) {
  const [answers, setAnswers] = useState<Record<string, string>>(() => presets(form));
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const box = useRef<HTMLElement>(null);
  const asked = askedOf(form.questions, answers);
  const send = () => {
    const found = faultsOf(form.questions, answers);
    setErrors(found);
    if (found.length > 0) return;
    const filled = asked
      .map(({ name }) => [name, (answers[name] ?? '').trim()] as const)
      .filter(([, answer]) => answer !== '');
    onSend(Object.fromEntries(filled));
  };
  const goTo = (name: string) =>
    box.current
      ?.querySelector<HTMLElement>(
        `input[name="${name}"], textarea[name="${name}"], .case-choice-${name} [role="radio"]`,
      )
      ?.focus();
  return (
    <View ref={box} className="case-form">
      <ErrorSummary errors={errors} {...(!isWeapp && { onGo: goTo })} />
      {gone && (
        <Notice tone="amber" title={`现在不能再${form.title}了`}>
          看看上面最新的情况。您写的还在下面，用得上的可以复制。
        </Notice>
      )}
      {form.note && <View className="text-second">{form.note}</View>}
      {asked.map((question) => (
        <Answer
          key={`${question.name} ${question.label}`}
          question={question}
          value={answers[question.name] ?? ''}
          error={
            errors.find(({ field }) => field === question.name)?.message ?? refused[`body.${question.name}`]
          }
          onChange={(value) => setAnswers({ ...answers, [question.name]: value })}
        />
      ))}
      <View className="desk-buttons">
        {!gone && (
          <Button
            block={false}
            kind={form.weight === 'hard' ? 'danger' : 'primary'}
            loading={busy}
            onPress={send}
          >
            {`确认${form.title}`}
          </Button>
        )}
        <Button kind="secondary" block={false} onPress={onClose}>
          返回
        </Button>
      </View>
    </View>
  );
}

/** What is answered already. */
function presets({ questions }: ActForm): Record<string, string> {
  return Object.fromEntries(questions.flatMap(({ name, preset }) => (preset ? [[name, preset]] : [])));
}

interface AnswerProps {
  question: Question;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function Answer({ question, value, error, onChange }: AnswerProps) {
  const { name, label, hint, kind, options = [], maxlength, rows } = question;
  if (kind === 'choice') {
    return (
      <View className={`desk-choice case-choice-${name}`}>
        <View className="field-label">{label}</View>
        {hint && <View className="text-second">{hint}</View>}
        {error && <View className="field-error">{error}</View>}
        <RadioGroup label={label} options={options} value={value === '' ? null : value} onChange={onChange} />
      </View>
    );
  }
  const common = {
    name,
    label,
    error,
    value,
    onChange,
    ...(hint && { hint }),
    ...(maxlength && { maxlength }),
  };
  return kind === 'text' ? <LongField {...common} rows={rows} /> : <Field {...common} />;
}
