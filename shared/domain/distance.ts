export interface Position {
  /** Degrees north (GCJ-02). */
  latitude: number;
  /** Degrees east (GCJ-02). */
  longitude: number;
}

const EARTH_RADIUS_M = 6_371_000;

/** Metres in a straight line over a round earth: good to 0.5 %, enough to say which hall is nearer. */
export function distanceMetres(a: Position, b: Position): number {
  const toRadians = Math.PI / 180;
  const latitude = (b.latitude - a.latitude) * toRadians;
  const longitude = (b.longitude - a.longitude) * toRadians;
  const h =
    Math.sin(latitude / 2) ** 2 +
    Math.cos(a.latitude * toRadians) * Math.cos(b.latitude * toRadians) * Math.sin(longitude / 2) ** 2;
  return Math.round(2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(Math.min(1, h))));
}

/** Reads `lat,lng`. @returns null when it is no place on earth */
export function parsePosition(near: string): Position | null {
  const [latitude, longitude] = near.split(',').map(Number);
  if (latitude === undefined || longitude === undefined) return null;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null;
  return { latitude, longitude };
}
