import type { ComplaintParts } from '../parts';

/** How many complaints about a window were filed in a time; of those, answered and published ones. */
export async function aboutWindow(
  { complaints }: ComplaintParts,
  windowId: string,
  { from, to }: { from: Date; to: Date },
): Promise<{ filed: number; answered: number; published: number }> {
  const filed = { windowId, filedAt: { $gte: from, $lt: to } };
  const [all, answered, published] = await Promise.all([
    complaints.countDocuments(filed),
    complaints.countDocuments({ ...filed, repliedAt: { $ne: null } }),
    complaints.countDocuments({ ...filed, 'publication.state': 'published' }),
  ]);
  return { filed: all, answered, published };
}
