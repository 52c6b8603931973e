/** Where a take is drawn. */
export interface MapPlace {
  readonly x: number;
  readonly y: number;
}

/** Rounds after which nothing that is seen moves any more. */
const ROUNDS = 60;

/**
 * Places whose distances are as nearly as may be those that are given, around the middle: each goes to where the others would have it, again
 * and again (SMACOF, De Leeuw 1977). Three become their triangle. The same distances give the same places.
 * @param apart `[n][n]`, symmetric
 */
export function mapOf(apart: readonly (readonly number[])[]): readonly MapPlace[] {
  const count = apart.length;
  let places = apart.map((_, i): MapPlace => {
    // From the top, clockwise.
    const angle = (2 * Math.PI * i) / count - Math.PI / 2;
    return { x: Math.cos(angle) / 4, y: Math.sin(angle) / 4 };
  });
  for (let round = 0; round < ROUNDS; round++)
    places = places.map((own, i) => {
      let [x, y] = [0, 0];
      places.forEach((other, j) => {
        const [dx, dy] = [own.x - other.x, own.y - other.y];
        const wanted = apart[i]![j]! / (Math.hypot(dx, dy) || 1);
        x += other.x + wanted * dx;
        y += other.y + wanted * dy;
      });
      return { x: x / count, y: y / count };
    });
  return places;
}
