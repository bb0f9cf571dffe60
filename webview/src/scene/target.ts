import type { Point } from "../layout/arrange.ts";
import { group as groupSize } from "../layout/sizes.ts";
import { contains, meets, type Rectangle } from "../viewport/viewport.ts";
import type { Adjacency } from "./lineage.ts";
import type { Scene } from "./scene.ts";

/** What can be pointed at or stepped to. */
export interface Target {
  readonly kind: "asset" | "group";
  readonly id: string;
}

export type Arrow = "left" | "right" | "up" | "down";

export function sameTarget(one: Target | undefined, other: Target | undefined): boolean {
  return one?.kind === other?.kind && one?.id === other?.id;
}

/** Where a target is; a collapsed group is a place of its own, an open one has its header. */
export function placeOf({ cardOf, groupOf }: Scene, { kind, id }: Target): Rectangle | undefined {
  if (kind === "asset") return cardOf.get(id)?.rectangle;
  const group = groupOf.get(id);
  return group === undefined || group.collapsed ? group?.rectangle : { ...group.rectangle, height: groupSize.header };
}

/** The target that stands for an asset: its card, or the group in which it is hidden. */
export function targetOf(scene: Scene, id: string, groupName: string | undefined): Target | undefined {
  if (scene.cardOf.has(id)) return { kind: "asset", id };
  return groupName !== undefined && scene.groupOf.has(groupName) ? { kind: "group", id: groupName } : undefined;
}

/**
 * What is at a point of the drawing.
 *
 * @param header height in which an open group's header is seen, in units of the drawing
 */
export function targetAt(scene: Scene, point: Point, header: number = groupSize.header): Target | undefined {
  const group = scene.groups.find(({ rectangle }) => contains(rectangle, point));
  if (group === undefined) return undefined;
  if (group.collapsed || contains({ ...group.rectangle, height: header }, point)) return { kind: "group", id: group.id };
  const card = scene.cards.find(({ rectangle }) => contains(rectangle, point));
  return card === undefined ? undefined : { kind: "asset", id: card.node.id };
}

/** The cards of which a part is seen. */
export function cardsIn(scene: Scene, part: Rectangle) {
  return scene.cards.filter(({ rectangle }) => meets(rectangle, part));
}

/** Where the keyboard starts: at the active asset, or where the graph begins. */
export function firstTarget(scene: Scene, preferred: Target | undefined): Target | undefined {
  if (preferred !== undefined && placeOf(scene, preferred) !== undefined) return preferred;
  const along = scene.direction === "right" ? "x" : "y";
  return stops(scene).toSorted((one, other) => one.rectangle[along] - other.rectangle[along])[0]?.target;
}

/**
 * Where an arrow leads: along the graph's direction to the nearest upstream or downstream where there is one, else to
 * the nearest thing on that side. Undefined where there is nothing.
 */
export function step(
  scene: Scene,
  adjacency: Adjacency,
  groupNameOf: (id: string) => string | undefined,
  from: Target,
  arrow: Arrow,
): Target | undefined {
  const start = placeOf(scene, from);
  if (start === undefined) return undefined;
  const [forwards, backwards] = scene.direction === "right" ? (["right", "left"] as const) : (["down", "up"] as const);
  if (from.kind === "asset" && (arrow === forwards || arrow === backwards)) {
    const linked = (arrow === forwards ? adjacency.downstream : adjacency.upstream).get(from.id) ?? [];
    const targets = linked.flatMap((id) => targetOf(scene, id, groupNameOf(id)) ?? []);
    const near = nearest(
      start,
      targets.flatMap((target) => withPlace(scene, target)),
    );
    if (near !== undefined) return near;
  }
  const beyond = stops(scene).filter(({ target, rectangle }) => {
    if (sameTarget(target, from)) return false;
    const [dx, dy] = [centreX(rectangle) - centreX(start), centreY(rectangle) - centreY(start)];
    const [ahead, aside] = arrow === "right" || arrow === "left" ? [dx, dy] : [dy, dx];
    const sign = arrow === "right" || arrow === "down" ? 1 : -1;
    return ahead * sign > 1 && Math.abs(aside) <= Math.abs(ahead) * 2;
  });
  return nearest(start, beyond);
}

interface Stop {
  readonly target: Target;
  readonly rectangle: Rectangle;
}

/** All that the keyboard can step to: cards and collapsed groups. */
function stops({ cards, groups }: Scene): Stop[] {
  return [
    ...cards.map(({ node, rectangle }): Stop => ({ target: { kind: "asset", id: node.id }, rectangle })),
    ...groups.flatMap(({ id, rectangle, collapsed }): Stop[] =>
      collapsed ? [{ target: { kind: "group", id }, rectangle }] : [],
    ),
  ];
}

function withPlace(scene: Scene, target: Target): Stop[] {
  const rectangle = placeOf(scene, target);
  return rectangle === undefined ? [] : [{ target, rectangle }];
}

function nearest(from: Rectangle, among: readonly Stop[]): Target | undefined {
  const distance = ({ rectangle }: Stop) => Math.hypot(centreX(rectangle) - centreX(from), centreY(rectangle) - centreY(from));
  return among.toSorted((one, other) => distance(one) - distance(other))[0]?.target;
}

function centreX({ x, width }: Rectangle): number {
  return x + width / 2;
}

function centreY({ y, height }: Rectangle): number {
  return y + height / 2;
}
