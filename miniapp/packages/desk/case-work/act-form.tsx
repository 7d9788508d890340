import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '../../../components/button';
import { RadioGroup } from '../../../components/choice';
import { ErrorSummary, type FieldError } from '../../../components/error-summary';
import { Field } from '../../../components/field';
import { LongField } from '../parts/long-field';
import { type ActForm, faultsOf, type Question } from './acts';

interface ActFormProps {
  form: ActForm;
  busy: boolean;
  onSend: (answers: Record<string, string>) => void;
  onClose: () => void;
}

/** What has to be said with an act, beside the work and never above it. */
export function ActQuestions({ form, busy, onSend, onClose }: ActFormProps) {
  const [answers, setAnswers] = useState<Record<string, string>>(() => presets(form));
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const send = () => {
    const found = faultsOf(form.questions, answers);
    setErrors(found);
    if (found.length > 0) return;
    const filled = Object.entries(answers)
      .map(([name, answer]) => [name, answer.trim()] as const)
      .filter(([, answer]) => answer !== '');
    onSend(Object.fromEntries(filled));
  };
  return (
    <View className="case-form">
      <ErrorSummary errors={errors} />
      {form.note && <View className="text-second">{form.note}</View>}
      {form.questions.map((question) => (
        <Answer
          key={question.name}
          question={question}
          value={answers[question.name] ?? ''}
          error={errors.find(({ field }) => field === question.name)?.message}
          onChange={(value) => setAnswers({ ...answers, [question.name]: value })}
        />
      ))}
      <View className="desk-buttons">
        <Button
          block={false}
          kind={form.weight === 'hard' ? 'danger' : 'primary'}
          loading={busy}
          onPress={send}
        >
          {`确认${form.title}`}
        </Button>
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
  const { name, label, hint, kind, options = [], maxlength } = question;
  if (kind === 'choice') {
    return (
      <View className="desk-choice">
        <View className="field-label">{label}</View>
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
  return kind === 'text' ? <LongField {...common} /> : <Field {...common} />;
}
