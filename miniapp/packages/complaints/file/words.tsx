import { View } from '@tarojs/components';
import { complaintCategories } from '../../../../shared/domain/complaint';
import { Card } from '../../../components/card';
import { ErrorSummary } from '../../../components/error-summary';
import { LongField } from '../../../components/long-field';
import { open } from '../../../platform/navigate';
import { changeForm, draftPhotos, mostPhotos, restart, useDraft } from '../parts/draft';
import { Photos } from '../parts/photos';
import { Suggestions } from '../parts/suggestions';
import type { Step } from './use-step';

/** What happened and what is wanted, with photographs; beside it what may help at once. */
export function WordsStep({ step }: { step: Step }) {
  const { form, photos } = useDraft();
  const { what, wanted, category, place, item } = form;
  return (
    <>
      <ErrorSummary errors={step.errors} onGo={step.goToField} />
      <View className="text-second">
        {category && complaintCategories[category].words}
        {(place?.title ?? item?.name) && ` · ${place?.title ?? item?.name}`}
        {' · 写到哪里存到哪里，关掉也不会丢'}
      </View>
      <View id="what">
        <Card>
          <LongField
            name="what"
            label="发生了什么"
            hint="谁、说了什么、做了什么；想到哪里写到哪里"
            error={step.errorAt('what')}
            value={what}
            maxlength={2000}
            onChange={(words) => changeForm({ what: words })}
          />
        </Card>
      </View>
      <Suggestions
        words={`${what}${wanted}`}
        item={item?.code}
        onSolved={() => {
          restart();
          void open('/pages/home/index');
        }}
      />
      <Card>
        <LongField
          name="wanted"
          label="希望怎么解决"
          hint="可以不填"
          value={wanted}
          maxlength={500}
          onChange={(words) => changeForm({ wanted: words })}
        />
      </Card>
      <Card title="照片">
        <View className="text-second">
          {`可以不加，最多 ${mostPhotos} 张。没传完也能提交，传好后自动补上。`}
        </View>
        <Photos list={photos} papers={draftPhotos()} most={mostPhotos} />
      </Card>
    </>
  );
}
